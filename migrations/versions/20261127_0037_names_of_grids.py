"""Find names of grids without reading their borders; index special grids only where a case has one.

Revision: 20261127_0037; after: 20261126_0035
"""

from alembic import op

revision = "20261127_0037"
down_revision = "20261126_0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Every search asks which names hold the word: in the table they stand one to a page, beside their borders.
    op.execute(
        "CREATE INDEX ix_area_version_grid_name ON gridops.area_version (kind, name) WHERE level = 'grid'"
    )
    op.execute("DROP INDEX gridops.ix_incident_special_grid_name")
    op.execute(
        "CREATE INDEX ix_incident_special_grid_name ON gridops.incident (special_grid_name)"
        " WHERE special_grid_name IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX gridops.ix_incident_special_grid_name")
    op.execute("CREATE INDEX ix_incident_special_grid_name ON gridops.incident (special_grid_name)")
    op.execute("DROP INDEX gridops.ix_area_version_grid_name")
