"""Keys, indexes and references of a large table: taken off before the load, put back after it.

What is put back is read from the catalogue, so that whatever a migration adds comes back too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, text

from tests.bench.limit import cores

MEMORY = (
    "SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off;"
    # As many statements run as there are cores.
    " SET LOCAL max_parallel_maintenance_workers = 0; SET LOCAL max_parallel_workers_per_gather = 0;"
    " SET LOCAL synchronous_commit = off"
)
#: What is made from the plan takes its order over: scans begin at the beginning, and the plan drives every join.
IN_ORDER = (
    "SET LOCAL synchronize_seqscans = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
)

_CONSTRAINTS = text(
    "SELECT conrelid::regclass::text AS of_table, conname AS name, contype AS kind, pg_get_constraintdef(oid) AS said"
    " FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND (conrelid = CAST(:table AS regclass)"
    "   OR contype = 'f' AND confrelid = CAST(:table AS regclass))"
    # References hang on keys: first off.
    " ORDER BY contype = 'f' DESC"
)
_INDEXES = text(
    "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS said,"
    " EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid AND c.contype IN ('p', 'u')) AS is_key"
    " FROM pg_index x WHERE indrelid = CAST(:table AS regclass)"
)


@dataclass(frozen=True)
class SetAside:
    """What to run to have a table whole again: indexes in any order, then its keys from them, then references."""

    table: str
    indexes: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


def set_aside(engine: Engine, table: str) -> SetAside:
    """Drop keys, indexes and references of `table` (and references to it) and say how to put them back."""
    found = SetAside(table)
    with engine.begin() as connection:
        indexes = connection.execute(_INDEXES, {"table": table}).all()
        for c in connection.execute(_CONSTRAINTS, {"table": table}).all():
            connection.exec_driver_sql(f'ALTER TABLE {c.of_table} DROP CONSTRAINT "{c.name}"')
            back = f'ALTER TABLE {c.of_table} ADD CONSTRAINT "{c.name}" '
            if c.kind == "f":
                found.references.append(back + c.said)
            else:
                # An index is made beside others; to make a key of it at once would want the table for itself.
                kind, may_wait = (
                    "PRIMARY KEY" if c.kind == "p" else "UNIQUE",
                    c.said[c.said.rindex(")") + 1 :],
                )
                found.keys.append(f'{back}{kind} USING INDEX "{c.name}"{may_wait}')
        for i in indexes:
            if not i.is_key:
                connection.exec_driver_sql(f"DROP INDEX {i.name}")
            found.indexes.append(i.said)
        # What triggers keep is counted from all rows at the end.
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        # Or it reads in the middle of the load what is read again at the end.
        connection.exec_driver_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
    found.keys.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    # What takes longest begins first.
    found.indexes.sort(key=lambda said: ("search" not in said, "USING g" not in said))
    return found


def emptied(connection: Connection, table: str) -> None:
    """Write the few rows of `table` anew: what this transaction adds to it then needs no log of its own."""
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE few ON COMMIT DROP AS SELECT * FROM {table}")
    connection.exec_driver_sql(f"TRUNCATE {table}")
    connection.exec_driver_sql(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM few")


def vacuum(engine: Engine, *tables: str) -> None:
    """Statistics and visibility, as autovacuum would have left them, to which the tables are left again."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.exec_driver_sql(f"VACUUM (ANALYZE) {table}")
            connection.exec_driver_sql(f"ALTER TABLE {table} RESET (autovacuum_enabled)")


def run(
    engine: Engine,
    *statements: str,
    into: str | None = None,
    settings: str = MEMORY,
    values: dict[str, object] | None = None,
) -> None:
    """Run statements in one transaction; without a log of its own where all they write to is the table `into`."""
    with engine.begin() as connection:
        connection.exec_driver_sql(settings)
        if into is not None:
            emptied(connection, into)
        for statement in statements:
            connection.execute(text(statement), values or {})


def side_by_side(work: Sequence[Callable[[], None]]) -> None:
    """Do all of it in this order, as much at a time as there are cores; raises the first error."""
    with ThreadPoolExecutor(cores()) as pool:
        for done in [pool.submit(each) for each in work]:
            done.result()
