"""Count cases in cells of the map, in the transaction that changes them: what a tile from afar shows.

Revision: 20261126_0015; after: 20261126_0014

A cell is a tile of zoom 16, a sixteenth of a z12 tile's side. Whatever path a case is written by, a trigger appends
−1 for what it was and +1 for what it is (`incident_cell_change`); the worker folds these into `incident_cell`.
Restricted and merged cases stand in no tile, so they are counted in no cell.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0015"
down_revision = "20261126_0014"
branch_labels = None
depends_on = None

CODE = sa.Text(collation="C")
KEY = ("x", "y", "scope_code", "special_code", "state", "due_state", "urgency")

# Sums of places are of whole units, 2^24 to the world, as a z12 tile has 4096 of them. The ids of a cell's cases
# are kept exclusive-or'ed: taking one away is the same as adding it, and of a single case its own id is left.
FUNCTIONS = """
CREATE FUNCTION gridops.mercator_x(lon double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CAST(least(greatest(floor((lon + 180) / 360 * 16777216), 0), 16777215) AS integer)
$$;

CREATE FUNCTION gridops.mercator_y(lat double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CAST(least(greatest(floor(
        (1 - asinh(tan(radians(least(greatest(lat, -85.06), 85.06)))) / pi()) / 2 * 16777216), 0), 16777215) AS integer)
$$;

CREATE FUNCTION gridops.half_of_id(id uuid, half integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CAST(CAST('x' || substr(replace(CAST(id AS text), '-', ''), 1 + 16 * half, 16) AS bit(64)) AS bigint)
$$;

CREATE FUNCTION gridops.count_in_cells() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridops, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO incident_cell_change ({columns}, n, sum_x, sum_y, id_a, id_b)
        SELECT {values}, -1, -mercator_x(i.lon), -mercator_y(i.lat), half_of_id(i.id, 0), half_of_id(i.id, 1)
        FROM before i WHERE i.merged_into IS NULL AND NOT i.is_restricted;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO incident_cell_change ({columns}, n, sum_x, sum_y, id_a, id_b)
        SELECT {values}, 1, mercator_x(i.lon), mercator_y(i.lat), half_of_id(i.id, 0), half_of_id(i.id, 1)
        FROM after i WHERE i.merged_into IS NULL AND NOT i.is_restricted;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION gridops.recount_cells() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridops, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('gridops.incident_cell', 0));
    LOCK TABLE incident IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM incident_cell_change;
    DELETE FROM incident_cell;
    INSERT INTO incident_cell ({columns}, n, sum_x, sum_y, id_a, id_b)
    SELECT {values}, count(*), sum(mercator_x(i.lon)), sum(mercator_y(i.lat)),
           bit_xor(half_of_id(i.id, 0)), bit_xor(half_of_id(i.id, 1))
    FROM incident i WHERE i.merged_into IS NULL AND NOT i.is_restricted GROUP BY {numbers};
    INSERT INTO incident_cell_mark (x, y, version)
    SELECT x, y, (SELECT nextval('incident_cell_version')) FROM incident_cell GROUP BY x, y
    ON CONFLICT (x, y) DO UPDATE SET version = excluded.version;
END $$;
REVOKE ALL ON FUNCTION gridops.recount_cells() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gridops.recount_cells() TO gridops_system;
""".format(
    columns=", ".join(KEY),
    values="mercator_x(i.lon) >> 8, mercator_y(i.lat) >> 8, i.scope_code, coalesce(i.special_grid_code, ''),"
    " i.state, i.due_state, i.urgency",
    numbers=", ".join(str(n) for n in range(1, len(KEY) + 1)),
)
#: operation → the transition tables that it has.
TRIGGERS = {
    "INSERT": "NEW TABLE AS after",
    "UPDATE": "OLD TABLE AS before NEW TABLE AS after",
    "DELETE": "OLD TABLE AS before",
}
TABLES = ("incident_cell", "incident_cell_change", "incident_cell_mark")


def _key() -> list[sa.Column[object]]:
    return [
        sa.Column("x", sa.Integer, nullable=False),
        sa.Column("y", sa.Integer, nullable=False),
        sa.Column("scope_code", CODE, nullable=False),
        sa.Column("special_code", CODE, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_state", sa.Text, nullable=False),
        sa.Column("urgency", sa.Text, nullable=False),
    ]


def _sums() -> list[sa.Column[object]]:
    return [
        sa.Column(name, sa.BigInteger, nullable=False) for name in ("n", "sum_x", "sum_y", "id_a", "id_b")
    ]


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("incident_cell_version", schema="gridops")))
    op.create_table(
        "incident_cell",
        *_key(),
        *_sums(),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_incident_cell")),
        schema="gridops",
    )
    op.create_table(
        "incident_cell_change",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        *_key(),
        *_sums(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_cell_change")),
        schema="gridops",
    )
    op.create_table(
        "incident_cell_mark",
        sa.Column("x", sa.Integer, nullable=False),
        sa.Column("y", sa.Integer, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("x", "y", name=op.f("pk_incident_cell_mark")),
        schema="gridops",
    )
    op.execute(FUNCTIONS)
    for command, tables in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER count_in_cells_{command.lower()} AFTER {command} ON gridops.incident"
            f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION gridops.count_in_cells()"
        )
    for table in TABLES:
        op.execute(f"GRANT SELECT ON gridops.{table} TO gridops_map")
        op.execute(f"GRANT ALL ON gridops.{table} TO gridops_system")
        # Written all the time and small: what is dead in them is read by every tile.
        op.execute(
            f"ALTER TABLE gridops.{table} SET"
            " (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000)"
        )
    op.execute("GRANT USAGE ON SEQUENCE gridops.incident_cell_version TO gridops_system")
    # What is open is looked for among all that ever was in a place.
    op.execute("CREATE INDEX ix_incident_open_geom ON gridops.incident USING gist (geom) WHERE is_open")
    op.execute("SELECT gridops.recount_cells()")


def downgrade() -> None:
    op.execute("DROP INDEX gridops.ix_incident_open_geom")
    for command in TRIGGERS:
        op.execute(f"DROP TRIGGER count_in_cells_{command.lower()} ON gridops.incident")
    op.execute("DROP FUNCTION gridops.recount_cells()")
    op.execute("DROP FUNCTION gridops.count_in_cells()")
    op.execute("DROP FUNCTION gridops.half_of_id(uuid, integer)")
    op.execute("DROP FUNCTION gridops.mercator_y(double precision)")
    op.execute("DROP FUNCTION gridops.mercator_x(double precision)")
    for table in TABLES:
        op.drop_table(table, schema="gridops")
    op.execute("DROP SEQUENCE gridops.incident_cell_version")
