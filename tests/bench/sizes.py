"""What a case costs on the disk: bytes of a row with its share of the indexes, table by table and index by index.

A case that the service has written has nine entries in the log; the filler writes two for old ones (see filling).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from tests.bench.figures import Figure, single
from tests.bench.filling import filled
from tests.bench.ground import Ground

_TABLES = text(
    "SELECT c.relname AS name, c.reltuples::bigint AS rows, pg_table_size(c.oid) AS heap,"
    " pg_indexes_size(c.oid) AS keys"
    " FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'gridops'::regnamespace"
    " AND c.reltuples >= :least ORDER BY pg_total_relation_size(c.oid) DESC"
)
_INDEXES = text(
    "SELECT indexrelname AS name, pg_relation_size(indexrelid) AS bytes FROM pg_stat_user_indexes"
    " WHERE relname = :table ORDER BY 2 DESC"
)


def measure(ground: Ground) -> Iterator[Figure]:
    """Bytes of a row of every large table, and of the database for each case."""
    with filled(ground) as database, database.transaction() as session:
        whole = session.scalar(text("SELECT pg_database_size(current_database())"))
        cases = session.scalar(text("SELECT count(*) FROM gridops.incident"))
        yield single("sizes.case", "the whole database, for each case", "bytes", float(whole) / cases)
        for table in session.execute(_TABLES, {"least": ground.rows // 100}).all():
            indexes = session.execute(_INDEXES, {"table": table.name}).all()
            yield single(
                f"sizes.{table.name}",
                f"a row of {table.name} with its indexes ({table.rows:,} rows)",
                "bytes",
                (table.heap + table.keys) / table.rows,
                more={
                    "heap": table.heap / table.rows,
                    "indexes": {i.name: round(i.bytes / table.rows, 1) for i in indexes},
                },
            )
