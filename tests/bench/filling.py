"""Many synthetic cases, put straight into the table: points inside their grids, spread over a year and the catalogue.

Made by SQL in a database of their own that is kept for the next run; never through the service.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from gridops.cli.cluster.scratch import create_database, database_url
from gridops.db import migrate
from gridops.db.session import Database
from tests.bench.ground import TEMPLATE, Ground, opened

#: The last day of the spread; the benchmark asks about days before it, whatever the day is today.
LAST_DAY = "2026-11-22"
DAYS = 360
#: A district closes nearly all it gets: one case in fifty is still open.
OPEN_ONE_IN = 50

_INDEXES = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'gridops' AND tablename = 'incident'"
    " AND indexname LIKE 'ix_%'"
)

_FILL = """
INSERT INTO gridops.incident (
    id, case_number, content_hash, version, state, level, is_open, origin, urgency, service_code, service_name,
    service_group, label_family, standard_id, is_restricted, description, lon, lat, geom, accuracy_m,
    location_source, reported_location, grid_version_id, grid_code, grid_name, grid_method, grid_probability,
    scope_code, reporter_id, reporter_name, person_ids, reported_at, occurred_at, filed_at, due_at, closed_at,
    due_state)
SELECT gen_random_uuid(), 'S' || row_number() OVER (), '\\x00', 3,
       CASE WHEN is_open THEN (ARRAY['reported', 'filed', 'dispatched', 'handling'])[1 + n % 4] ELSE 'closed' END,
       m.default_level, is_open, 'patrol', 'normal', m.service_code, m.service_name, m.service_group,
       m.label_family, m.standard_id, m.is_restricted, NULL, ST_X(p), ST_Y(p), p, 8, 'gps', '{}', g.id, g.code,
       g.name, 'inside', 1, g.code, a.id, a.display_name, ARRAY[a.id], at, at, at, at + interval '2 days',
       CASE WHEN NOT is_open THEN at + interval '1 day' END,
       CASE WHEN NOT is_open THEN 'done' ELSE (ARRAY['normal', 'soon', 'overdue'])[1 + n % 3] END
FROM (
    SELECT v.*, greatest(1, round(:rows * people / sum(people) OVER ()))::int AS share
    FROM gridops.area_version v WHERE kind = 'base'
) g
CROSS JOIN LATERAL (
    SELECT d.geom AS p, (random() * 1e6)::int AS n, random() < 1.0 / :open_one_in AS is_open,
           CAST(:last_day AS timestamptz) - random() * make_interval(days => :days) AS at
    FROM ST_Dump(ST_GeneratePoints(g.geom, g.share, 1 + abs(hashtext(g.code)) % 1000000)) d
) c
JOIN (
    SELECT m.service_code, s.*, s.id AS standard_id, count(*) OVER () AS of,
           row_number() OVER (ORDER BY m.service_code, s.valid_from) AS k
    FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id
) m ON m.k = 1 + c.n % m.of
CROSS JOIN (SELECT id, display_name FROM gridops.account WHERE username = 'worker.qingyang') a
"""


@contextmanager
def filled(ground: Ground) -> Iterator[Database]:
    """A database with about `ground.rows` cases; made where there is none of this size and schema."""
    name = f"bench_rows_{ground.rows}_{migrate.head()}"
    if not ground.exists(name):
        # Named only once it is whole, so that a run cut short leaves nothing half-filled behind.
        url = create_database(ground.info, f"{name}_raw", template=TEMPLATE)
        with opened(url, pool_size=1) as database:
            _fill(database, ground.rows)
        ground.execute(f'ALTER DATABASE "{name}_raw" RENAME TO "{name}"')
    with opened(database_url(ground.info, name)) as database:
        yield database


def _fill(database: Database, rows: int) -> None:
    with database.transaction() as session:
        # One build at the end is many times faster than a million entries into each.
        indexes = session.execute(_INDEXES).all()
        for index in indexes:
            session.execute(text(f"DROP INDEX gridops.{index.indexname}"))
        session.execute(
            text(_FILL),
            {"rows": rows, "open_one_in": OPEN_ONE_IN, "last_day": LAST_DAY, "days": DAYS},
        )
        for index in indexes:
            session.connection().exec_driver_sql(index.indexdef)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE gridops.incident")
