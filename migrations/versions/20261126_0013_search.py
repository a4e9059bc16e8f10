"""Find cases by what is written: an index over characters and their pairs, numbers by their beginning.

Revision: 20261126_0013; after: 20261126_0012

No extension is asked for: the trigrams of pg_trgm know no Chinese where LC_CTYPE is C, and none for two characters
anywhere.
"""

from alembic import op

revision = "20261126_0013"
down_revision = "20261126_0012"
branch_labels = None
depends_on = None

NAMES = ("service_name", "grid_name", "special_grid_name")
GRAMS = """
CREATE FUNCTION gridops.search_grams(said text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE AS $$
-- The code of every character of a text, in lower case; one number for every two that stand side by side; and one for
-- every three of ASCII, since of two digits there are only a hundred. Nothing of a text is left out, so whoever asks
-- with the grams of a word finds all that holds it, and some more.
-- Unsafe is said so that no search starts processes of its own: the planner takes words for frequent, they are not.
DECLARE
    grams bigint[] := '{}';
    first bigint := 0;
    second bigint := 0;
    code bigint;
    one text;
BEGIN
    FOREACH one IN ARRAY string_to_array(lower(said), NULL) LOOP
        code := ascii(one);
        grams := grams || code;
        IF second > 0 THEN
            -- A code point has 21 bits.
            grams := grams || ((second << 21) + code);
            IF first > 0 AND first < 128 AND second < 128 AND code < 128 THEN
                grams := grams || ((1125899906842624) + (first << 14) + (second << 7) + code);
            END IF;
        END IF;
        first := second;
        second := code;
    END LOOP;
    RETURN grams;
END $$;

CREATE FUNCTION gridops.word_grams(word text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
-- Of a word's grams those that say most: single characters only of a single character.
DECLARE
    grams bigint[] := gridops.search_grams(word);
BEGIN
    RETURN coalesce((SELECT array_agg(DISTINCT g) FROM unnest(grams) g WHERE g > 2097151), grams);
END $$
"""


def upgrade() -> None:
    op.execute(GRAMS)
    op.execute(
        "CREATE INDEX ix_incident_search ON gridops.incident USING gin"
        " (gridops.search_grams(description))"
        # What was written last waits in a list that every search reads through: a short one.
        " WITH (gin_pending_list_limit = 512)"
    )
    # Names are few: which of them hold a word is asked of the matters and the grids, which cases bear them here.
    for column in NAMES:
        op.execute(f"CREATE INDEX ix_incident_{column} ON gridops.incident ({column})")
    # Byte by byte, so that the key finds beginnings too; the table is not written anew for it.
    op.execute('ALTER TABLE gridops.incident ALTER COLUMN case_number TYPE text COLLATE "C"')
    op.execute(
        "CREATE INDEX ix_incident_external_number ON gridops.incident"
        " (((external_numbers -> 0 ->> 'number') COLLATE \"C\")) WHERE external_numbers <> '[]'"
    )
    op.execute("GRANT SELECT (external_numbers) ON gridops.incident TO gridops_map")


def downgrade() -> None:
    op.execute("REVOKE SELECT (external_numbers) ON gridops.incident FROM gridops_map")
    op.execute("DROP INDEX gridops.ix_incident_external_number")
    op.execute('ALTER TABLE gridops.incident ALTER COLUMN case_number TYPE text COLLATE "default"')
    for column in NAMES:
        op.execute(f"DROP INDEX gridops.ix_incident_{column}")
    op.execute("DROP INDEX gridops.ix_incident_search")
    op.execute("DROP FUNCTION gridops.word_grams(text)")
    op.execute("DROP FUNCTION gridops.search_grams(text)")
