"""Saying what a long start is doing: a line for each step with its seconds, and a sign of life while it lasts.

What is done in a step is unknown here. Lines go to the error output, so that a command's answer stays alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

#: A step that lasts longer says so again and again.
SIGN_EVERY_S = 5.0
#: A step that was shorter is told without its seconds.
_WORTH_TELLING_S = 1.0


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done while the block runs: `· what …`, and at the end how long it took."""
    began, over = time.monotonic(), threading.Event()
    click.echo(f"· {what} …", err=True)
    sign = threading.Thread(target=_sign, args=(what, began, over), daemon=True)
    sign.start()
    try:
        yield
    finally:
        over.set()
        sign.join(timeout=1)
    took = time.monotonic() - began
    if took >= _WORTH_TELLING_S:
        click.echo(f"  {what}: {took:.0f} s", err=True)


def _sign(what: str, began: float, over: threading.Event) -> None:
    while not over.wait(SIGN_EVERY_S):
        click.echo(f"  {what}: {time.monotonic() - began:.0f} s …", err=True)
