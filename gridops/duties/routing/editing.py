"""Routing rules written, as versions with dates: added, withdrawn before they hold, ended. Never commits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from gridops.db.dated.refusing import Refusals
from gridops.db.dated.register import DatedRegister, Written
from gridops.db.dated.rules import Span, meet, span_of
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.routing import queries
from gridops.duties.routing.changes import record_change
from gridops.duties.routing.checks import Known, check_rule
from gridops.duties.routing.models import RoutingRuleVersion
from gridops.duties.routing.places import place_of_code
from gridops.duties.routing.rules import RuleContent, clashes
from gridops.errors import Fault, Problem, fault, invalid
from gridops.people import queries as people_queries
from gridops.words import Words

#: How a version that has begun answers to a withdrawal.
VERSION_REFUSALS = Refusals(
    has_begun=Words("已生效的版本不能撤回，请另立新版本", "A version in force stays; add another instead"),
    withdrawal_points_to="/version",
)
RULES = DatedRegister(RoutingRuleVersion, ("code",), VERSION_REFUSALS)


def add_rule(
    session: Session, actor_id: UUID | None, code: str, content: RuleContent, dates: Span
) -> RoutingRuleVersion:
    """A new rule with its first version, from today at the earliest."""
    if RULES.rows(session, code=code):
        raise fault("/code", "这个规则代码已有", "This code is taken")
    if dates[0] < calendar_queries.today(session):
        raise fault("/valid_from", "规则不能早于今天生效", "A rule begins today at the earliest")
    return _add(session, actor_id, code, content, dates)


def add_rule_version(
    session: Session, actor_id: UUID | None, code: str, content: RuleContent, dates: Span
) -> RoutingRuleVersion:
    """A version of a rule; the one that stood open ends there. 422 where it overlaps, or ties with another rule."""
    if not RULES.rows(session, code=code):
        raise Problem("not-found")
    return _add(session, actor_id, code, content, dates)


def _add(
    session: Session, actor_id: UUID | None, code: str, content: RuleContent, dates: Span
) -> RoutingRuleVersion:
    placed, faults = _placed(session, content)
    faults += check_rule(placed, _known(session, placed))
    columns = {"code": code, **placed.columns()}
    today = calendar_queries.today(session)
    written = RULES.succeed(session, columns, dates, today=today, faults=faults)
    refuse_ties(session, code, placed, dates)
    record_change(session, actor_id, {"rule": code, **version_data(written)}, written.row.version)
    return written.row


def version_data(written: Written[RoutingRuleVersion]) -> dict[str, object]:
    """What the log keeps of a new version."""
    row, before = written.row, written.before
    changed = [name for name in written.changed if name != "code"]
    data: dict[str, object] = {
        "valid_from": row.valid_from.isoformat(),
        "changed": changed,
        "row": str(row.id),
    }
    if before is not None and written.is_replacing:
        data |= {"replaces": str(before.id), "until": None}
    return data


def withdraw_rule_version(session: Session, actor_id: UUID | None, code: str, version: int) -> None:
    """Take back a version that is not yet in force; the one before it holds as if there had been no other."""
    found = next((row for row in RULES.rows(session, code=code) if row.version == version), None)
    if found is None:
        raise Problem("not-found")
    restored = RULES.withdraw(session, found, today=calendar_queries.today(session))
    if restored is not None:
        refuse_ties(session, code, queries.rule_content(restored), span_of(restored))
    record_change(session, actor_id, {"rule": code, "withdrawn": version}, version)


def end_rule(session: Session, actor_id: UUID | None, code: str, *, ends: date) -> None:
    """Have the rule end on a day, today at the earliest; versions that would begin later are taken away.

    A version that has been in force is never taken away, since cases name it: one of today ends tomorrow.
    """
    rows, today = RULES.rows(session, code=code), calendar_queries.today(session)
    if not rows:
        raise Problem("not-found")
    _refuse_end([row for row in rows if row.valid_to is None or row.valid_to > ends], ends, today)
    version = rows[0].version
    for row in rows:
        if row.valid_from >= ends:
            RULES.withdraw(session, row, today=today)
        elif row.valid_to is None or row.valid_to > ends:
            RULES.end(session, row, ends, today=today)
    record_change(session, actor_id, {"rule": code, "ended": code, "valid_to": ends.isoformat()}, version)


def _refuse_end(open_rows: list[RoutingRuleVersion], ends: date, today: date) -> None:
    if ends < today or not open_rows:
        raise fault(
            "/valid_to",
            "终止日不能早于今天，也不能延后",
            "It ends today or later, and not later than it does",
        )
    if any(row.valid_from == ends == today for row in open_rows):
        raise fault(
            "/valid_to",
            "今天生效的版本最早明天终止",
            "A version that began today ends tomorrow at the earliest",
        )


def refuse_ties(session: Session, code: str, content: RuleContent, dates: Span) -> None:
    """422 where another rule of the same rank could hold for the same case on a day of these dates."""
    faults = []
    for row in queries.rule_versions(session):
        if row.code == code or not meet(dates, span_of(row)):
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
    matters = matter_queries.all_in_force(session)
    return Known(
        services={one.matter.service_code for one in matters},
        groups={one.standard.group_code for one in matters},
        agencies={agency.code for agency in matter_queries.agencies(session)},
        units={str(unit.id) for unit in units.values() if unit.is_active},
    )


def _is_id(text: str) -> bool:
    try:
        return bool(text) and str(UUID(text)) == text
    except ValueError:
        return False
