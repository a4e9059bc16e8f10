"""The register of powers: who may decide what, where, from when to when; and by which one an act was done.

Revision: 20261123_0006; after: 20261122_0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID as PG_UUID

revision = "20261123_0006"
down_revision = "20261122_0005"
branch_labels = None
depends_on = None

SCHEMA = "gridops"
UUID = PG_UUID(as_uuid=True)
CODE = sa.Text(collation="C")
HANDLED = {"handled_kind": sa.Text, "power": JSONB, "officers": JSONB}


def upgrade() -> None:
    op.create_table(
        "power",
        sa.Column("id", UUID, nullable=False),
        sa.Column("item_code", sa.Text, nullable=False),
        sa.Column("item_name", sa.Text, nullable=False),
        sa.Column("item_group", sa.Text, server_default="", nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("service_code", sa.Text, server_default="", nullable=False),
        sa.Column("group_code", sa.Text, server_default="", nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("agency_code", sa.Text, server_default="", nullable=False),
        sa.Column("area_code", CODE, server_default="", nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("in_name_of", sa.Text, nullable=False),
        sa.Column("note", sa.Text, server_default="", nullable=False),
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.CheckConstraint("act IN ('order', 'penalise', 'permit', 'remove')", name=op.f("ck_power_act")),
        sa.CheckConstraint(
            "basis IN ('statutory', 'delegated', 'entrusted', 'stationed')", name=op.f("ck_power_basis")
        ),
        sa.CheckConstraint("holder IN ('township', 'agency')", name=op.f("ck_power_holder")),
        sa.CheckConstraint("(service_code = '') <> (group_code = '')", name=op.f("ck_power_what")),
        sa.CheckConstraint(
            "CASE holder WHEN 'township' THEN area_code <> '' ELSE agency_code <> '' END",
            name=op.f("ck_power_who"),
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_power_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power")),
        schema=SCHEMA,
    )
    op.execute(
        "ALTER TABLE gridops.power ADD CONSTRAINT ex_power_dates EXCLUDE USING gist (item_code WITH =, act WITH =,"
        " service_code WITH =, group_code WITH =, holder WITH =, agency_code WITH =, area_code WITH =,"
        " daterange(valid_from, valid_to) WITH &&)"
    )
    op.create_index("ix_power_service_code", "power", ["service_code", "group_code"], schema=SCHEMA)
    for name, kind in HANDLED.items():
        op.add_column("dispatch", sa.Column(name, kind), schema=SCHEMA)
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON gridops.power TO gridops_app")
    op.execute("GRANT SELECT ON gridops.power TO gridops_map")
    op.execute("GRANT ALL ON gridops.power TO gridops_system")


def downgrade() -> None:
    for name in HANDLED:
        op.drop_column("dispatch", name, schema=SCHEMA)
    op.drop_table("power", schema=SCHEMA)
