"""Search by fewer grams and by names without their borders; index special grids only where a case has one.

Revision: 20261127_0037; after: 20261126_0041
"""

from alembic import op

revision = "20261127_0037"
down_revision = "20261126_0041"
branch_labels = None
depends_on = None

WORD_GRAMS = """
CREATE OR REPLACE FUNCTION gridops.word_grams(word text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
-- Of a word's grams those that say most: single characters only of a single character, and of two ASCII characters
-- nothing where three hold them. The text is looked at anyway: few lists of the index are quicker than many.
DECLARE
    grams bigint[] := gridops.search_grams(word);
BEGIN
    RETURN coalesce((
        SELECT array_agg(g) FROM (
            SELECT DISTINCT g FROM unnest(grams) g WHERE g > 2097151 AND NOT EXISTS (
                SELECT FROM unnest(grams) t WHERE t >= 1125899906842624 AND g IN (
                    (((t >> 14) & 127) << 21) + ((t >> 7) & 127), (((t >> 7) & 127) << 21) + (t & 127)))
            ORDER BY g LIMIT 6
        ) most
    ), grams);
END $$
"""
FORMER_WORD_GRAMS = """
CREATE OR REPLACE FUNCTION gridops.word_grams(word text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
-- Of a word's grams those that say most: single characters only of a single character.
DECLARE
    grams bigint[] := gridops.search_grams(word);
BEGIN
    RETURN coalesce((SELECT array_agg(DISTINCT g) FROM unnest(grams) g WHERE g > 2097151), grams);
END $$
"""


def upgrade() -> None:
    op.execute(WORD_GRAMS)
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
    op.execute(FORMER_WORD_GRAMS)
