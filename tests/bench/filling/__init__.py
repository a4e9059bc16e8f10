"""Many synthetic cases for the benchmark, made by SQL in a database of their own that is kept for the next run.

They never pass through the service. What stands in them and what does not: docs/performance.md.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine, text

from gridops.cli.cluster.scratch import create_database, database_url
from gridops.db.session import Database
from gridops.insight.rollups.filling import fill as fill_roll_ups
from gridops.log.sequencing import number_pending
from tests.bench.filling import basis, cases
from tests.bench.filling.keys import IN_ORDER, MEMORY, run_side_by_side, set_aside, vacuum
from tests.bench.ground import TEMPLATE, WRITTEN, Ground, opened, schema_mark
from tests.bench.serving import cpu_seconds

#: The last day of the spread; the benchmark asks about days before it, whatever the day is today.
LAST_DAY = "2026-11-22"
DAYS = 400
#: What a district has open at a time, however many it has closed; a tenth of a small database.
OPEN = 20_000
#: Most of what is open is some days old.
OPEN_DAYS = 15.0
#: Entries in the stream's window.
WINDOW = 30_000
#: A copy of a larger one would need as much of the disk again.
LARGEST_COPY = 2_000_000

_TABLES = (
    "gridops.incident",
    "gridops.log_entry",
    "gridops.dispatch",
    "gridops.incident_private",
)
_BESIDE = ("gridops.log_sequence", "gridops.log_block", "gridops.rollup_month", "gridops.rollup_place")
_NUMBERS = "SELECT setval('gridops.case_number_seq', (SELECT max(n) FROM bench.plan))"


def kept_name(rows: int) -> str:
    """The name of the kept database of a size: it changes with the schema and with this filler."""
    own = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        own.update(file.read_bytes())
    return f"bench_rows_{rows}_{schema_mark()}_{own.hexdigest()[:6]}"


@contextmanager
def filled(ground: Ground) -> Iterator[Database]:
    """A database with about `ground.rows` cases; made where there is none of this size and schema."""
    name = kept_name(ground.rows)
    if not ground.exists(name):
        ground.drop_kept(ground.rows)
        # Named only once it is whole, so that a run cut short leaves nothing half-filled behind; a vacuum of the
        # server's own may still be at work on what it left.
        ground.let_go(f"{name}_raw")
        url = create_database(ground.info, f"{name}_raw", template=TEMPLATE)
        began = time.monotonic()
        with opened(url, pool_size=4) as database:
            _fill(database, ground.rows)
            spent = _processor_seconds(database.engine)
        ground.execute(f'ALTER DATABASE "{name}_raw" RENAME TO "{name}"')
        took = f"{time.monotonic() - began:.0f} s, {spent:.0f} s of the processor"
        click.echo(f"· {ground.rows:,} cases were loaded in {took}", err=True)
    with opened(database_url(ground.info, name)) as database:
        yield database


@contextmanager
def written(ground: Ground) -> Iterator[str]:
    """The address of a filled database that may be written to: a copy, shared by all that a run writes.

    A database too large to be copied is written to itself, and is then no longer what it was.
    """
    with filled(ground):
        pass
    name = kept_name(ground.rows)
    if ground.rows > LARGEST_COPY:
        click.echo(f"· {name} is too large to be copied: it is written to itself.", err=True)
        yield database_url(ground.info, name)
    else:
        if not ground.exists(WRITTEN):
            ground.copy(WRITTEN, name)
        yield database_url(ground.info, WRITTEN)


def _fill(database: Database, rows: int) -> None:
    engine = database.engine
    values: dict[str, object] = {
        "last_day": f"{LAST_DAY}T00:00:00+08:00",
        "days": DAYS,
        "rows": rows,
        **_openness(rows),
    }
    for statement in (*basis.STATEMENTS, *cases.PLAN):
        with engine.begin() as connection:
            connection.exec_driver_sql(MEMORY)
            connection.execute(text(statement), values)
    taken = set_aside(engine, _TABLES)
    wide = (cases.INCIDENTS, *cases.ENTRIES, cases.DISPATCHES, cases.PRIVATE, _NUMBERS)
    run_side_by_side(engine, wide, values, settings=f"{MEMORY}; {IN_ORDER}")
    run_side_by_side(engine, taken.keys, {})
    run_side_by_side(engine, taken.references, {})
    last = (cases.WINDOW, "DROP SCHEMA bench CASCADE")

    def finish() -> None:
        """All that takes the cases as they are, while they are counted."""
        for statement in (*taken.words, *cases.RECOUNTS, *last):
            run_side_by_side(engine, (statement,), {"window": WINDOW})
        # The sequencer's statements are planned by what is known of these.
        for table in (*_TABLES, "gridops.log_pending"):
            vacuum(engine, table)
        _number(database)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda do: do(), (lambda: _roll_up(database), finish)))
    for table in _BESIDE:
        vacuum(engine, table)


def _processor_seconds(engine: Engine) -> float:
    """What the load took of the processor: on a shared machine that says more than the clock does."""
    with engine.connect() as connection:
        found = text(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type LIKE 'cl%'"
        )
        return cpu_seconds(connection.scalars(found))


def _openness(rows: int) -> dict[str, float]:
    """How likely a case of a given age is open, so that about as many are open as a district has."""
    share = min(OPEN, rows // 10) / rows
    days = max(OPEN_DAYS, 1.5 * DAYS * share)
    return {"open_days": days, "open_factor": share * DAYS / days / (1 - math.exp(-DAYS / days))}


def _number(database: Database) -> None:
    while True:
        with database.transaction("gridops_system") as session:
            if number_pending(session, limit=5000) == 0:
                return


def _roll_up(database: Database) -> None:
    """Count everything as the triggers and the worker would have, had the cases come one by one."""
    with database.transaction() as session:
        fill_roll_ups(session)
