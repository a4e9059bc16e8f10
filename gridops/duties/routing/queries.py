"""Reading routing rules: those in force on a day, every version of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from gridops.db.dated.queries import in_force
from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.duties.routing.models import RoutingRuleVersion
from gridops.duties.routing.rules import RoutingRule, RuleContent, seek_of


def rules_in_force(session: Session, on: date) -> list[RoutingRule]:
    """Every routing rule that holds on a day, by code."""
    if is_held(session):
        return [rule for row, rule in _held_rules(session) if holds_on(row, on)]
    rows = session.scalars(
        select(RoutingRuleVersion).where(*in_force(RoutingRuleVersion, on)).order_by(RoutingRuleVersion.code)
    )
    return [RoutingRule(row.code, row.version, rule_content(row)) for row in rows]


_RULES = select(RoutingRuleVersion).order_by(RoutingRuleVersion.code)


def _held_rules(session: Session) -> Sequence[tuple[RoutingRuleVersion, RoutingRule]]:
    return held(
        session,
        "routing rules read",
        lambda asking: [
            (row, RoutingRule(row.code, row.version, rule_content(row)))
            for row in rows_held(asking, "routing rules", _RULES)
        ],
    )


def rule_content(row: RoutingRuleVersion) -> RuleContent:
    """What a stored version says."""
    said: dict[str, Any] = {name: getattr(row, name) for name in RuleContent.__dataclass_fields__}
    return RuleContent(
        **said
        | {
            "accepts": tuple(row.accepts),
            "leads": tuple(seek_of(one) for one in row.leads),
            "helps": tuple(seek_of(one) for one in row.helps),
        }
    )


def rule_versions(session: Session, code: str | None = None) -> Sequence[RoutingRuleVersion]:
    """Every version of one rule, or of all, by code and newest first."""
    query = select(RoutingRuleVersion).order_by(RoutingRuleVersion.code, RoutingRuleVersion.valid_from.desc())
    if code is not None:
        query = query.where(RoutingRuleVersion.code == code)
    return session.scalars(query).all()


def rules_that_lift(session: Session, on: date) -> list[RoutingRule]:
    """Every rule of the day where any says who accepts or at which level; else nothing is asked before filing."""
    if is_held(session):
        return held(session, ("rules that lift", on), lambda asking: _those_that_lift(asking, on))
    speaks = or_(RoutingRuleVersion.to_level != "", func.cardinality(RoutingRuleVersion.accepts) > 0)
    some = select(RoutingRuleVersion.id).where(speaks, *in_force(RoutingRuleVersion, on))
    if session.scalar(select(some.exists())):
        return rules_in_force(session, on)
    return []


def _those_that_lift(session: Session, on: date) -> list[RoutingRule]:
    rules = rules_in_force(session, on)
    return rules if any(r.content.to_level or r.content.accepts for r in rules) else []


def count_naming_unit(session: Session, unit_id: UUID, *, on: date) -> int:
    """How many rules that hold on a day name a unit itself, to lead or to help."""
    return sum(
        any(seek.unit == str(unit_id) for seek in (*rule.content.leads, *rule.content.helps))
        for rule in rules_in_force(session, on)
    )
