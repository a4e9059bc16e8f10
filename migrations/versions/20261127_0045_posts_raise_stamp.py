"""Who is on post is read from memory where cases are routed: posts, deputies and accounts in use raise the stamp.

Revision: 20261127_0045; after: 20261127_0050
"""

from alembic import op

revision = "20261127_0045"
down_revision = "20261127_0050"
branch_labels = None
depends_on = None

#: By table what of a row counts; an account changes with much that says nothing of posts.
TABLES = {"post": "", "deputy": "", "account": " OF is_active, display_name"}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table, columns in TABLES.items():
        op.execute(
            f"CREATE CONSTRAINT TRIGGER ck_{table}_raises_stamp AFTER INSERT OR DELETE OR UPDATE{columns}"
            f" ON gridops.{table} DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION gridops.raise_stamp()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_emptied_raises_stamp AFTER TRUNCATE ON gridops.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION gridops.raise_stamp()"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in TABLES:
        op.execute(f"DROP TRIGGER ck_{table}_raises_stamp ON gridops.{table}")
        op.execute(f"DROP TRIGGER {table}_emptied_raises_stamp ON gridops.{table}")
