"""Keys, indexes and references of the large tables: taken off before the load, put back side by side after it.

What is put back is read from the catalogue, so that whatever a migration adds comes back too.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Engine, text

from tests.bench.limit import cores

MEMORY = (
    "SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off;"
    " SET LOCAL synchronous_commit = off"
)
#: What is made from the plan takes its order over: scans begin at the beginning, and the plan drives every join.
IN_ORDER = (
    "SET LOCAL synchronize_seqscans = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
)

_CONSTRAINTS = text(
    "SELECT conrelid::regclass::text AS of_table, conname AS name, contype AS kind, pg_get_constraintdef(oid) AS said"
    " FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND (conrelid = ANY(CAST(:tables AS regclass[]))"
    "   OR contype = 'f' AND confrelid = ANY(CAST(:tables AS regclass[])))"
    # References hang on keys: first off, last on.
    " ORDER BY contype = 'f' DESC"
)
_INDEXES = text(
    "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS said FROM pg_index x"
    " WHERE indrelid = ANY(CAST(:tables AS regclass[]))"
    " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = x.indexrelid)"
)


@dataclass(frozen=True)
class SetAside:
    """What to run to have everything again: keys and indexes, then references and triggers; last what takes longest.

    An index of words is built by one process and nothing that follows the load needs it: it goes beside other work.
    """

    keys: Sequence[str]
    references: Sequence[str]
    words: Sequence[str]


def set_aside(engine: Engine, tables: Sequence[str]) -> SetAside:
    """Drop keys, indexes and references of `tables` (and references to them) and say how to put them back."""
    keys: list[str] = []
    references: list[str] = []
    with engine.begin() as connection:
        given = {"tables": list(tables)}
        indexes = connection.execute(_INDEXES, given).all()
        for c in connection.execute(_CONSTRAINTS, given).all():
            connection.exec_driver_sql(f'ALTER TABLE {c.of_table} DROP CONSTRAINT "{c.name}"')
            back = f'ALTER TABLE {c.of_table} ADD CONSTRAINT "{c.name}" {c.said}'
            (references if c.kind == "f" else keys).append(back)
        for i in indexes:
            connection.exec_driver_sql(f"DROP INDEX {i.name}")
            keys.append(i.said)
        for table in tables:
            # What triggers keep is counted from all rows at the end.
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            # Or it reads in the middle of the load what is read again at the end.
            connection.exec_driver_sql(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
            references.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    # Keys want the table for themselves, so they come before all that is made beside others; of these what takes
    # longest begins first.
    keys.sort(key=lambda said: (not said.startswith("ALTER"), "USING g" not in said))
    words = [said for said in keys if "USING gin" in said]
    return SetAside([said for said in keys if said not in words], references, words)


def vacuum(engine: Engine, table: str) -> None:
    """Statistics and visibility, as autovacuum would have left them, to which the table is left again."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"VACUUM (ANALYZE) {table}")
        connection.exec_driver_sql(f"ALTER TABLE {table} RESET (autovacuum_enabled)")


def run_side_by_side(
    engine: Engine, statements: Sequence[str], values: dict[str, object], *, settings: str = MEMORY
) -> None:
    """Run statements, a transaction each, as many at a time as there are cores; raises the first error."""

    def run(statement: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(settings)
            connection.execute(text(statement), values)

    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(run, statements))
