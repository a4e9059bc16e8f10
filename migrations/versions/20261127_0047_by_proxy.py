"""Units sent together are told apart from those sent before; what was recorded for a unit nobody signs in for.

Revision: 20261127_0047; after: 20261127_0042
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "20261127_0047"
down_revision = "20261127_0042"
branch_labels = None
depends_on = None

IN_CHAIN = """(
    i.reporter_id = gridops.actor_id()
    OR (i.person_ids @> ARRAY[gridops.actor_id()] AND NOT i.joined_ids @> ARRAY[gridops.actor_id()])
    OR i.unit_ids && gridops.actor_units()
    OR gridops.is_within(i.scope_code, 'gridops.chain_areas')
    OR gridops.is_within(i.special_grid_code, 'gridops.chain_areas')
    OR i.id = gridops.held_id()
)"""
#: Who was spoken to is read by those who read what is written of the case.
OF_CASE = (
    "(EXISTS (SELECT 1 FROM gridops.incident i WHERE i.id = incident_id"
    f" AND (NOT i.is_restricted OR {IN_CHAIN})))"
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for column in (
        sa.Column("batch", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("by_proxy", ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
    ):
        op.add_column("dispatch", column, schema="gridops")
    op.create_table(
        "dispatch_proxy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("spoke_to", sa.Text(), nullable=False),
        sa.Column("spoke_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["gridops.incident.id"],
            name=op.f("fk_dispatch_proxy_incident_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"],
            ["gridops.dispatch.id"],
            name=op.f("fk_dispatch_proxy_dispatch_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_proxy")),
        schema="gridops",
    )
    op.create_index(
        "ix_dispatch_proxy_incident_id", "dispatch_proxy", ["incident_id", "version"], schema="gridops"
    )
    op.execute("ALTER TABLE gridops.dispatch_proxy ENABLE ROW LEVEL SECURITY")
    op.execute("GRANT SELECT, INSERT ON gridops.dispatch_proxy TO gridops_app")
    op.execute("GRANT ALL ON gridops.dispatch_proxy TO gridops_system")
    op.execute(
        f"CREATE POLICY app_select ON gridops.dispatch_proxy FOR SELECT TO gridops_app USING {OF_CASE}"
    )
    op.execute(
        f"CREATE POLICY app_insert ON gridops.dispatch_proxy FOR INSERT TO gridops_app WITH CHECK {OF_CASE}"
    )
    op.execute(
        "CREATE POLICY system_all ON gridops.dispatch_proxy TO gridops_system USING (true) WITH CHECK (true)"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("dispatch_proxy", schema="gridops")
    for column in ("recorded_by", "by_proxy", "batch"):
        op.drop_column("dispatch", column, schema="gridops")
