"""What is asked before every report is planned once for a connection, not for each call.

Revision: 20261126_0032; after: 20261126_0031

A function in SQL that runs as its definer is never made part of the statement that calls it, and is planned anew at each
call: more than half of what these two cost.
"""

from alembic import op

revision = "20261126_0032"
down_revision = "20261126_0031"
branch_labels = None
depends_on = None

FACTS = "SELECT i.id, i.reporter_id, i.content_hash FROM gridops.incident i WHERE i.id = ANY(ids)"
SEEN = """SELECT t.n, (
       SELECT count(*) FROM (
           SELECT 1 FROM gridops.incident i
           WHERE i.geom && ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490)
             AND i.lon = t.lon AND i.lat = t.lat AND i.location_source <> 'area' AND i.reported_at >= since
           LIMIT 50) c)
   FROM unnest(lons, lats) WITH ORDINALITY AS t(lon, lat, n)"""
#: Head of each function, the schemas that it sees, what it answers.
FUNCTIONS = (
    (
        "report_facts(ids uuid[]) RETURNS TABLE (id uuid, reporter_id uuid, content_hash bytea)",
        "gridops",
        FACTS,
    ),
    (
        "points_seen(lons float8[], lats float8[], since timestamptz) RETURNS TABLE (n bigint, cases bigint)",
        "gridops, public",
        SEEN,
    ),
)


def upgrade() -> None:
    for head, seen, answer in FUNCTIONS:
        # One plan serves any ids and any points: each is looked up by the same index.
        op.execute(
            f"CREATE OR REPLACE FUNCTION gridops.{head} LANGUAGE plpgsql STABLE SECURITY DEFINER"
            f" SET search_path = {seen}, pg_temp SET plan_cache_mode = force_generic_plan"
            f" AS $$ BEGIN RETURN QUERY {answer}; END $$"
        )


def downgrade() -> None:
    for head, seen, answer in FUNCTIONS:
        op.execute(
            f"CREATE OR REPLACE FUNCTION gridops.{head} LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = {seen}, pg_temp AS $$ {answer} $$"
        )
