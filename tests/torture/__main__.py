"""`make torture`: faults done to a running service under load, then one table; ends with 1 where anything was harmed.

Nothing of what runs on this machine otherwise is touched: cluster, folder and ports are its own.
"""

from __future__ import annotations

import signal
import sys
import time

import click

from tests.torture.rounds import NAMES, torture
from tests.torture.telling import table


@click.command()
@click.option("--short", is_flag=True, help="Each fault once, without rounds that follow.")
@click.option("--minutes", type=click.FloatRange(0, 600), default=5, show_default=True)
@click.option("--only", "names", multiple=True, type=click.Choice(NAMES), help="One fault; repeatable.")
@click.option("--seed", type=int, default=None, help="Another order of chances; told at the start.")
def main(*, short: bool, minutes: float, names: tuple[str, ...], seed: int | None) -> None:
    """Kill, fill, cut and double, and count what was acknowledged and is not there."""
    # A plain SIGTERM would leave the service and its cluster behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seed = seed if seed is not None else (1 if short else int(time.time()))
    click.echo(f"seed {seed}")
    outcome = torture(names or NAMES, seconds=0 if short else minutes * 60, seed=seed, say=click.echo)
    click.echo(table(outcome))
    if not outcome.is_well:
        raise click.ClickException("something was lost, doubled or broken")


if __name__ == "__main__":
    main()
