"""Three database roles, their grants, row-level security, the log that is only added to.

Revision: 20261122_0002; after: 20261122_0001
"""

from alembic import op

revision = "20261122_0002"
down_revision = "20261122_0001"
branch_labels = None
depends_on = None

ROLES = ("gridops_app", "gridops_system", "gridops_map")

# Roles are the cluster's, not the database's: another database may have made them, even at this moment.
CREATE_ROLE = """
DO $$ BEGIN
    -- Where an administrator has made them, the owner needs no right to make roles.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    -- Said even to a member: from PostgreSQL 16 on, having made a role does not include becoming it.
    GRANT {role} TO CURRENT_USER;
EXCEPTION WHEN unique_violation OR internal_error OR insufficient_privilege THEN NULL;
END $$;
"""

FUNCTIONS = """
CREATE FUNCTION gridops.actor_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('gridops.actor', true), '')::uuid $$;

CREATE FUNCTION gridops.held_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('gridops.held', true), '')::uuid $$;

CREATE FUNCTION gridops.actor_units() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting('gridops.units', true), ''), ',')::uuid[] $$;

CREATE FUNCTION gridops.is_within(code text, setting text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (
    SELECT 1 FROM unnest(string_to_array(nullif(current_setting(setting, true), ''), ',')) AS a(area)
    WHERE code COLLATE "C" >= a.area COLLATE "C" AND code COLLATE "C" < (a.area || '~') COLLATE "C"
) $$;

CREATE FUNCTION gridops.report_facts(ids uuid[])
RETURNS TABLE (id uuid, reporter_id uuid, content_hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gridops, pg_temp AS
$$ SELECT i.id, i.reporter_id, i.content_hash FROM gridops.incident i WHERE i.id = ANY(ids) $$;
REVOKE ALL ON FUNCTION gridops.report_facts(uuid[]) FROM PUBLIC;

CREATE FUNCTION gridops.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the log is only added to' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER log_entry_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON gridops.log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION gridops.refuse_change();
CREATE TRIGGER log_block_is_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON gridops.log_block
    FOR EACH STATEMENT EXECUTE FUNCTION gridops.refuse_change();
"""

REFERENCE = (
    "deployment",
    "boundary_set",
    "area",
    "area_version",
    "area_group",
    "map_feature",
    "agency",
    "unit",
    "role_grant",
    "matter",
    "standard",
    "work_day",
)
APP_GRANTS = {
    "SELECT (id, username, display_name, phone, is_active)": ("account",),
    "SELECT, INSERT, UPDATE, DELETE": ("media_file", "media_claim", "media_upload", "timer"),
    "SELECT, INSERT, UPDATE": (
        "incident",
        "incident_private",
        "dispatch",
        "unit_position",
        "one_time_code",
    ),
    "SELECT, INSERT": ("incident_note", "incident_media", "incident_move"),
    "SELECT, UPDATE": ("device",),
    "SELECT, DELETE": ("access_token",),
    "INSERT": ("log_entry", "log_pending"),
    "SELECT (id)": ("log_entry",),
    "SELECT (entry_id)": ("log_pending",),
    "DELETE": ("one_time_code",),
}
MAP_INCIDENT = (
    "id, case_number, version, state, level, is_open, origin, urgency, service_code, service_name,"
    " service_group, label_family, is_restricted, description, lon, lat, geom, grid_code, grid_name,"
    " scope_code, special_grid_code, special_grid_name, unit_id, unit_name, unit_ids, person_ids,"
    " reporter_id, reported_at, occurred_at, filed_at, dispatched_at, handled_at, closed_at, due_at,"
    " due_state, merged_into"
)
MAP_GRANTS = {
    f"SELECT ({MAP_INCIDENT})": ("incident",),
    "SELECT (id, incident_id, kind, unit_id, status, is_current, accepted_at)": ("dispatch",),
    "SELECT": ("log_entry", "log_sequence", "log_block", "unit_position"),
}

SEES = """(
    person_ids @> ARRAY[gridops.actor_id()]
    OR unit_ids && gridops.actor_units()
    OR gridops.is_within(scope_code, 'gridops.areas')
    OR gridops.is_within(special_grid_code, 'gridops.areas')
    OR id = gridops.held_id()
)"""
IN_CHAIN = """(
    i.reporter_id = gridops.actor_id()
    OR i.person_ids @> ARRAY[gridops.actor_id()]
    OR i.unit_ids && gridops.actor_units()
    OR gridops.is_within(i.scope_code, 'gridops.chain_areas')
    OR gridops.is_within(i.special_grid_code, 'gridops.chain_areas')
    OR i.id = gridops.held_id()
)"""
GUARDED = ("incident", "incident_private", "incident_note", "incident_media", "incident_move", "dispatch")


def _of_case(condition: str = "true") -> str:
    return f"(EXISTS (SELECT 1 FROM gridops.incident i WHERE i.id = incident_id AND {condition}))"


def _policy(table: str, command: str, expression: str) -> None:
    parts = {
        "SELECT": f"USING {expression}",
        "INSERT": f"WITH CHECK {expression}",
        "UPDATE": f"USING {expression} WITH CHECK {expression}",
    }
    op.execute(
        f"CREATE POLICY app_{command.lower()} ON gridops.{table} FOR {command} TO gridops_app {parts[command]}"
    )


def _grant(role: str, grants: dict[str, tuple[str, ...]]) -> None:
    for privilege, tables in grants.items():
        for table in tables:
            op.execute(f"GRANT {privilege} ON gridops.{table} TO {role}")


def upgrade() -> None:
    for role in ROLES:
        op.execute(CREATE_ROLE.format(role=role))
        op.execute(f"GRANT USAGE ON SCHEMA gridops TO {role}")
        for table in REFERENCE:
            op.execute(f"GRANT SELECT ON gridops.{table} TO {role}")
    op.execute(FUNCTIONS)
    _grant("gridops_app", APP_GRANTS)
    _grant("gridops_map", MAP_GRANTS)
    op.execute("GRANT USAGE ON SEQUENCE gridops.case_number_seq TO gridops_app, gridops_system")
    op.execute("GRANT EXECUTE ON FUNCTION gridops.report_facts(uuid[]) TO gridops_app, gridops_system")
    op.execute("GRANT ALL ON ALL TABLES IN SCHEMA gridops TO gridops_system")
    for table in GUARDED:
        op.execute(f"ALTER TABLE gridops.{table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY system_all ON gridops.{table} TO gridops_system USING (true) WITH CHECK (true)"
        )
    for table in ("incident", "dispatch"):
        op.execute(f"CREATE POLICY map_select ON gridops.{table} FOR SELECT TO gridops_map USING (true)")
    _policy("incident", "SELECT", SEES)
    _policy("incident", "INSERT", "(reporter_id = gridops.actor_id())")
    _policy("incident", "UPDATE", SEES)
    for command in ("SELECT", "INSERT", "UPDATE"):
        _policy("incident_private", command, _of_case(IN_CHAIN))
        _policy("dispatch", command, _of_case())
    for command in ("SELECT", "INSERT"):
        _policy("incident_note", command, _of_case(f"(NOT i.is_restricted OR {IN_CHAIN})"))
        _policy("incident_media", command, _of_case(f"(NOT i.is_restricted OR {IN_CHAIN})"))
    _policy("incident_move", "SELECT", "(account_id = gridops.actor_id())")
    _policy("incident_move", "INSERT", "(account_id = gridops.actor_id())")


def downgrade() -> None:
    for table in GUARDED:
        for name in ("system_all", "map_select", "app_select", "app_insert", "app_update"):
            op.execute(f"DROP POLICY IF EXISTS {name} ON gridops.{table}")
        op.execute(f"ALTER TABLE gridops.{table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP TRIGGER log_block_is_only_added_to ON gridops.log_block")
    op.execute("DROP TRIGGER log_entry_is_only_added_to ON gridops.log_entry")
    for name in (
        "refuse_change()",
        "report_facts(uuid[])",
        "is_within(text, text)",
        "actor_units()",
        "held_id()",
        "actor_id()",
    ):
        op.execute(f"DROP FUNCTION gridops.{name}")
    for role in ROLES:
        op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA gridops FROM {role}")
        op.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA gridops FROM {role}")
        op.execute(f"REVOKE USAGE ON SCHEMA gridops FROM {role}")
