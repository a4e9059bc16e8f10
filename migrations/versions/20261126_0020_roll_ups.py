"""Keep counts beside the cases: rows of ±1 by triggers, folded by the worker; fill them for the cases there are.

Revision: 20261126_0020; after: 20261126_0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

revision = "20261126_0020"
down_revision = "20261126_0015"
branch_labels = None
depends_on = None

CODE = sa.Text(collation="C")
LEVELS = "'district', 'township', 'village', 'grid'"
CUTS = "'state', 'group', 'standing', 'class'"
TABLES = ("rollup_pending", "rollup_place", "rollup_month", "rollup_state")

KEY = "i.service_group, i.service_code, i.state, i.level, i.origin, i.unit_id"
#: What a statement takes from the counts and what it adds. Merged cases are left out of every count.
SIDE = f"""
    SELECT i.scope_code, i.reported_at, {KEY}, i.lon, i.lat, {{sign}} AS n
    FROM {{table}} i WHERE i.merged_into IS NULL
"""
ZONE = "coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC')"
PENDING = f"""
    INSERT INTO gridops.rollup_pending
        (scope_code, day, service_group, service_code, state, level, origin, unit_id, n, west, south, east, north)
    SELECT i.scope_code, (i.reported_at AT TIME ZONE {ZONE})::date, {KEY}, sum(i.n),
           min(i.lon) FILTER (WHERE i.n > 0), min(i.lat) FILTER (WHERE i.n > 0),
           max(i.lon) FILTER (WHERE i.n > 0), max(i.lat) FILTER (WHERE i.n > 0)
    FROM ({{sides}}) i GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
#: A case whose point moved within its code changes no count, but how far the points of that code reach.
MOVED = """
    HAVING sum(i.n) <> 0
        OR min(i.lon) FILTER (WHERE i.n > 0) < min(i.lon) FILTER (WHERE i.n < 0)
        OR min(i.lat) FILTER (WHERE i.n > 0) < min(i.lat) FILTER (WHERE i.n < 0)
        OR max(i.lon) FILTER (WHERE i.n > 0) > max(i.lon) FILTER (WHERE i.n < 0)
        OR max(i.lat) FILTER (WHERE i.n > 0) > max(i.lat) FILTER (WHERE i.n < 0)
"""
GONE, CAME = SIDE.format(table="gone", sign=-1), SIDE.format(table="came", sign=1)
#: Trigger: (when, the tables it is given, what it does). One run for each statement, however many cases it writes.
TRIGGERS = {
    "insert": ("INSERT", "NEW TABLE AS came", PENDING.format(sides=CAME)),
    "update": (
        "UPDATE",
        "OLD TABLE AS gone NEW TABLE AS came",
        PENDING.format(sides=f"{GONE} UNION ALL {CAME}") + MOVED,
    ),
    "delete": ("DELETE", "OLD TABLE AS gone", PENDING.format(sides=GONE)),
    "truncate": (
        "TRUNCATE",
        None,
        "TRUNCATE gridops.rollup_pending, gridops.rollup_month, gridops.rollup_place",
    ),
}


def upgrade() -> None:
    _tables()
    for name, (when, given, does) in TRIGGERS.items():
        # Whoever writes a case need not be allowed to write counts.
        op.execute(
            f"CREATE FUNCTION gridops.rollup_on_{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = gridops, pg_temp AS $$ BEGIN {does}; RETURN NULL; END $$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION gridops.rollup_on_{name}() FROM PUBLIC")
        referencing = f"REFERENCING {given}" if given else ""
        op.execute(
            f"CREATE TRIGGER rollup_on_{name} AFTER {when} ON gridops.incident {referencing}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION gridops.rollup_on_{name}()"
        )
    op.execute(
        "GRANT SELECT ON gridops.rollup_pending, gridops.rollup_place, gridops.rollup_month TO gridops_map"
    )
    for table in TABLES:
        op.execute(f"GRANT ALL ON gridops.{table} TO gridops_system")
    # What is there is taken for one statement's work; the worker folds it like any other.
    op.execute(PENDING.format(sides=SIDE.format(table="gridops.incident", sign=1)))


def _tables() -> None:
    op.create_table(
        "rollup_pending",
        sa.Column("scope_code", CODE, nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("service_group", "service_code", "state", "level", "origin")
        ),
        sa.Column("unit_id", PG_UUID(as_uuid=True), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("west", "south", "east", "north")),
        sa.PrimaryKeyConstraint("scope_code", "id", name=op.f("pk_rollup_pending")),
        schema="gridops",
        postgresql_with={"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "2000"},
    )
    op.create_table(
        "rollup_place",
        *(
            sa.Column(name, CODE, nullable=False)
            for name in ("scope_code", "district_code", "township_code", "village_code")
        ),
        *(sa.Column(name, sa.Float(), nullable=False) for name in ("west", "south", "east", "north")),
        sa.PrimaryKeyConstraint("scope_code", name=op.f("pk_rollup_place")),
        schema="gridops",
    )
    key = ("cut", "area_level", "month", "area_code")
    words = ("service_group", "service_code", "state", "level", "origin", "unit")
    op.create_table(
        "rollup_month",
        sa.Column("cut", sa.Text(), nullable=False),
        sa.Column("area_level", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("days", ARRAY(sa.Integer()), nullable=False),
        sa.CheckConstraint(f"area_level IN ({LEVELS})", name=op.f("ck_rollup_month_area_level")),
        sa.CheckConstraint(f"cut IN ({CUTS})", name=op.f("ck_rollup_month_cut")),
        sa.PrimaryKeyConstraint(*key, *words, name=op.f("pk_rollup_month")),
        schema="gridops",
        postgresql_with={"fillfactor": "80"},
    )
    op.create_table(
        "rollup_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sets_mark", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("differences", sa.Integer(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_rollup_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollup_state")),
        schema="gridops",
    )
    op.execute("INSERT INTO gridops.rollup_state (id, sets_mark) VALUES (1, '')")


def downgrade() -> None:
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER rollup_on_{name} ON gridops.incident")
        op.execute(f"DROP FUNCTION gridops.rollup_on_{name}()")
    for table in TABLES:
        op.drop_table(table, schema="gridops")
