"""A restricted case stands at its village for all but its chain: columns that a trigger keeps, counts that go by them.

Revision: 20261127_0036; after: 20261127_0037
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

revision = "20261127_0036"
down_revision = "20261127_0037"
branch_labels = None
depends_on = None

CODE = sa.Text(collation="C")
COLUMNS = ("shown_code", "shown_lon", "shown_lat", "shown_geom")

# The smallest area above the grids to which a code belongs, with the point at which the map writes its name. Where a set
# that was in force knows a longer one it is taken, so that a case never leaves its village while it waits to be moved;
# of one code the row of the set in force. `gridops.day` is set by who brings cases under the boundaries of another day.
STANDING = """
CREATE FUNCTION gridops.standing_of(scope_code text, OUT code text, OUT lon float8, OUT lat float8)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = gridops, pg_temp AS $$
    SELECT v.code, v.label_lon, v.label_lat
    FROM area_version v JOIN boundary_set s ON s.id = v.set_id
    CROSS JOIN LATERAL (SELECT v.code = ANY(ARRAY(
        SELECT left(scope_code, k) COLLATE "C" FROM generate_series(1, length(scope_code)) k)) AS is_above) a
    WHERE s.state <> 'draft' AND v.level <> 'grid' AND (a.is_above OR v.level = 'district')
      AND v.code = ANY(ARRAY(SELECT left(scope_code, k) COLLATE "C" FROM generate_series(1, length(scope_code)) k)
          || (SELECT d.district_code FROM deployment d))
    ORDER BY a.is_above DESC, length(v.code) DESC, (s.state = 'in_force' AND daterange(s.valid_from, s.valid_to) @> coalesce(
        CAST(nullif(current_setting('gridops.day', true), '') AS date),
        (now() AT TIME ZONE coalesce((SELECT d.time_zone FROM deployment d), 'UTC'))::date)) DESC, s.valid_from DESC
    LIMIT 1
$$;

CREATE FUNCTION gridops.stand_at_village() RETURNS trigger
LANGUAGE plpgsql SET search_path = gridops, public, pg_temp AS $$
BEGIN
    IF NEW.is_restricted THEN
        SELECT s.code, s.lon, s.lat INTO NEW.shown_code, NEW.shown_lon, NEW.shown_lat
        FROM gridops.standing_of(NEW.scope_code) s;
        NEW.shown_geom := ST_SetSRID(ST_MakePoint(NEW.shown_lon, NEW.shown_lat), 4490);
    ELSE
        NEW.shown_code := NULL; NEW.shown_lon := NULL; NEW.shown_lat := NULL; NEW.shown_geom := NULL;
    END IF;
    RETURN NEW;
END $$;

-- A case that is not restricted is not looked at.
CREATE TRIGGER stand_at_village_insert BEFORE INSERT ON gridops.incident
FOR EACH ROW WHEN (NEW.is_restricted OR NEW.shown_code IS NOT NULL) EXECUTE FUNCTION gridops.stand_at_village();
CREATE TRIGGER stand_at_village_update BEFORE UPDATE ON gridops.incident
FOR EACH ROW WHEN (
    NEW.is_restricted AND (NOT OLD.is_restricted OR NEW.scope_code <> OLD.scope_code OR NEW.shown_code IS NULL)
    OR NOT NEW.is_restricted AND NEW.shown_code IS NOT NULL
) EXECUTE FUNCTION gridops.stand_at_village();
"""

BY_PLACE = ("i.scope_code", "i.lon", "i.lat")
#: Also right for what a case was before it had these columns.
BY_STANDING = tuple(
    f"coalesce(i.{shown}, {plain})" for shown, plain in zip(COLUMNS[:3], BY_PLACE, strict=True)
)
KEY = "i.service_group, i.service_code, i.state, i.level, i.origin, i.unit_id"
ZONE = "coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC')"
MOVED = """
    HAVING sum(i.n) <> 0
        OR min(i.lon) FILTER (WHERE i.n > 0) < min(i.lon) FILTER (WHERE i.n < 0)
        OR min(i.lat) FILTER (WHERE i.n > 0) < min(i.lat) FILTER (WHERE i.n < 0)
        OR max(i.lon) FILTER (WHERE i.n > 0) > max(i.lon) FILTER (WHERE i.n < 0)
        OR max(i.lat) FILTER (WHERE i.n > 0) > max(i.lat) FILTER (WHERE i.n < 0)
"""


def _count_in_rollups(code: str, lon: str, lat: str) -> None:
    """The functions of the triggers on cases that append to the roll-ups, by these columns."""

    def side(table: str, sign: int) -> str:
        return (
            f"SELECT {code} AS scope_code, i.reported_at, {KEY}, {lon} AS lon, {lat} AS lat, {sign} AS n"
            f" FROM {table} i WHERE i.merged_into IS NULL"
        )

    gone, came = side("gone", -1), side("came", 1)
    for name, sides, only in (
        ("insert", came, ""),
        ("update", f"{gone} UNION ALL {came}", MOVED),
        ("delete", gone, ""),
    ):
        op.execute(
            f"CREATE OR REPLACE FUNCTION gridops.rollup_on_{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f""" SET search_path = gridops, pg_temp AS $$ BEGIN
    INSERT INTO gridops.rollup_pending
        (scope_code, day, service_group, service_code, state, level, origin, unit_id, n, west, south, east, north)
    SELECT i.scope_code, (i.reported_at AT TIME ZONE {ZONE})::date, {KEY}, sum(i.n),
           min(i.lon) FILTER (WHERE i.n > 0), min(i.lat) FILTER (WHERE i.n > 0),
           max(i.lon) FILTER (WHERE i.n > 0), max(i.lat) FILTER (WHERE i.n > 0)
    FROM ({sides}) i GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 {only};
    RETURN NULL; END $$"""
        )


CELL_KEY = "x, y, scope_code, special_code, state, due_state, urgency"


def _count_in_cells(code: str, lon: str, lat: str, special: str, counted: str) -> None:
    """The functions that count cases in cells of the map, by these columns, and those that meet a condition."""
    at = f"mercator_x({lon})", f"mercator_y({lat})"
    values = f"{at[0]} >> 8, {at[1]} >> 8, {code}, coalesce({special}, ''), i.state, i.due_state, i.urgency"
    ids = "half_of_id(i.id, 0), half_of_id(i.id, 1)"
    op.execute(
        f"""
CREATE OR REPLACE FUNCTION gridops.count_in_cells() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridops, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO incident_cell_change ({CELL_KEY}, n, sum_x, sum_y, id_a, id_b)
        SELECT {values}, -1, -{at[0]}, -{at[1]}, {ids} FROM before i WHERE {counted};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO incident_cell_change ({CELL_KEY}, n, sum_x, sum_y, id_a, id_b)
        SELECT {values}, 1, {at[0]}, {at[1]}, {ids} FROM after i WHERE {counted};
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION gridops.recount_cells() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridops, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('gridops.incident_cell', 0));
    LOCK TABLE incident IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM incident_cell_change;
    DELETE FROM incident_cell;
    INSERT INTO incident_cell ({CELL_KEY}, n, sum_x, sum_y, id_a, id_b)
    SELECT {values}, count(*), sum({at[0]}), sum({at[1]}),
           bit_xor(half_of_id(i.id, 0)), bit_xor(half_of_id(i.id, 1))
    FROM incident i WHERE {counted} GROUP BY 1, 2, 3, 4, 5, 6, 7;
    INSERT INTO incident_cell_mark (x, y, version)
    SELECT x, y, (SELECT nextval('incident_cell_version')) FROM incident_cell GROUP BY x, y
    ON CONFLICT (x, y) DO UPDATE SET version = excluded.version;
END $$;
"""
    )


def upgrade() -> None:
    for name, kind in (("shown_code", CODE), ("shown_lon", sa.Float()), ("shown_lat", sa.Float())):
        op.add_column("incident", sa.Column(name, kind, nullable=True), schema="gridops")
    geom = sa.Column("shown_geom", Geometry("POINT", srid=4490, spatial_index=False), nullable=True)
    op.add_column("incident", geom, schema="gridops")
    op.execute(f"GRANT SELECT ({', '.join(COLUMNS)}) ON gridops.incident TO gridops_map")
    op.execute(STANDING)
    _count_in_rollups(*BY_STANDING)
    # Each takes what it was from the roll-ups and adds what it is; cells did not count them so far.
    op.execute("UPDATE gridops.incident SET shown_code = NULL WHERE is_restricted")
    special = "CASE WHEN NOT i.is_restricted THEN i.special_grid_code END"
    _count_in_cells(*BY_STANDING, special, "i.merged_into IS NULL")
    for name, using in (
        ("shown_code", "(shown_code, reported_at)"),
        ("shown_geom", "USING gist (shown_geom)"),
        ("restricted_special", "(special_grid_code)"),
    ):
        op.execute(f"CREATE INDEX ix_incident_{name} ON gridops.incident {using} WHERE is_restricted")
    op.execute("SELECT gridops.recount_cells()")


def downgrade() -> None:
    op.execute("DROP TRIGGER stand_at_village_insert ON gridops.incident")
    op.execute("DROP TRIGGER stand_at_village_update ON gridops.incident")
    op.execute("DROP FUNCTION gridops.stand_at_village()")
    op.execute("DROP FUNCTION gridops.standing_of(text)")
    # The roll-ups take these cases back to where they are.
    op.execute(
        "UPDATE gridops.incident SET shown_code = NULL, shown_lon = NULL, shown_lat = NULL WHERE is_restricted"
    )
    _count_in_rollups(*BY_PLACE)
    _count_in_cells(*BY_PLACE, "i.special_grid_code", "i.merged_into IS NULL AND NOT i.is_restricted")
    op.execute("DROP INDEX gridops.ix_incident_restricted_special")
    for name in COLUMNS:
        op.drop_column("incident", name, schema="gridops")
    op.execute("SELECT gridops.recount_cells()")
