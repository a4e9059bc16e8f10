"""Routing rules written, as versions with dates: added, withdrawn before they hold, ended. Never commits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.rules import check_dates
from gridops.duties.matters.standards import changed_names
from gridops.duties.origins.models import OriginPolicyVersion
from gridops.duties.registers.replacing import replaced_by
from gridops.duties.routing import queries
from gridops.duties.routing.checks import Known, check_rule
from gridops.duties.routing.models import RoutingRuleVersion
from gridops.duties.routing.places import place_of_code
from gridops.duties.routing.rules import RuleContent, clashes, dates_meet
from gridops.errors import Fault, Problem, fault, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries as people_queries

#: The one routing of a deployment, as the log names it.
ROUTING_ID = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gridops:routing")
Dates = tuple[date, date | None]
Version = RoutingRuleVersion | OriginPolicyVersion
T = TypeVar("T", RoutingRuleVersion, OriginPolicyVersion)


def add_rule(
    session: Session, actor_id: UUID | None, code: str, content: RuleContent, dates: Dates
) -> RoutingRuleVersion:
    """A new rule with its first version, from today at the earliest."""
    queries.lock_routing(session)
    if queries.rule_versions(session, code):
        raise fault("/code", "这个规则代码已有", "This code is taken")
    if dates[0] < calendar_queries.today(session):
        raise fault("/valid_from", "规则不能早于今天生效", "A rule begins today at the earliest")
    return _add(session, actor_id, code, content, dates)


def add_rule_version(
    session: Session, actor_id: UUID | None, code: str, content: RuleContent, dates: Dates
) -> RoutingRuleVersion:
    """A version of a rule; the one that stood open ends there. 422 where it overlaps, or ties with another rule."""
    queries.lock_routing(session)
    if not queries.rule_versions(session, code):
        raise Problem("not-found")
    return _add(session, actor_id, code, content, dates)


def _add(
    session: Session, actor_id: UUID | None, code: str, content: RuleContent, dates: Dates
) -> RoutingRuleVersion:
    rows = queries.rule_versions(session, code)
    placed, faults = _placed(session, content)
    faults += check_rule(placed, _known(session, placed))
    faults += check_version_dates(session, dates, rows)
    if faults:
        raise invalid(*faults)
    refuse_ties(session, code, placed, dates)
    before, replaced = close_open(session, rows, dates[0])
    number = max((row.version for row in rows), default=0) + 1
    made = RoutingRuleVersion(
        id=new_id(), code=code, version=number, valid_from=dates[0], valid_to=dates[1], **placed.columns()
    )
    session.add(made)
    session.flush()
    known = queries.rule_content(before).columns() if before is not None else None
    changed = changed_names(known, placed.columns())
    data = {"rule": code, "valid_from": dates[0].isoformat(), "changed": changed}
    tell(session, actor_id, {**data, "row": str(made.id), **replaced}, number)
    return made


def withdraw_rule_version(session: Session, actor_id: UUID | None, code: str, version: int) -> None:
    """Take back a version that is not yet in force; the one before it stands open again if it ended there."""
    queries.lock_routing(session)
    rows = queries.rule_versions(session, code)
    reopened = withdraw(session, rows, version)
    if isinstance(reopened, RoutingRuleVersion):
        dates = (reopened.valid_from, reopened.valid_to)
        refuse_ties(session, code, queries.rule_content(reopened), dates)
    tell(session, actor_id, {"rule": code, "withdrawn": version}, version)


def end_rule(session: Session, actor_id: UUID | None, code: str, *, ends: date) -> None:
    """Have the rule end on a day, today at the earliest; versions that would begin later are taken away.

    A version that has been in force is never taken away, since cases name it: one of today ends tomorrow.
    """
    queries.lock_routing(session)
    rows = queries.rule_versions(session, code)
    if not rows:
        raise Problem("not-found")
    open_rows = [row for row in rows if row.valid_to is None or row.valid_to > ends]
    if ends < calendar_queries.today(session) or not open_rows:
        raise fault(
            "/valid_to",
            "终止日不能早于今天，也不能延后",
            "It ends today or later, and not later than it does",
        )
    if any(row.valid_from == ends == calendar_queries.today(session) for row in open_rows):
        raise fault(
            "/valid_to",
            "今天生效的版本最早明天终止",
            "A version that began today ends tomorrow at the earliest",
        )
    for row in open_rows:
        if row.valid_from >= ends:
            session.delete(row)
        else:
            row.valid_to = ends
    session.flush()
    tell(session, actor_id, {"rule": code, "ended": code, "valid_to": ends.isoformat()}, rows[0].version)


def check_version_dates(session: Session, dates: Dates, rows: Sequence[Version]) -> list[Fault]:
    """What is wrong with a version's dates beside the other versions of the same thing."""
    others = [(row.valid_from, row.valid_to, row.version) for row in rows]
    return check_dates(dates[0], dates[1], others, today=calendar_queries.today(session))


def close_open(session: Session, rows: Sequence[T], starts: date) -> tuple[T | None, dict[str, object]]:
    """The newest version, ended where its successor begins if it stood open, and what the log keeps of that."""
    before = rows[0] if rows else None
    if before is None or before.valid_to is not None:
        return before, {}
    before.valid_to = starts
    session.flush()
    return before, {"replaces": str(before.id), "until": None}


def withdraw(session: Session, rows: Sequence[Version], version: int) -> Version | None:
    """Delete a version that is still coming; the one that holds on by that, if any.

    Only an end that its successor made goes with it; one that was laid down stays.
    """
    found = next((row for row in rows if row.version == version), None)
    if found is None:
        raise Problem("not-found")
    if found.valid_from <= calendar_queries.today(session):
        raise fault(
            "/version", "已生效的版本不能撤回，请另立新版本", "A version in force stays; add another instead"
        )
    before_id, _ = replaced_by(session, ROUTING_ID, found.id)
    session.delete(found)
    session.flush()
    before = next((row for row in rows if row.id == before_id and row.valid_to == found.valid_from), None)
    if before is not None:
        before.valid_to = min(
            (row.valid_from for row in rows if row.valid_from > found.valid_from), default=None
        )
        session.flush()
    return before


def refuse_ties(session: Session, code: str, content: RuleContent, dates: Dates) -> None:
    """422 where another rule of the same rank could hold for the same case on a day of these dates."""
    faults = []
    for row in queries.rule_versions(session):
        if row.code == code or not dates_meet(dates, (row.valid_from, row.valid_to)):
            continue
        if clashes(content, queries.rule_content(row)):
            span = f"{row.valid_from} 至 {row.valid_to or '今后'}"
            faults.append(
                Fault(
                    "/name",
                    f"与规则「{row.name}」（{row.code} 第 {row.version} 版，{span}）同样具体，无法分出先后",
                    f"Ties with rule {row.code} version {row.version}: both would hold for the same case",
                )
            )
    if faults:
        raise invalid(*faults)


def _placed(session: Session, content: RuleContent) -> tuple[RuleContent, list[Fault]]:
    if not content.area_code:
        return replace(content, area_place=""), []
    place = place_of_code(session, content.area_code)
    if place is None:
        return replace(content, area_place="district"), [Fault("/area_code", "没有这个区域", "No such area")]
    return replace(content, area_place=place), []


def _known(session: Session, content: RuleContent) -> Known:
    ids = [UUID(seek.unit) for seek in (*content.leads, *content.helps) if _is_id(seek.unit)]
    units = people_queries.units_by_id(session, ids)
    rules = matter_queries.all_in_force(session)
    return Known(
        services={rule.matter.service_code for rule in rules},
        groups={rule.standard.group_code for rule in rules},
        agencies={agency.code for agency in matter_queries.agencies(session)},
        units={str(unit.id) for unit in units.values() if unit.is_active},
    )


def _is_id(text: str) -> bool:
    try:
        return bool(text) and str(UUID(text)) == text
    except ValueError:
        return False


def tell(session: Session, actor_id: UUID | None, data: dict[str, object], version: int = 1) -> None:
    """The log's entry of a change to routing; it concerns no area, so no screen is told."""
    append(
        session,
        Entry(
            action="routing.changed",
            entity="routing",
            entity_id=ROUTING_ID,
            version=version,
            actor_id=actor_id,
            data=data,
        ),
    )
