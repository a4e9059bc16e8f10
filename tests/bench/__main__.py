"""`python -m tests.bench [NAME …]`: measure, print a table, and with --json one line of JSON for each figure."""

from __future__ import annotations

import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version

import click
import orjson
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.bench import (
    areas,
    coverage,
    day,
    enduring,
    files,
    live,
    locating,
    lookup,
    numbering,
    reading,
    reports,
    rivalry,
    sizes,
    statements,
    tiles,
)
from tests.bench import ground as grounds
from tests.bench.figures import Figure, line, load_now, markdown, table
from tests.bench.limit import cores
from tests.bench.serving import FOLDER

Bench = Callable[[grounds.Ground], Iterator[Figure]]

BENCHES: dict[str, Bench] = {
    "statements": statements.measure,
    "reports": reports.measure_reports,
    "auto": reports.measure_auto,
    "batches": reports.measure_batches,
    "counts": areas.measure,
    "tiles": tiles.measure,
    "features": tiles.measure_features,
    "snapshot": reading.measure_snapshot,
    "search": reading.measure_search,
    "events": live.measure_events,
    "deliveries": live.measure_deliveries,
    "thousand": live.measure_thousand,
    "endure": enduring.measure,
    "memory": live.measure_memory,
    "sizes": sizes.measure,
    "day": day.measure,
    "numbering": numbering.measure,
    "locate": locating.measure,
    "lookup": lookup.measure,
    "coverage": coverage.measure,
    "files": files.measure,
}
#: What takes ten minutes by itself is measured when it is asked for.
BY_NAME = {"endure"}
#: The exit code of whoever is sent away.
TERMINATED = 143
PARTS = ("sqlalchemy", "psycopg2-binary", "flask", "gunicorn", "python-socketio", "pydantic", "shapely")


def machine(ground: grounds.Ground) -> dict[str, str]:
    """What the figures were measured on."""
    engine = create_engine(ground.info.url, poolclass=NullPool)
    with engine.connect() as connection:
        server = str(connection.scalar(text("SHOW server_version")))
        postgis = str(connection.scalar(text("SELECT postgis_lib_version()")))
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "rows": f"{ground.rows:,}",
        "rounds": str(ground.rounds),
        "cores": str(cores()),
        "load": f"{load_now():.1f}",
        "python": platform.python_version(),
        "postgresql": server.split(maxsplit=1)[0],
        "postgis": postgis,
        **{name: version(name) for name in PARTS},
    }


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each figure.")
@click.option("--markdown", "as_markdown", is_flag=True, help="The table as docs/performance.md keeps it.")
@click.option("--rounds", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--fresh", is_flag=True, help="Delete the benchmark's cluster first.")
@click.option(
    "--kept", is_flag=True, help="Leave the cluster running, fill it, tell its address, measure nothing."
)
@click.option("--drop", is_flag=True, help="Drop the kept database of this size and measure nothing.")
def main(
    names: Sequence[str],
    *,
    as_json: bool,
    as_markdown: bool,
    rounds: int,
    fresh: bool,
    kept: bool,
    drop: bool,
) -> None:
    """Measure everything, or the NAMEs; BENCH_ROWS is the size of the large tables (1,000,000)."""
    rows = int(os.environ.get("BENCH_ROWS", "1000000"))
    # A plain SIGTERM would leave what was started behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    failed: list[str] = []
    with grounds.prepared(rows, rounds, fresh=fresh, stays_up=kept) as ground:
        if kept or drop:
            _keep_or_drop(ground, drop=drop)
            return
        about = machine(ground)
        figures = list(
            _measured(ground, names or [n for n in BENCHES if n not in BY_NAME], failed, as_json=as_json)
        )
    if as_json:
        click.echo(orjson.dumps({"machine": about, "failed": failed}).decode())
    else:
        _tell(figures, about, as_markdown=as_markdown)
    for why in failed:
        click.echo(f"✗ not measured: {why}")
    sys.exit(bool(failed))


def _tell(figures: Sequence[Figure], about: dict[str, str], *, as_markdown: bool) -> None:
    click.echo("  ".join(f"{key} {value}" for key, value in about.items()))
    click.echo((markdown if as_markdown else table)(figures))
    met = {b.name for figure in figures for b in figure.beside}
    for name in [n for n in rivalry.ADVANTAGES if n in met]:
        click.echo(f"{name}: {rivalry.ADVANTAGES[name]}.")


def _measured(
    ground: grounds.Ground, names: Sequence[str], failed: list[str], *, as_json: bool
) -> Iterator[Figure]:
    """Figures as they come, each told at once; what cannot be measured is told too, and the others go on."""
    for name in names:
        began = time.monotonic()
        try:
            for figure in BENCHES[name](ground):
                if as_json:
                    click.echo(figure.as_json())
                click.echo(f"· {time.monotonic() - began:4.0f} s  {line(figure)}", err=True)
                yield figure
        except (Exception, SystemExit) as error:
            if isinstance(error, SystemExit) and error.code == TERMINATED:
                raise
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"failed-{name}.log").write_text(traceback.format_exc())
            failed.append(f"{name}: {type(error).__name__}: {error}"[:300])
            click.echo(f"✗ {failed[-1]}", err=True)


def _keep_or_drop(ground: grounds.Ground, *, drop: bool) -> None:
    from tests.bench.filling import filled

    if drop:
        ground.drop_kept(ground.rows)
        return
    with filled(ground) as database:
        click.echo(database.url)


if __name__ == "__main__":
    sys.exit(main())
