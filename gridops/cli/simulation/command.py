"""`gridops simulate`: a bounded run that is compared with what the service holds, or one without an end.

Speaks to the service over HTTP only; the demonstration's accounts have to be there.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any

import click

from gridops import config
from gridops.cli.simulation.caller import ServiceAway, SignInRefused
from gridops.cli.simulation.crew import Crew, Task
from gridops.cli.simulation.summary import judge, summarise

ENDLESS_RATE, REPORTS_A_WORKER = 0.4, 0.06
ENDLESS_WORKERS, BOUNDED_WORKERS = 12, 50


@click.command()
@click.option("--workers", type=click.IntRange(1, 500), help="Phones [default: 50, with --endless 12].")
@click.option("--minutes", type=click.FloatRange(0.05, 1440), default=5.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same choices.")
@click.option("--url", help="Where the service is [default: GRIDOPS_BIND].")
@click.option("--endless", is_flag=True, help="Gently and silently until stopped; nothing is compared.")
@click.option("--rate", type=click.FloatRange(0.01, 1000), help="Reports a second, of all phones together.")
def simulate(
    *, workers: int | None, minutes: float, seed: int, url: str | None, endless: bool, rate: float | None
) -> None:
    """Phones, dispatchers and handlers at work; then see that the service holds exactly what was sent."""
    count = workers or (ENDLESS_WORKERS if endless else BOUNDED_WORKERS)
    task = Task(
        url=(url or f"http://{config.load(needs_database=False).bind}").rstrip("/"),
        workers=count,
        seconds=None if endless else minutes * 60,
        seed=seed,
        rate=rate or (ENDLESS_RATE if endless else max(1.0, REPORTS_A_WORKER * count)),
    )
    with _told_to_stop() as stop:
        crew = Crew(task, stop)
        try:
            crew.assemble()
            if not endless:
                click.echo(f"{count} phones for {minutes:g} min at {task.url}, seed {seed}")
            crew.run()
            found = [] if endless else crew.compare()
        except (ServiceAway, SignInRefused) as error:
            if endless and stop.is_set():
                return
            raise click.ClickException(str(error)) from error
        finally:
            crew.dismiss()
    if not endless:
        click.echo("\n".join([*summarise(crew.ledger), *judge(crew.ledger, found)]))
        raise SystemExit(1 if found else 0)


@contextmanager
def _told_to_stop() -> Iterator[Event]:
    """An event that the first Ctrl-C or SIGTERM sets; the second ends the process as it always does."""
    stop = Event()
    before: dict[int, Any] = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}

    def on_signal(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[number])

    for number in before:
        signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
