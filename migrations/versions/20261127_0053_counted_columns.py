"""Let the index of codes hold what a count asks of a case: one at the edge of a polygon is counted without its row.

Revision: 20261127_0053; after: 20261127_0047
"""

from alembic import op

revision = "20261127_0053"
down_revision = "20261127_0047"
branch_labels = None
depends_on = None

COLUMNS = "lon, lat, is_restricted, merged_into, state, service_group, service_code"


def upgrade() -> None:
    op.execute("DROP INDEX gridops.ix_incident_scope_code")
    op.execute(
        f"CREATE INDEX ix_incident_scope_code ON gridops.incident (scope_code, reported_at) INCLUDE ({COLUMNS})"
    )


def downgrade() -> None:
    op.execute("DROP INDEX gridops.ix_incident_scope_code")
    op.execute("CREATE INDEX ix_incident_scope_code ON gridops.incident (scope_code, reported_at)")
