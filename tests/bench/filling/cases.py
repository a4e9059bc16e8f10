"""The cases themselves and what the service would have written beside them, as statements; nothing is run here.

`PLAN` decides each case once, in a narrow table in the order of time; the wide tables are made from it side by side
and take its order over.
"""

from __future__ import annotations

#: Words of a description: (how it begins, what it is, how it ends). 垃圾 stands in about one of eight.
_BEGINS = (
    "路口",
    "小区门口",
    "村委会东侧",
    "河边",
    "学校旁",
    "市场北门",
    "公交站",
    "三号楼下",
    "广场西侧",
    "桥头",
)
_THINGS = (
    "有一堆垃圾没人收", "路灯不亮", "井盖松动", "占道经营", "树枝压线", "下水道堵塞", "乱贴小广告", "施工噪声扰民",
    "电动车乱停", "围挡破损", "道路积水", "宣传栏倾斜", "绿化带被踩坏", "消防通道被占", "邻里因停车争吵", "墙面脱落",
)  # fmt: skip
_ENDS = (
    "，请尽快处理",
    "，影响通行",
    "，已拍照",
    "，已劝导一次",
    "，居民反映多次",
    "，雨后更严重",
    "",
    "，有安全隐患",
)
#: In one of about 20,000 descriptions, and in none.
RARE, FREQUENT, ABSENT = "液化气瓶泄漏", "垃圾", "大象出没"
_RARE_EVERY = 20_000

#: Entries of the full story are written for cases of the last days and for open ones; older ones get two.
FULL_STORY_DAYS = 30


def _one_of(words: tuple[str, ...], number: str) -> str:
    listed = ", ".join(f"'{w}'" for w in words)
    return f"(ARRAY[{listed}])[1 + {number} % {len(words)}]"


_V7 = (
    "(substr(ms, 1, 8) || '-' || substr(ms, 9, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid"
    # The milliseconds of the report, as phones make their ids.
)

#: Every second grid's cases, decided in no order: two processes make a half each.
POINTS = tuple(
    f"""
    CREATE UNLOGGED TABLE bench.point_{half} AS
    SELECT """
    + _V7
    + """ AS id, c.g, p.m, c.at, c.p, c.r, c.is_open, m.is_restricted,
        CASE WHEN c.is_open THEN (ARRAY['reported', 'reported', 'filed', 'filed', 'dispatched', 'dispatched',
                'dispatched', 'handling', 'handling', 'handling', 'handled', 'verified'])[1 + c.r % 12]
             WHEN c.r % 64 = 0 THEN 'rejected' ELSE 'closed' END AS state,
        NOT c.is_open AND c.r % 100 = 7 AS is_merged
    FROM (
        SELECT c.*, lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') AS ms,
               -- The older a case, the less likely it is still open.
               random() < :open_factor * exp(-extract(epoch FROM CAST(:last_day AS timestamptz) - at)
                   / 86400 / :open_days) AS is_open
        FROM (
            -- Days are alike, hours are not: between six and twenty, most about one o'clock.
            SELECT g.g, d.geom AS p, (random() * 1e9)::int AS r,
                   CAST(:last_day AS timestamptz) - make_interval(days => 1 + floor(random() * :days)::int)
                   + make_interval(secs => 21600 + (random() + random()) * 25200) AS at
            FROM (SELECT *, greatest(1, round(:rows * weight / sum(weight) OVER ()))::int AS share
                  FROM bench.grid) g
            CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(g.geom, g.share, g.g)) d
"""
    + f"""            WHERE g.g % 2 = {half}
        ) c
    ) c
    JOIN bench.pick p ON p.k = c.r / 1000 % 1000 JOIN bench.matter m ON m.m = p.m
    """
    for half in (0, 1)
)

PLAN = (
    """
    CREATE UNLOGGED TABLE bench.plan AS
    SELECT row_number() OVER (ORDER BY at)::int AS n, lag(id) OVER (ORDER BY at) AS other, c.*
    FROM (SELECT * FROM bench.point_0 UNION ALL SELECT * FROM bench.point_1) c ORDER BY at
    """,
    "DROP TABLE bench.point_0, bench.point_1",
    "ANALYZE bench.plan",
)

#: Since when a case has what it has, by its state; everybody writes the same moments from these.
_TIMES = """
    p.at + interval '10 minutes' * (1 + p.r % 6) AS filed_at,
    p.at + interval '12 minutes' * (1 + p.r % 6) AS dispatched_at,
    p.at + interval '30 minutes' * (1 + p.r % 6) AS accepted_at,
    p.at + interval '3 hours' * (1 + p.r % 30) AS handled_at,
    p.at + interval '3.2 hours' * (1 + p.r % 30) AS verified_at,
    p.at + interval '3.3 hours' * (1 + p.r % 30) AS closed_at,
    p.at + interval '2 days' AS due_at,
    CASE p.state WHEN 'reported' THEN 0 WHEN 'rejected' THEN 0 WHEN 'filed' THEN 1 WHEN 'dispatched' THEN 2
        WHEN 'handling' THEN 3 WHEN 'handled' THEN 4 WHEN 'verified' THEN 5
        ELSE CASE WHEN p.is_merged THEN 0 ELSE 6 END END AS step
"""
#: A case that has gone through all has been reported, filed, dispatched, accepted, handled, verified and closed.
_JOINED = (
    f"(SELECT p.*, {_TIMES} FROM bench.plan p) p JOIN bench.grid g USING (g) JOIN bench.duty d USING (g, m)"
)

_DESCRIPTION = (
    f"CASE WHEN p.n % {_RARE_EVERY} = 77 THEN '{RARE}' ELSE "
    f"{_one_of(_BEGINS, 'p.r')} || {_one_of(_THINGS, '(p.r / 16)')} || {_one_of(_ENDS, '(p.r / 256)')}"
    " || '，编号' || p.r % 100000 END"
)

INCIDENTS = f"""
INSERT INTO gridops.incident (
    id, case_number, content_hash, version, state, level, is_open, origin, urgency, service_code, service_name,
    service_group, label_family, standard_id, is_restricted, description, lon, lat, geom, accuracy_m,
    location_source, reported_location, grid_version_id, grid_code, grid_name, grid_method, grid_probability,
    grid_candidates, scope_code, shown_code, shown_lon, shown_lat, shown_geom, reporter_id, reporter_name,
    device_id, unit_id, unit_name, unit_ids, person_ids, routing, reported_at, occurred_at,
    filed_at, dispatched_at, handled_at, verified_at, closed_at, due_at, due_state,
    clock_steps, clock_basis, disposition, merged_into)
SELECT p.id, '370611' || to_char(p.at AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD')
        || lpad(p.n::text, greatest(5, length(p.n::text)), '0'),
    uuid_send(p.id) || uuid_send(p.id), 1 + p.step + (p.state = 'rejected' OR p.is_merged)::int, p.state,
    m.default_level, p.is_open,
    CASE p.r % 20 WHEN 0 THEN 'hotline_12345' WHEN 1 THEN 'phone' WHEN 2 THEN 'desk' ELSE 'patrol' END,
    m.urgency_default, m.service_code, m.service_name, m.service_group, m.label_family, m.standard_id,
    m.is_restricted, CASE WHEN NOT m.is_restricted THEN {_DESCRIPTION} END, ST_X(p.p), ST_Y(p.p), p.p, 8, 'gps',
    jsonb_build_object('lat', ST_Y(p.p), 'lon', ST_X(p.p), 'source', 'gps', 'coord_sys', 'wgs84', 'accuracy_m', 8),
    g.version_id, g.code, g.name, 'inside', 1, g.candidates, g.code,
    -- A restricted case stands at its village; the trigger that says so is off while this is loaded.
    CASE WHEN m.is_restricted THEN g.shown_code END, CASE WHEN m.is_restricted THEN g.shown_lon END,
    CASE WHEN m.is_restricted THEN g.shown_lat END, CASE WHEN m.is_restricted THEN g.shown_geom END,
    g.reporter_id, g.reporter_name, g.device_id,
    CASE WHEN p.step >= 2 THEN d.unit_id END, CASE WHEN p.step >= 2 THEN d.unit_name END,
    CASE WHEN p.step >= 2 THEN d.units ELSE '{{}}' END, g.persons,
    CASE WHEN p.step >= 1 THEN d.routing END, p.at, p.at - interval '4 minutes',
    CASE WHEN p.step >= 1 THEN p.filed_at END, CASE WHEN p.step >= 2 THEN p.dispatched_at END,
    CASE WHEN p.step >= 4 THEN p.handled_at END, CASE WHEN p.step >= 5 THEN p.verified_at END,
    CASE WHEN NOT p.is_open THEN p.closed_at END, CASE WHEN p.step >= 1 THEN p.due_at END,
    CASE WHEN NOT p.is_open THEN 'done' WHEN p.step = 0 THEN 'normal'
         ELSE (ARRAY['normal', 'soon', 'overdue'])[1 + p.r % 3] END,
    CASE WHEN p.step >= 1 THEN m.steps ELSE '[]' END, CASE WHEN p.step >= 1 THEN m.basis ELSE '{{}}' END,
    CASE WHEN p.step = 6 THEN '已处置' END, CASE WHEN p.is_merged THEN p.other END
FROM {_JOINED} JOIN bench.matter m USING (m)
"""

_ENTRY = """
INSERT INTO gridops.log_entry (at, actor_id, action, entity, entity_id, version, data, areas, units, persons)
"""
_STORY = f"(p.is_open OR p.at > CAST(:last_day AS timestamptz) - make_interval(days => {FULL_STORY_DAYS}))"

#: One entry for each case, the last one for each that has ended, all between for those of the last days.
ENTRIES = (
    f"""{_ENTRY}
    SELECT p.at, g.reporter_id, 'incident.reported', 'incident', p.id, 1, d.reported, g.codes, '{{}}', g.persons
    FROM {_JOINED}
    """,
    f"""{_ENTRY}
    SELECT e.at, g.reporter_id, e.action, 'incident', p.id, e.version, e.data, g.codes,
        CASE WHEN e.version >= 3 THEN d.units ELSE '{{}}' END, g.persons
    FROM {_JOINED} JOIN bench.matter m USING (m) CROSS JOIN LATERAL (VALUES
        (2, 'incident.filed', p.filed_at, jsonb_build_object('from', 'reported', 'to', 'filed',
            'level', m.default_level, 'standard', m.standard_id, 'condition', 1)),
        (3, 'incident.dispatched', p.dispatched_at,
            jsonb_build_object('from', 'filed', 'to', 'dispatched', 'units', jsonb_build_array(d.unit_id))),
        (4, 'incident.accepted', p.accepted_at, '{{"from"\\: "dispatched", "to"\\: "handling"}}'),
        (5, 'incident.handled', p.handled_at, '{{"from"\\: "handling", "to"\\: "handled"}}'),
        (6, 'incident.verified', p.verified_at, '{{"from"\\: "handled", "to"\\: "verified"}}')
    ) e(version, action, at, data)
    WHERE {_STORY} AND e.version <= p.step + 1
    """,
    f"""{_ENTRY}
    SELECT p.closed_at, g.reporter_id,
        CASE WHEN p.state = 'rejected' THEN 'incident.rejected' WHEN p.is_merged THEN 'incident.merged'
             ELSE 'incident.closed' END,
        'incident', p.id, CASE p.step WHEN 6 THEN 7 ELSE 2 END,
        CASE WHEN p.state = 'rejected' THEN '{{"from"\\: "reported", "to"\\: "rejected"}}'::jsonb
             ELSE '{{"from"\\: "verified", "to"\\: "closed"}}' END,
        g.codes, CASE WHEN p.step >= 2 THEN d.units ELSE '{{}}' END, g.persons
    FROM {_JOINED} WHERE NOT p.is_open
    """,
)

DISPATCHES = f"""
INSERT INTO gridops.dispatch (id, incident_id, kind, unit_id, unit_name, status, is_current, made_at, made_by,
    accepted_at, arrived_at, finished_at)
SELECT gen_random_uuid(), p.id, 'handle', d.unit_id, d.unit_name,
    CASE p.step WHEN 2 THEN 'dispatched' WHEN 3 THEN 'accepted' ELSE 'cleared' END, p.step < 4, p.dispatched_at,
    g.reporter_id, CASE WHEN p.step >= 3 THEN p.accepted_at END,
    CASE WHEN p.step >= 4 THEN p.accepted_at + interval '20 minutes' END,
    CASE WHEN p.step >= 4 THEN p.handled_at END
FROM {_JOINED} WHERE p.step >= 2
"""

PRIVATE = f"""
INSERT INTO gridops.incident_private (incident_id, description, person_name, person_phone)
SELECT p.id, {_DESCRIPTION}, '王女士', '139' || lpad((p.r % 100000000)::text, 8, '0')
FROM bench.plan p WHERE p.is_restricted
"""

#: What triggers would have kept, had the cases been written one by one.
RECOUNTS = ("SELECT gridops.recount_cells()",)

#: The window of the stream: as many of the newest entries are numbered by the service's own sequencer.
WINDOW = """
INSERT INTO gridops.log_pending (entry_id) SELECT id FROM gridops.log_entry
WHERE id > (SELECT coalesce(max(entry_id), 0) FROM gridops.log_sequence) ORDER BY at DESC LIMIT :window
"""
