"""What cases are made from: grids with their share and reporter, matters with their weight, who would be sent.

Small tables of the benchmark's own schema; the cases are joined to them and they are dropped at the end.
"""

from __future__ import annotations

#: Of every thousand cases, so many fall to the k-th matter: a few matters make up most of the work.
_PICKS = 1000

STATEMENTS = (
    "CREATE SCHEMA bench",
    # Cases fall where people live, and some grids have three times the trouble of others.
    """
    CREATE TABLE bench.grid AS
    SELECT row_number() OVER (ORDER BY v.code)::int AS g, v.id AS version_id, v.code, v.name, v.geom,
           left(v.code, 9) AS township, left(v.code, 12) AS village,
           coalesce(v.people, 100) * (0.5 + abs(hashtext(v.code)) % 1000 / 400.0) AS weight,
           ARRAY[v.code] AS codes, ARRAY[a.id] AS persons, a.id AS reporter_id, a.display_name AS reporter_name,
           d.id AS device_id, village.code AS shown_code, village.lon AS shown_lon, village.lat AS shown_lat,
           ST_SetSRID(ST_MakePoint(village.lon, village.lat), 4490) AS shown_geom,
           jsonb_build_array(jsonb_build_object('code', v.code, 'name', v.name, 'probability', 1.0)) AS candidates
    FROM gridops.area_version v
    JOIN gridops.boundary_set s ON s.id = v.set_id AND s.state = 'in_force'
     AND s.valid_from <= CAST(left(:last_day, 10) AS date)
     AND (s.valid_to IS NULL OR s.valid_to > CAST(left(:last_day, 10) AS date))
    JOIN gridops.account a ON a.username = 'bench.' || v.code
    JOIN gridops.device d ON d.account_id = a.id
    CROSS JOIN LATERAL gridops.standing_of(v.code) village
    WHERE v.kind = 'base'
    """,
    """
    CREATE TABLE bench.matter AS
    SELECT row_number() OVER (ORDER BY hashtext(m.service_code))::int AS m, m.service_code, s.id AS standard_id,
           s.service_name, s.service_group, s.label_family, s.default_level, s.lead_agency, s.is_restricted,
           s.urgency_default,
           jsonb_build_array(jsonb_build_object('start', '2026-11-20T01:30:00+00:00',
               'end', '2026-11-22T01:30:00+00:00', 'text', '5工作日：自立案起按工作日历计算')) AS steps,
           jsonb_build_object('limits', jsonb_build_array(jsonb_build_object('name', '', 'text', '5工作日',
               'due_at', '2026-11-22T01:30:00+00:00')), 'percent', 100, 'condition', 1, 'area_class', NULL) AS basis
    FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id AND s.valid_to IS NULL
    """,
    # The k-th matter gets 1/k of what the first gets.
    f"""
    CREATE TABLE bench.pick AS
    SELECT k::int, m FROM generate_series(0, {_PICKS - 1}) k JOIN (
        SELECT m, ceil({_PICKS} * (sum(w) OVER (ORDER BY m) - w)) AS since, ceil({_PICKS} * sum(w) OVER (ORDER BY m))
            AS until
        FROM (SELECT m, 1.0 / m / sum(1.0 / m) OVER () AS w FROM bench.matter) w
    ) share ON k >= since AND k < until
    """,
    "ANALYZE bench.grid, bench.matter, bench.pick",
    # Who is sent: an agency's unit in an area, a grid's own.
    """
    CREATE TABLE bench.lead AS
    SELECT DISTINCT ON (a.code, u.area_code) a.code AS agency, u.area_code, u.id, u.name
    FROM gridops.unit u JOIN gridops.agency a ON a.id = u.agency_id
    ORDER BY a.code, u.area_code, u.id
    """,
    """
    CREATE TABLE bench.own AS
    SELECT DISTINCT ON (u.area_code) u.area_code, u.id, u.name
    FROM gridops.unit u JOIN gridops.agency a ON a.id = u.agency_id AND a.kind = 'grid_unit'
    ORDER BY u.area_code, u.id
    """,
    "ANALYZE bench.lead, bench.own",
    # The unit of the lead agency for the township, else for the village, else the grid's own.
    """
    CREATE TABLE bench.duty AS
    SELECT g.g, m.m, u.id AS unit_id, u.name AS unit_name, ARRAY[u.id] AS units,
           jsonb_build_object('service_code', m.service_code, 'grid', g.code, 'to', 'reported') AS reported,
           jsonb_build_object('rule', 'lead-agency@1', 'unit', jsonb_build_object('id', u.id, 'name', u.name),
               'basis', NULL, 'power', NULL, 'helping', '[]'::jsonb,
               'reason', '「' || m.service_name || '」按派遣规则「按事项的牵头部门」（第 1 版），由' || u.name || '处置'
           ) AS routing
    FROM bench.grid g CROSS JOIN bench.matter m
    LEFT JOIN bench.lead town ON town.agency = m.lead_agency AND town.area_code = g.township
    LEFT JOIN bench.lead near ON near.agency = m.lead_agency AND near.area_code = g.village
    LEFT JOIN bench.own own ON own.area_code = g.code
    CROSS JOIN LATERAL (SELECT coalesce(town.id, near.id, own.id) AS id,
                               coalesce(town.name, near.name, own.name) AS name) u
    WHERE u.id IS NOT NULL
    """,
    "ALTER TABLE bench.duty ADD PRIMARY KEY (g, m)",
    "ALTER TABLE bench.grid ADD PRIMARY KEY (g)",
    "ALTER TABLE bench.matter ADD PRIMARY KEY (m)",
    "ANALYZE bench.duty",
)
