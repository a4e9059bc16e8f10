"""Who is to handle a matter at a place: precedent, else the most specific rule; the reason in a clerk's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.models import Standard
from gridops.duties.precedents import queries as precedent_queries
from gridops.duties.precedents.models import Precedent
from gridops.duties.routing import queries
from gridops.duties.routing.places import Site
from gridops.duties.routing.rules import (
    OWN_AGENCIES,
    PLACE_WORDS,
    PLACES,
    Question,
    RoutingRule,
    Seek,
    choose,
    fitting,
)
from gridops.duties.words import LEVEL_WORDS
from gridops.people import queries as people_queries

#: Kinds of units that are workers' own; only an admitted matter is put on them.
WORKERS = ("grid", "village")
NO_RULE = "none@1"


@dataclass(frozen=True)
class RoutingCase:
    """A case, real or supposed, for which somebody is looked for; `at` is local time.

    `is_settled`: the level stands, because a person named it or the case was filed at it.
    """

    service_code: str
    matter: Standard
    is_admitted: bool
    site: Site
    level: str
    origin: str
    at: datetime
    is_settled: bool = False

    @property
    def sought_level(self) -> str:
        """The level that is asked about: what is not admitted is never put on workers."""
        return "township" if not self.is_admitted and self.level in WORKERS else self.level

    @property
    def question(self) -> Question:
        """What the rules are asked."""
        return Question(
            service_code=self.service_code,
            group_code=self.matter.group_code,
            areas=self.site.areas,
            kinds=self.site.kinds,
            level=self.sought_level,
            origin=self.origin,
            at=self.at,
        )


@dataclass(frozen=True)
class FoundUnit:
    """A unit that may be sent."""

    id: UUID
    name: str
    agency_code: str
    agency: str


@dataclass(frozen=True)
class Proposal:
    """Who is to go, or nobody, with the reason; `level` and `accepts` where a rule lays them down."""

    unit: FoundUnit | None
    rule: str
    reason: str
    helpers: tuple[FoundUnit, ...] = ()
    sends_helpers: bool = False
    level: str = ""
    accepts: tuple[str, ...] = ()
    power: dict[str, Any] | None = None
    basis: str | None = None
    #: Who acts for a grid that has nobody on post: (id, name) of the head of its grids.
    head: tuple[UUID, str] | None = None

    def as_routing(self) -> dict[str, Any]:
        """The contract's `routing` object, with the helping units beside it, and the head where he acts."""
        head = {"head": {"id": str(self.head[0]), "name": self.head[1]}} if self.head else {}
        return {
            "unit": {"id": str(self.unit.id), "name": self.unit.name} if self.unit else None,
            "helping": [{"id": str(one.id), "name": one.name} for one in self.helpers],
            "power": self.power,
            "basis": self.basis,
            "rule": self.rule,
            "reason": self.reason,
            **head,
        }


@dataclass(frozen=True)
class Router:
    """Rules, precedents and units for the matters and places at hand, read once for one or many cases."""

    rules: Sequence[RoutingRule]
    precedents: Mapping[tuple[str, str, str], Precedent] = field(default_factory=dict)
    units: Mapping[tuple[str, str], FoundUnit] = field(default_factory=dict)
    by_id: Mapping[UUID, FoundUnit] = field(default_factory=dict)
    workers: frozenset[UUID] = frozenset()
    agencies: Mapping[str, str] = field(default_factory=dict)

    def considered(self, asked: RoutingCase) -> list[RoutingRule]:
        """Every rule that fits, the one that is taken first."""
        return fitting(self.rules, settle_level(self.rules, asked)[0].question)

    def propose(self, asked: RoutingCase) -> Proposal:
        """The unit for a case: a precedent's, else the first that the most specific rule finds."""
        sent_level = asked.level
        asked, rule = settle_level(self.rules, asked)
        laid_down: dict[str, Any] = {
            "level": asked.level if asked.level != sent_level else "",
            "accepts": rule.content.accepts if rule is not None else (),
        }
        by_precedent = self._by_precedent(asked, rule, laid_down)
        if by_precedent is not None:
            return by_precedent
        what = f"「{asked.matter.service_name}」"
        if rule is None:
            return Proposal(None, NO_RULE, f"{what}没有适用的派遣规则，由中心人工派遣")
        named = f"按派遣规则「{rule.content.name}」（第 {rule.version} 版）"
        tried = []
        for seek in rule.content.leads:
            found = self._seek(seek, asked, asked.matter.lead_agency)
            if found is not None:
                where = self._where(seek, asked, found)
                why = (
                    f"{what}发生在{asked.site.words}，属{LEVEL_WORDS[asked.level]}级事项，"
                    f"{named}，由{where}处置：{found.name}"
                )
                helpers = self._helpers(rule, asked, found)
                return Proposal(found, rule.label, why, helpers, rule.content.sends_helpers, **laid_down)
            tried.append(self._missing(seek, asked))
        return Proposal(None, rule.label, self._nobody(what, named, tried, asked), **laid_down)

    def _by_precedent(
        self, asked: RoutingCase, rule: RoutingRule | None, laid_down: Mapping[str, Any]
    ) -> Proposal | None:
        for place in PLACES:
            code = asked.site.areas.get(place)
            found = self.precedents.get((asked.service_code, code, asked.level)) if code else None
            unit = self.by_id.get(found.unit_id) if found is not None else None
            if found is None or unit is None or (not asked.is_admitted and unit.id in self.workers):
                continue
            day = found.decided_at.astimezone(asked.at.tzinfo).date()
            why = (
                f"依据先例：「{asked.matter.service_name}」在{asked.site.names[place]}，两次退单后由中心于 {day} 裁定"
                f"（案件 {found.case_number}），由{unit.name}处置，理由见该案件"
            )
            helpers = self._helpers(rule, asked, unit) if rule is not None else ()
            return Proposal(unit, f"precedent-{found.id}@1", why, helpers, **laid_down)
        return None

    def _seek(self, seek: Seek, asked: RoutingCase, agency: str) -> FoundUnit | None:
        if seek.whose == "unit":
            found = self.by_id.get(UUID(seek.unit))
        else:
            code = self._agency_of(seek, agency)
            found = self.units.get((code, asked.site.areas.get(seek.at, "")))
        if found is not None and not asked.is_admitted and found.id in self.workers:
            return None
        return found

    @staticmethod
    def _agency_of(seek: Seek, agency: str) -> str:
        if seek.whose == "own":
            return OWN_AGENCIES[seek.at]
        return seek.agency if seek.whose == "agency" else agency

    def _helpers(self, rule: RoutingRule, asked: RoutingCase, lead: FoundUnit) -> tuple[FoundUnit, ...]:
        """One unit of each helping agency, found where the rule looks first; each named step adds its own."""
        found: dict[UUID, FoundUnit] = {}
        has_one = {lead.agency_code}
        for agency in asked.matter.helping_agencies:
            for seek in (one for one in rule.content.helps if one.whose == "matter"):
                unit = self._seek(seek, asked, agency)
                if unit is not None and agency not in has_one:
                    has_one.add(agency)
                    found[unit.id] = unit
        for seek in (one for one in rule.content.helps if one.whose != "matter"):
            unit = self._seek(seek, asked, "")
            if unit is not None:
                found[unit.id] = unit
        found.pop(lead.id, None)
        return tuple(found.values())

    @staticmethod
    def _where(seek: Seek, asked: RoutingCase, found: FoundUnit) -> str:
        if seek.whose == "unit":
            return f"指定力量（{found.agency}）"
        if seek.whose == "own":
            return f"{PLACE_WORDS[seek.at]}自身力量"
        name = f"「{asked.site.names[seek.at]}」" if seek.at == "enforcement_area" else ""
        return f"{PLACE_WORDS[seek.at]}{name}{found.agency}力量"

    def _missing(self, seek: Seek, asked: RoutingCase) -> str:
        if seek.whose == "unit":
            return "指定力量（已停用）"
        code = self._agency_of(seek, asked.matter.lead_agency)
        if not code or not asked.site.areas.get(seek.at):
            return ""
        return f"{PLACE_WORDS[seek.at]}的{self.agencies.get(code, code)}"

    @staticmethod
    def _nobody(what: str, named: str, tried: Sequence[str], asked: RoutingCase) -> str:
        if not asked.matter.lead_agency and not any(tried):
            return f"{what}未指定牵头部门，{named}由中心人工派遣"
        if not tried:
            return f"{what}{named}由中心人工派遣"
        said = "、".join(dict.fromkeys(one for one in tried if one)) or "该位置不在任何网格内"
        return f"{what}{named}没有找到处置力量（找过：{said}），由中心人工派遣"


def settle_level(rules: Sequence[RoutingRule], asked: RoutingCase) -> tuple[RoutingCase, RoutingRule | None]:
    """The case at the level that its rule lays down, and the rule that holds for it there.

    A rule that asks for a level lays down no other, so the second answer is the last: what is proposed at the
    filing is what the case gets when it is sent.
    """
    rule = choose(rules, asked.question)
    level = rule.content.to_level if rule is not None else ""
    if asked.is_settled or not level or level == asked.level:
        return asked, rule
    there = replace(asked, level=level, is_settled=True)
    return there, choose(rules, there.question)


def load_router(
    session: Session, asked: Iterable[tuple[str, Standard]], sites: Sequence[Site], *, on: date
) -> Router:
    """The router for some matters (by service code) and the sites of their cases, as it stands on a day."""
    matters = list(asked)
    rules = queries.rules_in_force(session, on)
    areas = sorted({code for site in sites for code in site.areas.values()})
    precedents = precedent_queries.precedents_in_force(session, {code for code, _ in matters}, areas)
    seeks = [seek for rule in rules for seek in (*rule.content.leads, *rule.content.helps)]
    agencies = {s.agency for s in seeks if s.agency} | set(OWN_AGENCIES.values())
    for _, matter in matters:
        agencies |= {matter.lead_agency, *matter.helping_agencies}
    named = {UUID(s.unit) for s in seeks if s.unit} | {p.unit_id for p in precedents}
    rows = people_queries.units_covering(session, sorted(agencies), areas, sorted(named, key=str))
    found = {row.id: FoundUnit(row.id, row.name, row.agency_code, row.agency) for row in rows}
    return Router(
        rules,
        {(p.service_code, p.area_code, p.level): p for p in precedents},
        {(row.sought_code, row.area_code): found[row.id] for row in rows},
        found | {row.stands_for: found[row.id] for row in rows if row.stands_for is not None},
        frozenset(row.id for row in rows if row.kind in WORKERS),
        {agency.code: agency.name for agency in matter_queries.agencies(session)},
    )


def level_and_acceptors(rules: Sequence[RoutingRule], asked: RoutingCase) -> tuple[str, tuple[str, ...]]:
    """The level and the roles that accept a report, where a rule lays them down; ("", ()) where none does."""
    there, rule = settle_level(rules, asked)
    accepts = rule.content.accepts if rule is not None else ()
    return there.level if there.level != asked.level else "", accepts
