"""How long each kind of thing is kept, as rows; what is under a legal hold stays.

Revision: 20261127_0055; after: 20261127_0051
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0055"
down_revision = "20261127_0051"
branch_labels = None
depends_on = None

#: Kind, days: a week for photos that no case names; three years for a caller's name, the time in which most claims
#: are brought; over a year for a device, so that its owner sees what he revoked.
TERMS = (
    ("unclaimed_media", 7),
    ("positions", 2),
    ("persons_of_closed_cases", 1_096),
    ("devices", 400),
    ("quarantine", 180),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "retention_term",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            f"kind IN ({', '.join(repr(kind) for kind, _ in TERMS)})", name=op.f("ck_retention_term_kind")
        ),
        sa.CheckConstraint("days BETWEEN 1 AND 36500", name=op.f("ck_retention_term_days")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_retention_term")),
        schema="gridops",
    )
    for kind, days in TERMS:
        op.execute(f"INSERT INTO gridops.retention_term (kind, days) VALUES ('{kind}', {days})")
    op.execute("GRANT SELECT, UPDATE ON gridops.retention_term TO gridops_system")
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_legal_hold_reason")),
        sa.CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name=op.f("ck_legal_hold_lifted")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["gridops.incident.id"], name=op.f("fk_legal_hold_incident_id")
        ),
        sa.ForeignKeyConstraint(["placed_by"], ["gridops.account.id"], name=op.f("fk_legal_hold_placed_by")),
        sa.ForeignKeyConstraint(["lifted_by"], ["gridops.account.id"], name=op.f("fk_legal_hold_lifted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
        schema="gridops",
    )
    op.create_index("ix_legal_hold_incident_id", "legal_hold", ["incident_id"], schema="gridops")
    op.execute("GRANT SELECT, INSERT, UPDATE ON gridops.legal_hold TO gridops_app, gridops_system")
    op.create_index(
        "ix_incident_private_person",
        "incident_private",
        ["incident_id"],
        schema="gridops",
        postgresql_where=sa.text("person_name IS NOT NULL OR person_phone IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_incident_private_person", "incident_private", schema="gridops")
    op.drop_table("legal_hold", schema="gridops")
    op.drop_table("retention_term", schema="gridops")
