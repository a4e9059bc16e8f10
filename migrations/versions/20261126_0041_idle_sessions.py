"""Sessions end when idle, by the kind of their device, and remember when the password was proved.

Revision: 20261126_0041; after: 20261126_0040
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0041"
down_revision = "20261126_0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "device", sa.Column("kind", sa.Text, nullable=False, server_default="program"), schema="gridops"
    )
    op.add_column("device", sa.Column("confirmed_at", sa.DateTime(timezone=True)), schema="gridops")
    op.create_check_constraint(
        op.f("ck_device_kind"), "device", "kind IN ('phone', 'shared_desk', 'program')", schema="gridops"
    )
    # Who looks after accounts reads what happened to them, out of a log that is mostly cases.
    op.execute(
        "CREATE INDEX ix_log_entry_access ON gridops.log_entry (id)"
        " WHERE entity IN ('account', 'device', 'sign_in')"
    )


def downgrade() -> None:
    op.execute("DROP INDEX gridops.ix_log_entry_access")
    op.drop_constraint(op.f("ck_device_kind"), "device", schema="gridops")
    op.drop_column("device", "confirmed_at", schema="gridops")
    op.drop_column("device", "kind", schema="gridops")
