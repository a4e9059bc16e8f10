"""Reading what a district has: counts alone, in one statement. Runs as a role that may read everything."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session
from gridops.territory.sets.queries.finding import IN_FORCE, on_day

#: Who holds which role over which area now.
_HELD = "SELECT account_id, role, area_code FROM gridops.held_posts(CAST(:now AS timestamptz))"

_FIGURES = text(
    f"""
    WITH d AS (SELECT * FROM gridops.deployment),
    now_set AS (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE}),
    area AS (SELECT v.level, v.kind, v.code FROM gridops.area_version v JOIN now_set ON v.set_id = now_set.id),
    held AS ({_HELD}),
    standing AS (
        SELECT s.* FROM gridops.standard s JOIN gridops.matter m ON m.id = s.matter_id AND m.is_active
        WHERE daterange(s.valid_from, s.valid_to) @> CAST(:today AS date)
    ),
    unit AS (SELECT u.*, a.code AS agency_code, a.kind AS agency_kind FROM gridops.unit u
             JOIN gridops.agency a ON a.id = u.agency_id WHERE u.is_active)
    SELECT
        (SELECT district_code FROM d) AS district_code, (SELECT name FROM d) AS name,
        (SELECT measure_srid FROM d) AS measure_srid, (SELECT time_zone FROM d) AS time_zone,
        (SELECT is_demo FROM d) AS is_demo,
        (SELECT count(*) FROM gridops.boundary_set) AS sets,
        (SELECT count(*) FROM gridops.boundary_set WHERE state = 'draft') AS sets_draft,
        (SELECT count(*) FROM gridops.boundary_set WHERE state = 'in_force' AND valid_from > CAST(:today AS date))
            AS sets_coming,
        (SELECT count(*) FROM now_set) AS set_in_force,
        (SELECT count(*) FROM area WHERE level = 'township') AS townships,
        (SELECT count(*) FROM area WHERE level = 'village') AS villages,
        (SELECT count(*) FROM area WHERE kind = 'base') AS grids,
        (SELECT count(*) FROM gridops.agency WHERE kind NOT IN ('grid_unit', 'village_unit')) AS agencies,
        (SELECT count(*) FROM unit) AS units,
        (SELECT count(*) FROM unit WHERE agency_kind = 'outside') AS outside_units,
        (SELECT count(*) FROM area WHERE level = 'grid' AND NOT EXISTS (
            SELECT FROM unit u WHERE u.area_code = area.code AND u.agency_kind = 'grid_unit')) AS grids_without_unit,
        (SELECT count(*) FROM area WHERE level = 'village' AND NOT EXISTS (
            SELECT FROM unit u WHERE u.area_code = area.code AND u.agency_kind = 'village_unit'))
            AS villages_without_unit,
        (SELECT count(DISTINCT lead_agency) FROM standing WHERE lead_agency <> '' AND NOT EXISTS (
            SELECT FROM gridops.agency a WHERE a.code = standing.lead_agency)) AS unknown_leads,
        (SELECT count(DISTINCT lead_agency) FROM standing JOIN gridops.agency a ON a.code = standing.lead_agency
         WHERE NOT EXISTS (SELECT FROM unit u WHERE u.agency_code = a.code)) AS leads_without_unit,
        (SELECT password_hash IS NOT NULL FROM gridops.account WHERE id = :me) AS has_password,
        (SELECT count(*) FROM gridops.account WHERE is_active) AS accounts,
        (SELECT count(DISTINCT account_id) FROM held WHERE role = 'grid_worker') AS workers,
        (SELECT count(*) FROM area WHERE level = 'township' AND NOT EXISTS (
            SELECT FROM held h WHERE h.role IN ('dispatcher', 'duty_officer')
            AND starts_with(area.code, h.area_code))) AS townships_without_desk,
        (SELECT count(*) FROM area WHERE kind = 'base' AND NOT EXISTS (
            SELECT FROM held h WHERE h.role = 'grid_worker' AND starts_with(area.code, h.area_code)))
            AS grids_without_worker,
        (SELECT count(DISTINCT account_id) FROM held WHERE role = 'supervisor') AS supervisors,
        (SELECT count(DISTINCT account_id) FROM held WHERE role = 'auditor') AS auditors,
        (SELECT count(*) FROM standing) AS matters,
        (SELECT count(DISTINCT matter_id) FROM gridops.admission
         WHERE state = 'approved' AND daterange(valid_from, valid_to) @> CAST(:today AS date)) AS admitted,
        (SELECT count(*) FROM gridops.working_hours WHERE daterange(valid_from, valid_to) @> CAST(:today AS date))
            AS working_hours,
        (SELECT count(*) FROM gridops.responsibility WHERE daterange(valid_from, valid_to) @> CAST(:today AS date))
            AS responsibilities,
        (SELECT count(*) FROM gridops.power WHERE daterange(valid_from, valid_to) @> CAST(:today AS date)) AS powers,
        (SELECT count(*) FROM gridops.origin_policy WHERE origin = 'hotline_12345'
         AND daterange(valid_from, valid_to) @> CAST(:today AS date)) AS hotline_policy
    """
)


def read_figures(session: Session, me: UUID) -> dict[str, Any]:
    """What there is, by name; `me` is the account that asks."""
    params = on_day(None) | {"me": me, "today": clock.now().date()}
    return dict(session.execute(_FIGURES, params).one()._mapping)
