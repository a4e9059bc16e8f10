"""The copies that were taken: /readyz says when the last one is too old.

Revision: 20261127_0051; after: 20261127_0044
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0051"
down_revision = "20261127_0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("log_seq", sa.BigInteger(), nullable=False),
        sa.Column("log_hash", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("is_encrypted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("octet_length(log_hash) = 32", name=op.f("ck_backup_log_hash")),
        sa.CheckConstraint("size > 0", name=op.f("ck_backup_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
        schema="gridops",
    )
    op.execute("GRANT SELECT, INSERT ON gridops.backup TO gridops_system")


def downgrade() -> None:
    op.drop_table("backup", schema="gridops")
