"""The load of a kept database, phase by phase, each with the time it took: here statements meet the cluster.

As many processes as there are cores write what others do not wait for; nothing is logged that a crash may undo.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click
from sqlalchemy import Engine

from gridops.db.session import Database
from gridops.insight.rollups.filling import fill as fill_roll_ups
from gridops.insight.rollups.queries.filling import ONE_PICTURE
from gridops.log.sequencing import number_pending
from tests.bench.filling import basis, cases
from tests.bench.filling.keys import IN_ORDER, MEMORY, SetAside, emptied, run, set_aside, side_by_side, vacuum
from tests.bench.ground import Ground
from tests.bench.serving import cpu_seconds_with_ended

#: The last day of the spread; the benchmark asks about days before it, whatever the day is today.
LAST_DAY = "2026-11-22"
DAYS = 400
#: What a district has open at a time, however many it has closed; a tenth of a small database.
OPEN = 20_000
#: Most of what is open is some days old.
OPEN_DAYS = 15.0
#: Entries in the stream's window.
WINDOW = 30_000

INCIDENT, ENTRY, DISPATCH, PRIVATE, MONTH = (
    f"gridops.{name}" for name in ("incident", "log_entry", "dispatch", "incident_private", "rollup_month")
)
_BESIDE = ("gridops.log_sequence", "gridops.log_block", "gridops.rollup_place")
_NUMBERS = "SELECT setval('gridops.case_number_seq', (SELECT max(n) FROM bench.plan))"


def load(ground: Ground, database: Database) -> None:
    """Fill a copy of the demonstration with about `ground.rows` cases and all that stands beside them."""
    engine, values = database.engine, _values(ground.rows)
    with _told(ground, "decided"):
        for statement in basis.STATEMENTS:
            run(engine, statement, values=values)
        side_by_side([partial(run, engine, points, values=values) for points in cases.POINTS])
        run(engine, *cases.PLAN, values=values)
    taken = {table: set_aside(engine, table) for table in (INCIDENT, ENTRY, DISPATCH, PRIVATE, MONTH)}
    with _told(ground, "written"):
        side_by_side([partial(_write, engine, taken[table], values) for table in _WRITTEN])
    with _told(ground, "indexed and rolled up"):
        # The cases are only read here; what takes longest comes first.
        index = [partial(run, engine, said) for said in taken[INCIDENT].indexes]
        side_by_side([partial(_roll_up, database, taken[MONTH]), *index])
    with _told(ground, "bound together"):
        for aside in taken.values():
            run(engine, *aside.keys)
        run(engine, cases.WINDOW, "DROP SCHEMA bench CASCADE", values={"window": WINDOW})
        references = [said for aside in taken.values() for said in aside.references]
        # The sequencer's statements are planned by what is known of these tables.
        small = partial(vacuum, engine, ENTRY, "gridops.log_pending", MONTH, DISPATCH, PRIVATE)
        # Each of these wants the cases for itself.
        side_by_side([partial(run, engine, *cases.RECOUNTS, *references), small])
    with _told(ground, "vacuumed and numbered"):
        side_by_side([partial(vacuum, engine, INCIDENT), partial(_number, database)])
        vacuum(engine, *_BESIDE)


#: Into which tables the plan is written, what takes longest first.
_WRITTEN = {
    INCIDENT: (cases.INCIDENTS,),
    ENTRY: cases.ENTRIES,
    DISPATCH: (cases.DISPATCHES,),
    PRIVATE: (cases.PRIVATE, _NUMBERS),
}


def _write(engine: Engine, taken: SetAside, values: dict[str, object]) -> None:
    run(engine, *_WRITTEN[taken.table], into=taken.table, settings=f"{MEMORY}; {IN_ORDER}", values=values)
    if taken.table != INCIDENT:
        for said in taken.indexes:
            run(engine, said)


def _roll_up(database: Database, taken: SetAside) -> None:
    """Count everything as the triggers and the worker would have, had the cases come one by one."""
    with database.transaction() as session:
        # Said before the first statement; the filling says it again, which changes nothing.
        session.execute(ONE_PICTURE)
        emptied(session.connection(), taken.table)
        fill_roll_ups(session)
    for said in taken.indexes:
        run(database.engine, said)


def _number(database: Database) -> None:
    while True:
        with database.transaction("gridops_system") as session:
            if number_pending(session, limit=5000) == 0:
                return


def _values(rows: int) -> dict[str, object]:
    return {"last_day": f"{LAST_DAY}T00:00:00+08:00", "days": DAYS, "rows": rows, **_openness(rows)}


def _openness(rows: int) -> dict[str, float]:
    """How likely a case of a given age is open, so that about as many are open as a district has."""
    share = min(OPEN, rows // 10) / rows
    days = max(OPEN_DAYS, 1.5 * DAYS * share)
    return {"open_days": days, "open_factor": share * DAYS / days / (1 - math.exp(-DAYS / days))}


@contextmanager
def _told(ground: Ground, phase: str) -> Iterator[None]:
    """A phase of the load, with its time and the server's share of the processor: that says more where others work."""
    server = int((ground.info.data_dir / "postmaster.pid").read_text().splitlines()[0])
    began, spent = time.monotonic(), cpu_seconds_with_ended(server)
    yield
    took, spent = time.monotonic() - began, cpu_seconds_with_ended(server) - spent
    click.echo(f"·   {phase} in {took:.1f} s, {spent:.1f} s of the processor", err=True)
