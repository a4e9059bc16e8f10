"""New cases with all that stands beside them, written by one call.

Revision: 20261126_0031; after: 20261126_0030
"""

from alembic import op

revision = "20261126_0031"
down_revision = "20261126_0030"
branch_labels = None
depends_on = None

COLUMNS = (
    "id, content_hash, version, state, level, is_open, origin, urgency, external_numbers, external_due_at,"
    " service_code, service_name, service_group, label_family, standard_id, is_restricted, description, fields, lon, lat,"
    " geom, accuracy_m, location_source, reported_location, address, grid_version_id, grid_code, grid_name, grid_method,"
    " grid_probability, grid_candidates, special_grid_code, special_grid_name, scope_code, location_flags, reporter_id,"
    " reporter_name, device_id, unit_id, unit_name, unit_ids, person_ids, accept_roles, joined_ids, routing, reported_at,"
    " occurred_at, filed_at, dispatched_at, handled_at, handled_by, closed_at, due_at, due_state, clock_steps,"
    " clock_basis, disposition"
)
READ = ", ".join(f"r.{name.strip()}" for name in COLUMNS.split(","))
BESIDE = {
    "incident_private": "incident_id, description, address, fields, person_name, person_phone",
    "incident_media": (
        "incident_id, media_id, position, stage, sha256, content_type, size, declared_by, version"
    ),
    "dispatch": "id, incident_id, kind, unit_id, unit_name, status, is_current, made_at, made_by",
    "incident_note": "id, incident_id, version, action, account_id, text",
}


def _beside(table: str) -> str:
    columns = BESIDE[table]
    read = ", ".join(f"r.{name.strip()}" for name in columns.split(","))
    return f"""
    IF doc ? '{table}' THEN
        INSERT INTO gridops.{table} ({columns})
        SELECT {read} FROM jsonb_populate_recordset(NULL::gridops.{table}, doc->'{table}') AS r
        WHERE r.incident_id = ANY(fresh) ON CONFLICT DO NOTHING;
    END IF;"""


# A definer's function, because the policies of what stands beside a case look for the case, and a row is not in sight
# of the statement that writes it; in statements of the caller's each table would be a trip of its own. What the
# policies ask is asked here: a case is its reporter's own, and nothing is written beside any case but the new ones.
FUNCTION = f"""
CREATE FUNCTION gridops.write_cases(doc jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gridops, public, pg_temp AS $$
DECLARE
    fresh uuid[];
    numbers jsonb;
    here uuid[] := '{{}}';
BEGIN
    IF current_setting('role', true) = 'gridops_app' AND EXISTS (
        SELECT FROM jsonb_array_elements(doc->'incident') AS v
        WHERE (v->>'reporter_id')::uuid IS DISTINCT FROM gridops.actor_id()
    ) THEN
        RAISE EXCEPTION 'a report is its reporter''s own' USING ERRCODE = 'insufficient_privilege';
    END IF;

    -- Serials of case numbers come from a plain sequence; gaps are allowed, five digits grow rather than collide.
    WITH written AS (
        INSERT INTO gridops.incident (case_number, {COLUMNS})
        SELECT r.case_number || lpad(s.n::text, greatest(5, length(s.n::text)), '0'), {READ}
        FROM jsonb_populate_recordset(NULL::gridops.incident, doc->'incident') AS r
        CROSS JOIN LATERAL (SELECT nextval('gridops.case_number_seq') WHERE r.id IS NOT NULL) AS s(n)
        ON CONFLICT (id) DO NOTHING
        RETURNING id, case_number
    )
    SELECT array_agg(id), jsonb_object_agg(id, case_number) INTO fresh, numbers FROM written;
    IF fresh IS NULL THEN
        RETURN jsonb_build_object('numbers', '{{}}'::jsonb, 'arrived', '[]'::jsonb);
    END IF;
{"".join(_beside(table) for table in BESIDE)}
    IF doc ? 'incident_media' THEN
        WITH claimed AS (
            UPDATE gridops.media_file SET is_claimed = true WHERE id IN (
                SELECT r.media_id FROM jsonb_populate_recordset(NULL::gridops.incident_media, doc->'incident_media') AS r
                WHERE r.incident_id = ANY(fresh))
            RETURNING id
        )
        SELECT coalesce(array_agg(id), '{{}}') INTO here FROM claimed;
        INSERT INTO gridops.media_claim (media_id)
        SELECT DISTINCT r.media_id
        FROM jsonb_populate_recordset(NULL::gridops.incident_media, doc->'incident_media') AS r
        WHERE r.incident_id = ANY(fresh) AND r.media_id <> ALL(here)
        ORDER BY 1 ON CONFLICT DO NOTHING;
    END IF;
    IF doc ? 'timer' THEN
        INSERT INTO gridops.timer (id, kind, entity, entity_id, due_at)
        SELECT r.id, r.kind, r.entity, r.entity_id, r.due_at
        FROM jsonb_populate_recordset(NULL::gridops.timer, doc->'timer') AS r WHERE r.entity_id = ANY(fresh)
        ON CONFLICT (entity_id, kind) DO UPDATE SET due_at = excluded.due_at;
    END IF;
    WITH added AS (
        INSERT INTO gridops.log_entry
            (at, actor_id, action, entity, entity_id, version, data, areas, units, persons)
        SELECT r.at, r.actor_id, r.action, r.entity, r.entity_id, r.version, r.data, r.areas, r.units, r.persons
        FROM jsonb_array_elements(doc->'log_entry') WITH ORDINALITY AS t(v, n)
        CROSS JOIN LATERAL jsonb_populate_record(NULL::gridops.log_entry, t.v) AS r
        WHERE (t.v->>'of')::uuid = ANY(fresh) ORDER BY t.n
        RETURNING id
    )
    INSERT INTO gridops.log_pending (entry_id) SELECT id FROM added;
    RETURN jsonb_build_object('numbers', numbers, 'arrived', to_jsonb(here));
END $$;
REVOKE ALL ON FUNCTION gridops.write_cases(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gridops.write_cases(jsonb) TO gridops_app, gridops_system;
"""


def upgrade() -> None:
    op.execute(FUNCTION)


def downgrade() -> None:
    op.execute("DROP FUNCTION gridops.write_cases(jsonb)")
