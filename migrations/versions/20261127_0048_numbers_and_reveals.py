"""An origin's number is one case's; who was shown a person's data; what became of a body in quarantine.

Revision: 20261127_0048; after: 20261127_0043
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0048"
down_revision = "20261127_0043"
branch_labels = None
depends_on = None

WHEN = sa.DateTime(timezone=True)
PURPOSES = "purpose IN ('call_back', 'visit', 'emergency', 'check')"
#: What replaces what in the function that writes cases.
REWRITTEN = (
    ("    numbers jsonb;\n", "    numbers jsonb;\n    taken uuid[] := '{}';\n"),
    (
        "    -- Serials of case numbers come",
        """    -- Who comes second with an origin's number waits for the first, and is not written.
    IF doc ? 'external_number' THEN
        INSERT INTO gridops.external_number (origin, number, incident_id)
        SELECT r.origin, r.number, r.incident_id
        FROM jsonb_populate_recordset(NULL::gridops.external_number, doc->'external_number') AS r
        ORDER BY 1, 2 ON CONFLICT DO NOTHING;
        SELECT coalesce(array_agg(r.incident_id), '{}') INTO taken
        FROM jsonb_populate_recordset(NULL::gridops.external_number, doc->'external_number') AS r
        WHERE NOT EXISTS (SELECT FROM gridops.external_number e
                          WHERE (e.origin, e.number, e.incident_id) = (r.origin, r.number, r.incident_id));
    END IF;

    -- Serials of case numbers come""",
    ),
    ("clock_basis, disposition)", "clock_basis, disposition, call_back)"),
    ("r.clock_basis, r.disposition\n", "r.clock_basis, r.disposition, r.call_back\n"),
    (
        "    IF fresh IS NULL THEN\n",
        """    IF doc ? 'external_number' THEN
        -- An id that was taken meanwhile by another report has not this number.
        DELETE FROM gridops.external_number e
        USING jsonb_populate_recordset(NULL::gridops.external_number, doc->'external_number') AS r
        WHERE (e.origin, e.number, e.incident_id) = (r.origin, r.number, r.incident_id)
          AND r.incident_id <> ALL(coalesce(fresh, '{}')) AND NOT EXISTS (
              SELECT FROM gridops.incident i WHERE i.id = r.incident_id
              AND btrim(i.external_numbers -> 0 ->> 'number') = r.number AND i.origin = r.origin);
    END IF;
    IF fresh IS NULL THEN
""",
    ),
    ("WHERE r.id IS NOT NULL) AS s(n)", "WHERE r.id <> ALL(taken)) AS s(n)"),
)


def _rewrite_writing(pairs: tuple[tuple[str, str], ...]) -> None:
    """Put each second in the place of its first in the function that writes cases; the rest of it stays as it is."""
    asked = sa.text("SELECT pg_get_functiondef('gridops.write_cases(jsonb)'::regprocedure)")
    function = op.get_bind().scalar(asked)
    for old, new in pairs:
        if function.count(old) != 1:
            raise RuntimeError("gridops.write_cases(jsonb) is not the one that this migration knows")
        function = function.replace(old, new)
    op.get_bind().exec_driver_sql(function.replace("%", "%%"))


def _make_numbers() -> None:
    op.create_table(
        "external_number",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(collation="C"), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("origin", "number", name=op.f("pk_external_number")),
        schema="gridops",
    )
    op.create_index(
        op.f("ix_external_number_incident_id"), "external_number", ["incident_id"], schema="gridops"
    )
    # Of cases that came twice so far the first has the number; the others keep it on their card.
    op.execute(
        "INSERT INTO gridops.external_number (origin, number, incident_id)"
        " SELECT DISTINCT ON (1, 2) i.external_numbers -> 0 ->> 'origin', btrim(i.external_numbers -> 0 ->> 'number'),"
        " i.id FROM gridops.incident i WHERE i.external_numbers <> '[]'"
        " ORDER BY 1, 2, i.reported_at, i.id"
    )
    op.execute("GRANT ALL ON gridops.external_number TO gridops_system")
    op.execute(
        "CREATE FUNCTION gridops.cases_of_numbers(origins text[], numbers text[])"
        " RETURNS TABLE (origin text, number text, incident_id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER"
        " SET search_path = gridops, pg_temp SET plan_cache_mode = force_generic_plan"
        " AS $$ BEGIN RETURN QUERY SELECT e.origin, e.number, e.incident_id"
        " FROM unnest(origins, numbers) AS asked(origin, number)"
        " JOIN gridops.external_number e ON e.origin = asked.origin AND e.number = asked.number; END $$"
    )
    op.execute("REVOKE ALL ON FUNCTION gridops.cases_of_numbers(text[], text[]) FROM PUBLIC")
    op.execute(
        "GRANT EXECUTE ON FUNCTION gridops.cases_of_numbers(text[], text[]) TO gridops_app, gridops_system"
    )


def _make_reveals() -> None:
    op.create_table(
        "reveal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("at", WHEN, nullable=False),
        sa.CheckConstraint(PURPOSES, name=op.f("ck_reveal_purpose")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["gridops.incident.id"], name=op.f("fk_reveal_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal")),
        schema="gridops",
    )
    op.create_index("ix_reveal_incident_id", "reveal", ["incident_id", "at"], schema="gridops")
    op.create_index("ix_reveal_at", "reveal", ["at", "id"], schema="gridops")
    op.execute("ALTER TABLE gridops.reveal ENABLE ROW LEVEL SECURITY")
    op.execute("GRANT INSERT ON gridops.reveal TO gridops_app")
    op.execute("GRANT SELECT ON gridops.reveal TO gridops_map")
    op.execute("GRANT ALL ON gridops.reveal TO gridops_system")
    # Nobody writes down that somebody else looked, or looks at a case that is not in his sight.
    op.execute(
        "CREATE POLICY app_insert ON gridops.reveal FOR INSERT TO gridops_app WITH CHECK ("
        "account_id = gridops.actor_id() AND EXISTS (SELECT 1 FROM gridops.incident i WHERE i.id = incident_id))"
    )
    op.execute("CREATE POLICY map_select ON gridops.reveal FOR SELECT TO gridops_map USING (true)")
    op.execute("CREATE POLICY system_all ON gridops.reveal TO gridops_system USING (true) WITH CHECK (true)")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _make_numbers()
    _rewrite_writing(REWRITTEN)
    _make_reveals()
    for column in (
        sa.Column("settled_at", WHEN, nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_as", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
    ):
        op.add_column("quarantine", column, schema="gridops")
    op.create_check_constraint(
        op.f("ck_quarantine_settled_as"),
        "quarantine",
        "(settled_as IS NULL) = (settled_at IS NULL) AND settled_as IN ('taken_in', 'dismissed')",
        schema="gridops",
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f("ck_quarantine_settled_as"), "quarantine", schema="gridops")
    for name in ("told", "settled_as", "settled_by", "settled_at"):
        op.drop_column("quarantine", name, schema="gridops")
    op.drop_table("reveal", schema="gridops")
    _rewrite_writing(tuple((new, old) for old, new in reversed(REWRITTEN)))
    op.execute("DROP FUNCTION gridops.cases_of_numbers(text[], text[])")
    op.drop_table("external_number", schema="gridops")
