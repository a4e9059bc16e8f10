"""Lineage between boundary sets, codes with their history, the change on the day, places as recorded.

Revision: 20261122_0003; after: 20261122_0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_0003"
down_revision = "20261122_0002"
branch_labels = None
depends_on = None

SCHEMA = "gridops"
CODE = sa.Text(collation="C")
CODES = postgresql.ARRAY(sa.Text(collation="C"))
UUID = postgresql.UUID(as_uuid=True)
EMPTY_OBJECT = sa.text("'{}'::jsonb")
# 68 % is what phones' own systems state, 95 % what browsers state; "" stands for a device that is not told.
CONVENTIONS = (
    '{"gps": {"": 0.68, "app": 0.68, "browser": 0.95}, "network": {"": 0.68, "app": 0.68, "browser": 0.95}}'
)

# Another's case may stand at the same point, so the question is answered as the definer, with numbers alone.
POINTS_SEEN = """
CREATE FUNCTION gridops.points_seen(lons float8[], lats float8[], since timestamptz)
RETURNS TABLE (n bigint, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gridops, public, pg_temp AS
$$ SELECT t.n, (
       SELECT count(*) FROM (
           SELECT 1 FROM gridops.incident i
           WHERE i.geom && ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490)
             AND i.lon = t.lon AND i.lat = t.lat AND i.location_source <> 'area' AND i.reported_at >= since
           LIMIT 50) c)
   FROM unnest(lons, lats) WITH ORDINALITY AS t(lon, lat, n) $$;
REVOKE ALL ON FUNCTION gridops.points_seen(float8[], float8[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gridops.points_seen(float8[], float8[], timestamptz) TO gridops_app, gridops_system;
"""


def upgrade() -> None:
    _lineage()
    _codes()
    _changes()
    op.add_column(
        "deployment",
        sa.Column(
            "fix_conventions",
            postgresql.JSONB,
            server_default=sa.text(f"'{CONVENTIONS}'::jsonb"),
            nullable=False,
        ),
        schema=SCHEMA,
    )
    for column in _added():
        op.add_column("incident", column, schema=SCHEMA)
    op.execute(
        "GRANT SELECT (recorded_scope_code, recorded_special_code, today_grid_code, today_grid_name,"
        " location_flags, location_source, grid_method, grid_version_id) ON gridops.incident TO gridops_map"
    )
    op.execute(POINTS_SEEN)
    for role in ("gridops_app", "gridops_map"):
        for table in ("area_lineage", "area_code", "boundary_change"):
            op.execute(f"GRANT SELECT ON gridops.{table} TO {role}")
    op.execute("GRANT SELECT ON gridops.boundary_doubt TO gridops_map")
    for table in ("area_lineage", "area_code", "boundary_change", "boundary_doubt"):
        op.execute(f"GRANT ALL ON gridops.{table} TO gridops_system")


def _added() -> list[sa.Column]:
    return [
        sa.Column("recorded_scope_code", CODE, nullable=True),
        sa.Column("recorded_special_code", CODE, nullable=True),
        sa.Column("today_grid_code", CODE, nullable=True),
        sa.Column("today_grid_name", sa.Text, nullable=True),
        sa.Column("location_flags", CODES, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("device_id", UUID, nullable=True),
    ]


def _lineage() -> None:
    op.create_table(
        "area_lineage",
        sa.Column("from_version_id", UUID, nullable=False),
        sa.Column("to_version_id", UUID, nullable=False),
        sa.Column("from_set_id", UUID, nullable=False),
        sa.Column("to_set_id", UUID, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("from_code", CODE, nullable=False),
        sa.Column("to_code", CODE, nullable=False),
        sa.Column("area_m2", sa.Float, nullable=False),
        sa.Column("share_of_old", sa.Float, nullable=False),
        sa.Column("share_of_new", sa.Float, nullable=False),
        sa.CheckConstraint(
            "share_of_old > 0 AND share_of_old <= 1 AND share_of_new > 0 AND share_of_new <= 1",
            name="ck_area_lineage_shares",
        ),
        sa.ForeignKeyConstraint(
            ["from_version_id"],
            ["gridops.area_version.id"],
            name="fk_area_lineage_from_version_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"],
            ["gridops.area_version.id"],
            name="fk_area_lineage_to_version_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["from_set_id"],
            ["gridops.boundary_set.id"],
            name="fk_area_lineage_from_set_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_set_id"], ["gridops.boundary_set.id"], name="fk_area_lineage_to_set_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("from_version_id", "to_version_id", name="pk_area_lineage"),
        schema=SCHEMA,
    )
    op.create_index("ix_area_lineage_to_version_id", "area_lineage", ["to_version_id"], schema=SCHEMA)
    op.create_index(
        "ix_area_lineage_to_set_id", "area_lineage", ["to_set_id", "from_set_id", "from_code"], schema=SCHEMA
    )


def _codes() -> None:
    op.create_table(
        "area_code",
        sa.Column("system", sa.Text, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("area_id", UUID, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date, nullable=True),
        sa.Column("source", sa.Text, server_default="", nullable=False),
        sa.CheckConstraint("system IN ('statistics', 'district')", name="ck_area_code_system"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_area_code_dates_in_order"),
        sa.ForeignKeyConstraint(["area_id"], ["gridops.area.id"], name="fk_area_code_area_id"),
        sa.PrimaryKeyConstraint("system", "code", name="pk_area_code"),
        schema=SCHEMA,
    )
    op.create_index(
        "ix_area_code_area_id",
        "area_code",
        ["area_id", "system"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def _changes() -> None:
    op.create_table(
        "boundary_change",
        sa.Column("set_id", UUID, nullable=False),
        sa.Column("from_set_id", UUID, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("cursor", UUID, nullable=True),
        sa.Column("counts", postgresql.JSONB, server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "phase IN ('units', 'people', 'cases', 'stragglers', 'done')", name="ck_boundary_change_phase"
        ),
        sa.CheckConstraint(
            "(phase = 'done') = (finished_at IS NOT NULL)", name="ck_boundary_change_finished"
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["gridops.boundary_set.id"], name="fk_boundary_change_set_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_set_id"],
            ["gridops.boundary_set.id"],
            name="fk_boundary_change_from_set_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("set_id", name="pk_boundary_change"),
        schema=SCHEMA,
    )
    op.create_table(
        "boundary_doubt",
        sa.Column("id", UUID, nullable=False),
        sa.Column("set_id", UUID, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("entity_id", UUID, nullable=False),
        sa.Column("from_code", CODE, nullable=False),
        sa.Column("to_code", CODE, nullable=True),
        sa.Column("share", sa.Float, nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint("entity IN ('incident', 'account', 'unit')", name="ck_boundary_doubt_entity"),
        sa.ForeignKeyConstraint(
            ["set_id"], ["gridops.boundary_set.id"], name="fk_boundary_doubt_set_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_boundary_doubt"),
        sa.UniqueConstraint(
            "set_id", "entity_id", "from_code", name="uq_boundary_doubt_set_id_entity_id_from_code"
        ),
        schema=SCHEMA,
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION gridops.points_seen(float8[], float8[], timestamptz)")
    for column in _added():
        op.drop_column("incident", column.name, schema=SCHEMA)
    op.drop_column("deployment", "fix_conventions", schema=SCHEMA)
    for table in ("boundary_doubt", "boundary_change", "area_code", "area_lineage"):
        op.drop_table(table, schema=SCHEMA)
    # The other columns' grants went with them; these three were granted to the map here.
    op.execute(
        "REVOKE SELECT (location_source, grid_method, grid_version_id) ON gridops.incident FROM gridops_map"
    )
