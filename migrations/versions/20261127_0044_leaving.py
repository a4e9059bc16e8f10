"""Who takes over from somebody who leaves on a day to come.

Revision: 20261127_0044; after: 20261127_0048
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0044"
down_revision = "20261127_0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("account", sa.Column("successor_id", sa.Uuid), schema="gridops")
    op.create_foreign_key(
        op.f("fk_account_successor_id"), "account", "account", ["successor_id"], ["id"],
        source_schema="gridops", referent_schema="gridops",
    )  # fmt: skip
    op.execute("CREATE INDEX ix_dispatch_assignee_id ON gridops.dispatch (assignee_id) WHERE is_current")
    op.execute("GRANT SELECT (successor_id) ON gridops.account TO gridops_app")


def downgrade() -> None:
    op.execute("REVOKE SELECT (successor_id) ON gridops.account FROM gridops_app")
    op.execute("DROP INDEX gridops.ix_dispatch_assignee_id")
    op.drop_column("account", "successor_id", schema="gridops")
