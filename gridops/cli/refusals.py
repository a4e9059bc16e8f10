"""Having a refusal end as one message and the exit code 1, for commands that call the rooms directly."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from gridops.errors import Problem


def as_message(command: Callable[..., Any]) -> Callable[..., Any]:
    """Have a Problem end as one message and the exit code 1."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(problem.detail[1] or problem.kind.title.en) from problem

    return wrapper
