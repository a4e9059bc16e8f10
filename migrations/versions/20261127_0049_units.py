"""Agencies and units have days, units several telephones with hours, and whoever takes over where one ends.

Revision: 20261127_0049; after: 20261127_0055
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261127_0049"
down_revision = "20261127_0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("agency", "unit"):
        for name in ("valid_from", "valid_to"):
            op.add_column(table, sa.Column(name, sa.Date), schema="gridops")
        op.create_check_constraint(
            op.f(f"ck_{table}_dates"), table, "valid_to >= valid_from", schema="gridops"
        )
        op.add_column(
            table, sa.Column("version", sa.Integer, nullable=False, server_default="1"), schema="gridops"
        )
    op.add_column("unit", sa.Column("successor_id", sa.Uuid), schema="gridops")
    op.add_column(
        "unit",
        sa.Column("phones", JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
        schema="gridops",
    )
    op.create_foreign_key(
        op.f("fk_unit_successor_id"), "unit", "unit", ["successor_id"], ["id"],
        source_schema="gridops", referent_schema="gridops",
    )  # fmt: skip
    # Numbers that are there are kept; nobody has said by day or by night.
    op.execute(
        "UPDATE gridops.unit SET phones = jsonb_build_array(jsonb_build_object('number', phone, 'hours', ''))"
        " WHERE phone IS NOT NULL"
    )
    op.execute("UPDATE gridops.unit SET valid_to = current_date WHERE NOT is_active")
    # What the edits above raise at the commit is raised now: a table that waits for it cannot be altered.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    # A place may get a unit again once the one before has ended.
    op.drop_constraint("uq_unit_agency_id_area_code", "unit", schema="gridops")
    op.create_index(
        "uq_unit_in_service", "unit", ["agency_id", "area_code"], unique=True, schema="gridops",
        postgresql_where=sa.text("is_active"),
    )  # fmt: skip


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_unit_in_service", table_name="unit", schema="gridops")
    # One of a place is kept: the one in service, else the newest.
    op.execute(
        "UPDATE gridops.unit u SET area_code = u.area_code || '#' || u.id WHERE NOT u.is_active AND EXISTS ("
        "SELECT FROM gridops.unit o WHERE o.agency_id = u.agency_id AND o.area_code = u.area_code"
        " AND (o.is_active OR o.id > u.id))"
    )
    op.create_unique_constraint(
        op.f("uq_unit_agency_id_area_code"), "unit", ["agency_id", "area_code"], schema="gridops"
    )
    for name in ("phones", "successor_id"):
        op.drop_column("unit", name, schema="gridops")
    for table in ("unit", "agency"):
        for name in ("version", "valid_to", "valid_from"):
            op.drop_column(table, name, schema="gridops")
