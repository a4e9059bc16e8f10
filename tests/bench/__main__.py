"""`python -m tests.bench [NAME …]`: measure, print a table, and with --json one line of JSON for each figure."""

from __future__ import annotations

import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version

import click
import orjson
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.bench import areas, coverage, live, locating, lookup, numbering, reports, tiles
from tests.bench import ground as grounds
from tests.bench.figures import Figure, line, table
from tests.bench.limit import cores

Bench = Callable[[grounds.Ground], Iterator[Figure]]

BENCHES: dict[str, Bench] = {
    "statements": reports.measure_statements,
    "one": reports.measure_one,
    "batch": reports.measure_batch,
    "locate": locating.measure,
    "lookup": lookup.measure,
    "coverage": coverage.measure,
    "counts": areas.measure,
    "tiles": tiles.measure,
    "deliveries": live.measure_deliveries,
    "latency": live.measure_latency,
    "numbering": numbering.measure,
}
PARTS = ("sqlalchemy", "psycopg2-binary", "flask", "gunicorn", "python-socketio", "pydantic", "shapely")


def machine(ground: grounds.Ground) -> dict[str, str]:
    """What the figures were measured on."""
    engine = create_engine(ground.info.url, poolclass=NullPool)
    with engine.connect() as connection:
        server = str(connection.scalar(text("SHOW server_version")))
        postgis = str(connection.scalar(text("SELECT postgis_lib_version()")))
    return {
        "cores": str(cores()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "postgresql": server.split(maxsplit=1)[0],
        "postgis": postgis,
        **{name: version(name) for name in PARTS},
        "rows": f"{ground.rows:,}",
    }


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each figure.")
@click.option("--rounds", type=click.IntRange(3, 50), default=3, show_default=True)
@click.option("--fresh", is_flag=True, help="Delete the benchmark's cluster first.")
def main(names: Sequence[str], *, as_json: bool, rounds: int, fresh: bool) -> None:
    """Measure everything, or the NAMEs; BENCH_ROWS is the size of the large tables (1,000,000)."""
    rows = int(os.environ.get("BENCH_ROWS", "1000000"))
    figures: list[Figure] = []
    # A plain SIGTERM would leave what was started behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with grounds.prepared(rows, rounds, fresh=fresh) as ground:
        about = machine(ground)
        for name in names or BENCHES:
            began = time.monotonic()
            for figure in BENCHES[name](ground):
                figures.append(figure)
                if as_json:
                    click.echo(figure.as_json())
                click.echo(f"· {time.monotonic() - began:4.0f} s  {line(figure)}", err=True)
    if as_json:
        click.echo(orjson.dumps({"machine": about}).decode())
    else:
        click.echo("  ".join(f"{key} {value}" for key, value in about.items()))
        click.echo(table(figures))


if __name__ == "__main__":
    sys.exit(main())
