"""Find open cases in the order of time and closed ones by when they closed; say how large tables are kept.

Revision: 20261126_0014; after: 20261126_0013
"""

from alembic import op

revision = "20261126_0014"
down_revision = "20261126_0013"
branch_labels = None
depends_on = None

#: table → settings. A share of a large table is too many rows to wait for: a vacuum of a tenth of ten million comes
#: once in weeks and then takes an hour, and until then no index-only scan and no fresh estimate is to be had.
AUTOVACUUM = {
    "incident": {
        "autovacuum_vacuum_scale_factor": "0.01",
        "autovacuum_vacuum_insert_scale_factor": "0.01",
        "autovacuum_analyze_scale_factor": "0.01",
    },
    "dispatch": {
        "autovacuum_vacuum_scale_factor": "0.02",
        "autovacuum_vacuum_insert_scale_factor": "0.02",
        "autovacuum_analyze_scale_factor": "0.02",
    },
    # Only added to: vacuum is there to mark pages as visible to all.
    "log_entry": {"autovacuum_vacuum_insert_scale_factor": "0.02", "autovacuum_analyze_scale_factor": "0.05"},
    # As long as the stream's window; what has left it makes room for what comes.
    "log_sequence": {"autovacuum_vacuum_scale_factor": "0.05", "autovacuum_analyze_scale_factor": "0.05"},
    # Empty nearly always, and written all the time: what is dead in it is read by every look at it.
    "log_pending": {"autovacuum_vacuum_scale_factor": "0", "autovacuum_vacuum_threshold": "1000"},
    "timer": {"autovacuum_vacuum_scale_factor": "0.02", "autovacuum_analyze_scale_factor": "0.05"},
}


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_incident_open_reported_at ON gridops.incident (reported_at, id) WHERE is_open"
    )
    op.execute(
        "CREATE INDEX ix_incident_closed_at ON gridops.incident (closed_at) WHERE closed_at IS NOT NULL"
    )
    for table, settings in AUTOVACUUM.items():
        said = ", ".join(f"{name} = {value}" for name, value in settings.items())
        op.execute(f"ALTER TABLE gridops.{table} SET ({said})")


def downgrade() -> None:
    for table, settings in AUTOVACUUM.items():
        op.execute(f"ALTER TABLE gridops.{table} RESET ({', '.join(settings)})")
    op.execute("DROP INDEX gridops.ix_incident_closed_at")
    op.execute("DROP INDEX gridops.ix_incident_open_reported_at")
