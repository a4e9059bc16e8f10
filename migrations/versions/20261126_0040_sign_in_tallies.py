"""Count attempts to sign in before they are tried, and know devices from which an account has come rightly.

Revision: 20261126_0040; after: 20261126_0035
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0040"
down_revision = "20261126_0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in_tally",
        sa.Column("subject", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("level", sa.Double, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('address', 'account', 'device')", name=op.f("ck_sign_in_tally_kind")),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_tally")),
        schema="gridops",
    )
    op.create_index("ix_sign_in_tally_at", "sign_in_tally", ["at"], schema="gridops")
    op.create_table(
        "known_device",
        sa.Column("mark_hash", sa.LargeBinary, nullable=False),
        sa.Column("account_id", sa.UUID, nullable=False),
        sa.Column("device_id", sa.UUID, nullable=False),
        sa.Column("address_hash", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["gridops.account.id"],
            name=op.f("fk_known_device_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mark_hash", "account_id", name=op.f("pk_known_device")),
        schema="gridops",
    )
    for column in ("account_id", "address_hash", "expires_at"):
        op.create_index(f"ix_known_device_{column}", "known_device", [column], schema="gridops")
    # Whoever is signed in may have the devices forgotten that are known for him; he reads none of it.
    op.execute("GRANT DELETE, SELECT (account_id, device_id) ON gridops.known_device TO gridops_app")
    op.execute("GRANT ALL ON gridops.sign_in_tally, gridops.known_device TO gridops_system")
    op.drop_table("sign_in_failure", schema="gridops")


def downgrade() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.UUID, nullable=False),
        sa.Column("username_hash", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
        schema="gridops",
    )
    op.create_index(
        "ix_sign_in_failure_username_hash", "sign_in_failure", ["username_hash", "at"], schema="gridops"
    )
    op.execute("GRANT ALL ON gridops.sign_in_failure TO gridops_system")
    op.drop_table("known_device", schema="gridops")
    op.drop_table("sign_in_tally", schema="gridops")
