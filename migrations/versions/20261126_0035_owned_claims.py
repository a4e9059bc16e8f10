"""A claim on a photo to come says whose it is and which hash it must have.

Revision: 20261126_0035; after: 20261126_0032
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0035"
down_revision = "20261126_0032"
branch_labels = None
depends_on = None

# Photos are taken for those of a new case only if its reporter sent them, as he declared them.
BEFORE = """
            UPDATE gridops.media_file SET is_claimed = true WHERE id IN (
                SELECT r.media_id FROM jsonb_populate_recordset(NULL::gridops.incident_media, doc->'incident_media') AS r
                WHERE r.incident_id = ANY(fresh))
            RETURNING id
        )
        SELECT coalesce(array_agg(id), '{}') INTO here FROM claimed;
        INSERT INTO gridops.media_claim (media_id)
        SELECT DISTINCT r.media_id
        FROM"""
AFTER = """
            UPDATE gridops.media_file f SET is_claimed = true
            FROM jsonb_populate_recordset(NULL::gridops.incident_media, doc->'incident_media') AS r
            WHERE r.incident_id = ANY(fresh) AND f.id = r.media_id AND f.account_id = r.declared_by
              AND f.sha256 = decode(r.sha256, 'hex')
            RETURNING f.id
        )
        SELECT coalesce(array_agg(id), '{}') INTO here FROM claimed;
        INSERT INTO gridops.media_claim (media_id, account_id, sha256)
        SELECT DISTINCT ON (r.media_id) r.media_id, r.declared_by, decode(r.sha256, 'hex')
        FROM"""


def _rewrite_writing(old: str, new: str) -> None:
    """Put `new` in the place of `old` in the function that writes cases; the rest of it stays as it is."""
    asked = sa.text("SELECT pg_get_functiondef('gridops.write_cases(jsonb)'::regprocedure)")
    function = op.get_bind().scalar(asked)
    if function.count(old) != 1:
        raise RuntimeError("gridops.write_cases(jsonb) is not the one that this migration knows")
    op.get_bind().exec_driver_sql(function.replace(old, new).replace("%", "%%"))


def upgrade() -> None:
    op.add_column("media_claim", sa.Column("account_id", sa.Uuid(), nullable=True), schema="gridops")
    op.add_column("media_claim", sa.Column("sha256", sa.LargeBinary(), nullable=True), schema="gridops")
    # Whoever declared it first; a claim of nobody is none.
    op.execute(
        "UPDATE gridops.media_claim c SET account_id = d.declared_by, sha256 = decode(d.sha256, 'hex') FROM ("
        " SELECT DISTINCT ON (m.media_id) m.media_id, m.declared_by, m.sha256 FROM gridops.incident_media m"
        " JOIN gridops.incident i ON i.id = m.incident_id ORDER BY m.media_id, i.reported_at, m.version"
        ") d WHERE d.media_id = c.media_id"
    )
    op.execute("DELETE FROM gridops.media_claim WHERE account_id IS NULL")
    op.alter_column("media_claim", "account_id", nullable=False, schema="gridops")
    op.alter_column("media_claim", "sha256", nullable=False, schema="gridops")
    op.create_check_constraint(
        op.f("ck_media_claim_sha256"), "media_claim", "octet_length(sha256) = 32", schema="gridops"
    )
    _rewrite_writing(BEFORE, AFTER)


def downgrade() -> None:
    _rewrite_writing(AFTER, BEFORE)
    op.drop_constraint(op.f("ck_media_claim_sha256"), "media_claim", schema="gridops")
    op.drop_column("media_claim", "sha256", schema="gridops")
    op.drop_column("media_claim", "account_id", schema="gridops")
