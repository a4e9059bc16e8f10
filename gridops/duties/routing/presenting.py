"""All of the routing as an administrator reads it: rules, policies, precedents, choices, warnings. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.area_questions.queries import asking_rows
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.history import changes_of
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.origins import queries as origin_queries
from gridops.duties.origins.wire import OriginOut, PolicyVersionOut
from gridops.duties.precedents import queries as precedent_queries
from gridops.duties.precedents.models import Precedent
from gridops.duties.precedents.wire import PrecedentOut
from gridops.duties.routing import queries
from gridops.duties.routing.changes import ROUTING_ID
from gridops.duties.routing.models import RoutingRuleVersion
from gridops.duties.routing.wire import ChoiceOut, RoutingOut, RuleOut, RuleVersionOut
from gridops.duties.words import ORIGINS
from gridops.people import queries as people_queries
from gridops.territory import queries as territory_queries

#: Sorts of areas that are offered to choose from; grids are named by their code.
OFFERED = ("district", "township", "village")
MOST_AREAS = 3000

#: Kinds of units that a rule may name; grids and villages have one each, which is found by its place.
OFFERED_UNITS = ("body", "stationed", "outside")


def present_routing(session: Session) -> RoutingOut:
    """Everything of the page at once: it is small, and its parts explain each other."""
    session.flush()
    today = calendar_queries.today(session)
    rules, matters = queries.rule_versions(session), matter_queries.all_in_force(session)
    areas = _areas(session)
    return RoutingOut(
        rules=_rules(session, rules, today),
        origins=_origins(session, today),
        precedents=_precedents(session, precedent_queries.all_precedents(session), matters, areas),
        matters=[ChoiceOut(code=r.matter.service_code, name=r.standard.service_name) for r in matters],
        groups=_groups(matters),
        agencies=[ChoiceOut(code=a.code, name=a.name) for a in matter_queries.agencies(session)],
        areas=[ChoiceOut(code=code, name=name) for code, name in areas.items()],
        units=[
            ChoiceOut(code=str(u.id), name=u.name)
            for u in people_queries.units_of_kinds(session, OFFERED_UNITS)
        ],
        warnings=_warnings(session, rules, today),
        changes=changes_of(session, ROUTING_ID),
    )


def _rules(session: Session, rows: Sequence[RoutingRuleVersion], today: date) -> list[RuleOut]:
    contents = {row.id: queries.rule_content(row) for row in rows}
    seeks = [seek for c in contents.values() for seek in (*c.leads, *c.helps) if seek.unit]
    named = people_queries.units_by_id(session, sorted({UUID(seek.unit) for seek in seeks}, key=str))
    units = {str(unit.id): unit.name for unit in named.values()}
    asking, found = asking_rows(session, "routing_rule"), []
    for code, same in groupby(rows, key=lambda row: row.code):
        versions = [
            RuleVersionOut.of(row, contents[row.id], today=today, units=units, asking=asking) for row in same
        ]
        shown = next((v for v in versions if v.state == "in_force"), versions[0])
        found.append(RuleOut(code=code, shown=shown.version, state=shown.state, versions=versions))

    def order(rule: RuleOut) -> tuple[bool, list[int], str]:
        shown = next(v for v in rule.versions if v.version == rule.shown)
        return (rule.state == "past", [-n for n in shown.rank], rule.code)

    return sorted(found, key=order)


def _origins(session: Session, today: date) -> list[OriginOut]:
    rows = origin_queries.policy_versions(session)
    return [
        OriginOut(
            origin=origin, versions=[PolicyVersionOut.of(row, today) for row in rows if row.origin == origin]
        )
        for origin in ORIGINS
    ]


def _precedents(
    session: Session, rows: Sequence[Precedent], matters: Iterable[MatterVersion], areas: dict[str, str]
) -> list[PrecedentOut]:
    units = people_queries.units_by_id(session, sorted({row.unit_id for row in rows}, key=str))
    persons = [p for row in rows for p in (row.decided_by, row.ended_by) if p is not None]
    names = people_queries.names_of(session, persons)
    asking = asking_rows(session, "precedent")
    services = {r.matter.service_code: r.standard.service_name for r in matters}
    return [
        PrecedentOut.of(
            row,
            service_name=services.get(row.service_code, row.service_code),
            area_name=areas.get(row.area_code),
            unit_name=units[row.unit_id].name if row.unit_id in units else None,
            decided_by=names.get(row.decided_by) if row.decided_by else None,
            ended_by=names.get(row.ended_by) if row.ended_by else None,
            area_question=asking.get(row.id),
        )
        for row in rows
    ]


def _groups(matters: Iterable[MatterVersion]) -> list[ChoiceOut]:
    groups = {r.standard.group_code: r.standard.service_group for r in matters}
    return [ChoiceOut(code=code, name=name) for code, name in sorted(groups.items())]


def _areas(session: Session) -> dict[str, str]:
    boundary_set = territory_queries.find_set_in_force(session)
    if boundary_set is None:
        return {}
    found: dict[str, str] = {}
    for level in (*OFFERED, "group"):
        rows = territory_queries.list_areas(session, boundary_set.id, level=level, limit=MOST_AREAS)
        found |= {row.code: row.name for row in rows}
    return found


def _warnings(session: Session, rows: Sequence[RoutingRuleVersion], today: date) -> list[str]:
    """Rules that can no longer hold for any case: their area went with a change of boundaries."""
    held = [r for r in rows if r.area_code and (r.valid_to is None or r.valid_to > today)]
    codes = sorted({row.area_code for row in held})
    known = set(territory_queries.chains_of(session, codes))
    known |= {group.code for group in territory_queries.groups_of(session, codes)}
    return [
        f"规则「{row.name}」（{row.code} 第 {row.version} 版）的区域 {row.area_code} 已不在现行边界中，不再适用"
        for row in held
        if row.area_code not in known
    ]
