"""A body in quarantine may give way to its hash, which every row has from now on; rows are found by their device.

Revision: 20261127_0042; after: 20261126_0033
"""

from alembic import op

revision = "20261127_0042"
down_revision = "20261126_0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE gridops.quarantine ADD COLUMN sha256 bytea")
    op.execute("UPDATE gridops.quarantine SET sha256 = sha256(body)")
    op.execute(
        "ALTER TABLE gridops.quarantine ALTER COLUMN sha256 SET NOT NULL, ALTER COLUMN body DROP NOT NULL"
    )
    op.execute(
        "CREATE INDEX ix_quarantine_device ON gridops.quarantine"
        " (coalesce(device_id, account_id), received_at)"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP INDEX gridops.ix_quarantine_device")
    # What was kept by its hash alone has no body to go back to.
    op.execute("DELETE FROM gridops.quarantine WHERE body IS NULL")
    op.execute("ALTER TABLE gridops.quarantine ALTER COLUMN body SET NOT NULL, DROP COLUMN sha256")
