"""Keep with each dated row the end that somebody laid down and the row that it replaces, for every register alike.

Revision: 20261126_0011; after: 20261126_0010
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0011"
down_revision = "20261126_0010"
branch_labels = None
depends_on = None

TABLES = (
    "standard",
    "power",
    "responsibility",
    "routing_rule",
    "origin_policy",
    "working_hours",
    "area_class",
)
NUMBERED_NOW = ("working_hours", "area_class")
#: Registers whose log entries say what a row replaced, and until when that one held before.
TOLD = {
    "power": "power.changed",
    "responsibility": "responsibility.changed",
    "routing_rule": "routing.changed",
    "origin_policy": "routing.changed",
}


def upgrade() -> None:
    for table in TABLES:
        if table in NUMBERED_NOW:
            op.add_column(
                table,
                sa.Column("version", sa.Integer(), server_default="1", nullable=False),
                schema="gridops",
            )
        op.add_column(table, sa.Column("ends_on", sa.Date(), nullable=True), schema="gridops")
        op.add_column(table, sa.Column("replaces_id", sa.UUID(), nullable=True), schema="gridops")
        op.execute(f"UPDATE gridops.{table} SET ends_on = valid_to")
    for table in ("routing_rule", "origin_policy"):
        op.alter_column(table, "version", server_default="1", schema="gridops")
    for table, action in TOLD.items():
        op.execute(
            f"""
            UPDATE gridops.{table} t SET replaces_id = CAST(e.data->>'replaces' AS uuid)
            FROM gridops.log_entry e
            WHERE e.action = '{action}' AND e.data ? 'replaces' AND e.data->>'row' = t.id::text
              AND EXISTS (SELECT FROM gridops.{table} b WHERE b.id::text = e.data->>'replaces'
                          AND b.valid_to = t.valid_from)
            """
        )
        op.execute(
            f"""
            UPDATE gridops.{table} b SET ends_on = CAST(e.data->>'until' AS date)
            FROM gridops.{table} t JOIN gridops.log_entry e
              ON e.action = '{action}' AND e.data ? 'replaces' AND e.data->>'row' = t.id::text
            WHERE t.replaces_id = b.id AND b.valid_to = t.valid_from
            """
        )
    # What a standard replaced was not told: the version that ends on its first day is taken for it.
    op.execute(
        "UPDATE gridops.standard t SET replaces_id = b.id FROM gridops.standard b"
        " WHERE b.matter_id = t.matter_id AND b.valid_to = t.valid_from"
    )
    op.execute(
        "UPDATE gridops.standard b SET ends_on = NULL FROM gridops.standard t WHERE t.replaces_id = b.id"
    )


def downgrade() -> None:
    for table in ("routing_rule", "origin_policy"):
        op.alter_column(table, "version", server_default=None, schema="gridops")
    for table in TABLES:
        op.drop_column(table, "replaces_id", schema="gridops")
        op.drop_column(table, "ends_on", schema="gridops")
        if table in NUMBERED_NOW:
            op.drop_column(table, "version", schema="gridops")
