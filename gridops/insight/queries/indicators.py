"""Indicators: for each one the cases below and above its line, counted in one statement, with its definition.

What later issues bring (passing up, reopening) counts as soon as its log entries exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.duties.matters import queries as matter_queries
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.where import where
from gridops.people.rules import Actor

#: Groups of matters that are petitions: what is sent up there never counts as passed up.
PETITION_GROUPS = ("X",)
SMALL_LEVELS = ("grid", "village")


@dataclass(frozen=True)
class Indicator:
    """A quotient: `of` says which cases are looked at, `hit` which of those count; both are SQL over `c`."""

    name: str
    of: str
    hit: str
    zh: str
    en: str

    @property
    def definition(self) -> str:
        """The definition, Chinese first."""
        return f"{self.zh} / {self.en}"


_CLOSED = "c.state = 'closed'"
_HANDLED = "c.was_handled"
_DUE = (
    "c.filed_at IS NOT NULL AND c.state NOT IN ('rejected', 'suspended')"
    " AND (c.due_at <= :now OR c.state = 'closed')"
)
_ON_TIME = f"{_CLOSED} AND (c.due_at IS NULL OR coalesce(c.handled_at, c.closed_at) <= c.due_at)"
_SMALL = f"{_CLOSED} AND c.is_small"
_STAYED = "c.level IN ('grid', 'village') AND NOT c.was_passed_up AND NOT c.was_reopened"
_TOWN_DUTY = "NOT (c.origin = 'hotline_12345' AND c.level = 'district')"

_PERIOD_ZH, _PERIOD_EN = "期内上报", "reported in the period"

INDICATORS = (
    Indicator(
        "closed_on_time", _DUE, _ON_TIME,
        f"按期结案率：{_PERIOD_ZH}的应结案件（已立案，期限已到或已结案，不含挂账）中，"
        "在期限内处置完成并已结案的；即时处置计为按期，已合并的不计。",
        f"Closed on time: of filed cases {_PERIOD_EN} that are due by now or closed already (suspended ones"
        " apart), those handled by their deadline and closed. Settled on the spot counts as on time;"
        " merged cases are left out.",
    ),
    Indicator(
        "closed", _DUE, _CLOSED,
        f"结案率：{_PERIOD_ZH}的应结案件（已立案，期限已到或已结案，不含挂账）中，已结案的。",
        f"Closed: of filed cases {_PERIOD_EN} that are due by now or closed already (suspended ones apart),"
        " those closed.",
    ),
    Indicator(
        "filing_rate", "true", "c.filed_at IS NOT NULL",
        f"立案率：{_PERIOD_ZH}的案件中，已立案的（即时处置计为立案）；尚未审核的计入分母。",
        f"Filing rate: of all cases {_PERIOD_EN}, those filed (settled on the spot counts as filed);"
        " cases that nobody has looked at yet are in the denominator.",
    ),
    Indicator(
        "rework_rate", _HANDLED, "c.was_reworked",
        f"返工率：{_PERIOD_ZH}、处置单位曾确认完成的案件中，至少返工一次的；即时处置不计。",
        f"Rework rate: of cases {_PERIOD_EN} that a unit confirmed as handled, those sent back to it at least"
        " once; not counting what was settled on the spot.",
    ),
    Indicator(
        "return_rate", _HANDLED, "c.was_returned",
        f"退单率：{_PERIOD_ZH}、处置单位曾确认完成的案件中，至少退单一次的；即时处置不计。",
        f"Return rate: of cases {_PERIOD_EN} that a unit confirmed as handled, those a unit returned at least"
        " once; not counting what was settled on the spot.",
    ),
    Indicator(
        "handled_by_proxy", _HANDLED, "c.was_by_proxy",
        f"代办率：{_PERIOD_ZH}、处置单位曾确认完成的案件中，处置由受理派遣席或网格长代无账号的力量记录的；即时处置不计。",
        f"Recorded by proxy: of cases {_PERIOD_EN} that a unit confirmed as handled, those of which the desk or the"
        " head of the grids recorded a handling for a unit that nobody signs in for; not counting what was settled"
        " on the spot.",
    ),
    Indicator(
        "solved_in_grid", f"{_SMALL} AND c.label_family <> 'governance' AND NOT c.was_on_site", _STAYED,
        f"不出网格率：{_PERIOD_ZH}、已结案的小事（事项默认层级为网格或村社区）中，在网格或村社区办结、"
        "未上报上级、未重新打开的；即时处置和治理类案件另列。",
        f"Solved in the grid: of closed small matters {_PERIOD_EN} (default level grid or village), those"
        " closed there, never passed up, not reopened; settled on the spot and governance cases are apart.",
    ),
    Indicator(
        "solved_in_grid_governance",
        f"{_SMALL} AND c.label_family = 'governance' AND NOT c.was_on_site",
        _STAYED,
        f"不出网格率（治理类：矛盾纠纷、服务、诉求）：{_PERIOD_ZH}、已结案的治理类小事中，在网格或村社区办结、"
        "未上报上级、未重新打开的；即时处置另列。",
        f"Solved in the grid, governance cases (disputes, services, petitions): of such closed small matters"
        f" {_PERIOD_EN}, those closed there, never passed up, not reopened; settled on the spot is apart.",
    ),
    Indicator(
        "settled_on_site", _SMALL, "c.was_on_site",
        f"即时处置占比：{_PERIOD_ZH}、已结案的小事中，上报人当场处置的。",
        f"Settled on the spot: of closed small matters {_PERIOD_EN}, those the reporter settled on the spot.",
    ),
    Indicator(
        "solved_in_town", f"{_CLOSED} AND {_TOWN_DUTY}", "c.level IN ('grid', 'village', 'township')",
        f"不出镇率：{_PERIOD_ZH}、已结案的案件中，在镇街及以下办结的；12345 直派区县的不计。"
        "不按履职事项清单扣除上级收回的事项。",
        f"Solved in the town: of closed cases {_PERIOD_EN}, those closed at or below the township, without"
        " 12345 cases at the district. What the district has taken back by the list of duties is not left out.",
    ),
    Indicator(
        "passed_up", f"c.state <> 'rejected' AND NOT c.is_petition AND {_TOWN_DUTY}",
        "c.level = 'district' OR c.was_passed_up",
        f"上交率：{_PERIOD_ZH}的案件（不含不予立案、信访事项、12345 直派区县的）中，"
        "由区县处置或曾上报上级的。"
        "不按履职事项清单扣除上级收回的事项。",
        f"Passed up: of cases {_PERIOD_EN} (without rejected ones, petitions, 12345 cases at the district),"
        " those at the district or ever escalated."
        " What the district has taken back by the list of duties is not left out.",
    ),
)  # fmt: skip

_FIGURES = ", ".join(
    f"count(*) FILTER (WHERE ({i.of})) AS {i.name}_of,"
    f" count(*) FILTER (WHERE ({i.of}) AND ({i.hit})) AS {i.name}_hit"
    for i in INDICATORS
)
_STATEMENT = f"""
    WITH chosen AS (
        SELECT i.id, i.state, i.level, i.origin, i.label_family,
               i.filed_at, i.handled_at, i.closed_at, i.due_at,
               i.service_code = ANY(CAST(:small AS text[])) AS is_small,
               i.service_code = ANY(CAST(:petitions AS text[])) AS is_petition
        FROM gridops.incident i WHERE {{where}}
    ), act AS (
        SELECT l.entity_id,
               -- The last of several units may have given its part back: what the others did is what was handled.
               bool_or(l.data->>'to' = 'handled') AS was_handled,
               bool_or(l.action = 'incident.handled' AND l.data->>'by_proxy' = 'true') AS was_by_proxy,
               bool_or(l.action = 'incident.reworked') AS was_reworked,
               bool_or(l.action = 'incident.returned') AS was_returned,
               bool_or(l.action = 'incident.resolved_on_site') AS was_on_site,
               bool_or(l.action = 'incident.escalated') AS was_passed_up,
               bool_or(l.action = 'incident.recorded') AS was_recorded,
               bool_or(l.action = 'incident.reopened') AS was_reopened
        FROM chosen JOIN gridops.log_entry l ON l.entity_id = chosen.id
        WHERE l.action IN ('incident.handled', 'incident.reworked', 'incident.returned', 'incident.declined',
                           'incident.recalled', 'incident.resolved_on_site', 'incident.escalated',
                           'incident.reopened', 'incident.recorded')
        GROUP BY l.entity_id
    ), c AS (
        SELECT chosen.*, coalesce(act.was_handled, false) AS was_handled,
               coalesce(act.was_by_proxy, false) AS was_by_proxy,
               coalesce(act.was_reworked, false) AS was_reworked,
               coalesce(act.was_returned, false) AS was_returned,
               coalesce(act.was_on_site, false) AS was_on_site,
               coalesce(act.was_passed_up, false) AS was_passed_up,
               coalesce(act.was_reopened, false) AS was_reopened
        FROM chosen LEFT JOIN act ON act.entity_id = chosen.id
        -- Praise is written down and over: no figure of what is handled counts it.
        WHERE NOT coalesce(act.was_recorded, false)
    )
    SELECT {_FIGURES} FROM c
"""


def _matters(session: Session) -> tuple[list[str], list[str]]:
    """Codes of small matters, and of petitions."""
    rules = matter_queries.all_in_force(session)
    return (
        [r.matter.service_code for r in rules if r.standard.default_level in SMALL_LEVELS],
        [r.matter.service_code for r in rules if r.standard.group_code in PETITION_GROUPS],
    )


def indicator_figures(
    session: Session, actor: Actor, filters: Filters, *, now: datetime
) -> Sequence[tuple[Indicator, int, int]]:
    """(indicator, numerator, denominator) of each one, over the cases that `filters` choose."""
    found = where(filters, actor)
    small, petitions = _matters(session)
    params: dict[str, Any] = found.params | {"now": now, "small": small, "petitions": petitions}
    with reading_the_map(session):
        row = session.execute(text(_STATEMENT.format(where=found.sql)), params).one()._mapping
    return [(i, row[f"{i.name}_hit"], row[f"{i.name}_of"]) for i in INDICATORS]
