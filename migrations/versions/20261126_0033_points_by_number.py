"""Cases at the very same point are found by its two numbers: an equality needs no tree of boxes.

Revision: 20261126_0033; after: 20261127_0036

The count before every report asked the tree of shapes, which every case of a crowded spot makes longer to search, and
compared the numbers after it.
"""

from alembic import op

revision = "20261126_0033"
down_revision = "20261127_0036"
branch_labels = None
depends_on = None

_HEAD = (
    "CREATE OR REPLACE FUNCTION gridops.points_seen(lons float8[], lats float8[], since timestamptz)"
    " RETURNS TABLE (n bigint, cases bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER"
    " SET search_path = gridops, public, pg_temp SET plan_cache_mode = force_generic_plan"
)
_IN_BOX = "i.geom && ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490) AND "


def _seen(box: str) -> str:
    return f"""{_HEAD} AS $$ BEGIN RETURN QUERY SELECT t.n, (
       SELECT count(*) FROM (
           SELECT 1 FROM gridops.incident i
           WHERE {box}i.lon = t.lon AND i.lat = t.lat AND i.location_source <> 'area' AND i.reported_at >= since
           LIMIT 50) c)
   FROM unnest(lons, lats) WITH ORDINALITY AS t(lon, lat, n); END $$"""


def upgrade() -> None:
    op.create_index("ix_incident_point", "incident", ["lon", "lat"], schema="gridops")
    op.execute(_seen(""))


def downgrade() -> None:
    op.execute(_seen(_IN_BOX))
    op.drop_index("ix_incident_point", "incident", schema="gridops")
