"""Enter the codes of the sets that have been in force so far into the register of codes.

Revision: 20261122_0004; after: 20261122_0003
"""

from alembic import op

revision = "20261122_0004"
down_revision = "20261122_0003"
branch_labels = None
depends_on = None

# A code is its area's for good; it is retired where the last set that was put in force no longer holds it.
ENTER = """
INSERT INTO gridops.area_code (system, code, area_id, valid_from, valid_to, source)
SELECT 'statistics', held.code, held.area_id, held.since, held.until, held.source
FROM (
    SELECT DISTINCT ON (v.code) v.code, v.area_id,
           min(s.valid_from) OVER w AS since, s.valid_to AS until, s.source
    FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id
    WHERE s.state = 'in_force'
    WINDOW w AS (PARTITION BY v.code)
    ORDER BY v.code, s.valid_from DESC
) held
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.execute(ENTER)


def downgrade() -> None:
    op.execute("DELETE FROM gridops.area_code WHERE system = 'statistics'")
