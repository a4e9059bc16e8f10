"""Reading routing: rules and policies in force on a day, every version of one, precedents."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, text

from gridops.db.session import Session
from gridops.duties.models import OriginPolicyVersion, Precedent, RoutingRuleVersion
from gridops.duties.rules.origins import OriginPolicy, policy_of
from gridops.duties.rules.routing import RoutingRule, RuleContent, seek_of


def _in_force(model: Any, on: date) -> list[ColumnElement[bool]]:
    return [model.valid_from <= on, or_(model.valid_to.is_(None), model.valid_to > on)]


_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('gridops.routing'))")


def lock_routing(session: Session) -> None:
    """One change of routing at a time: whether two rules tie is asked of what is already there."""
    session.execute(_LOCK)


def rules_in_force(session: Session, on: date) -> list[RoutingRule]:
    """Every routing rule that holds on a day, by code."""
    rows = session.scalars(
        select(RoutingRuleVersion).where(*_in_force(RoutingRuleVersion, on)).order_by(RoutingRuleVersion.code)
    )
    return [RoutingRule(row.code, row.version, rule_content(row)) for row in rows]


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
    speaks = or_(RoutingRuleVersion.to_level != "", func.cardinality(RoutingRuleVersion.accepts) > 0)
    some = select(RoutingRuleVersion.id).where(speaks, *_in_force(RoutingRuleVersion, on))
    if session.scalar(select(some.exists())):
        return rules_in_force(session, on)
    return []


def policies_column(on: date) -> Any:
    """A column for statements that need them beside something else: the day's policies; `policies_of` reads it."""
    said = func.jsonb_build_object(
        *(
            part
            for name in OriginPolicy.__dataclass_fields__
            for part in (name, getattr(OriginPolicyVersion, name))
        )
    )
    held = select(func.jsonb_object_agg(OriginPolicyVersion.origin, said))
    return held.where(*_in_force(OriginPolicyVersion, on)).scalar_subquery()


def policies_of(stored: Mapping[str, Any] | None) -> dict[str, OriginPolicy]:
    """The policies by origin, from a `policies_column`."""
    return {origin: policy_of(said) for origin, said in (stored or {}).items()}


def policies_on(session: Session, on: date) -> dict[str, OriginPolicy]:
    """The policies of the origins that have one on a day."""
    return policies_of(session.scalar(select(policies_column(on))))


def policy_content(row: OriginPolicyVersion) -> OriginPolicy:
    """What a stored version says."""
    return policy_of({name: getattr(row, name) for name in OriginPolicy.__dataclass_fields__})


def policy_versions(session: Session, origin: str | None = None) -> Sequence[OriginPolicyVersion]:
    """Every version of an origin's policy, or of all, newest first."""
    query = select(OriginPolicyVersion).order_by(
        OriginPolicyVersion.origin, OriginPolicyVersion.valid_from.desc()
    )
    if origin is not None:
        query = query.where(OriginPolicyVersion.origin == origin)
    return session.scalars(query).all()


def precedents_in_force(
    session: Session, service_codes: Collection[str], area_codes: Collection[str]
) -> Sequence[Precedent]:
    """Precedents of some matters in some areas that nobody has ended."""
    return session.scalars(
        select(Precedent).where(
            Precedent.ended_at.is_(None),
            Precedent.service_code.in_(sorted(service_codes)),
            Precedent.area_code.in_(sorted(area_codes)),
        )
    ).all()


def find_precedent(session: Session, *, service_code: str, area_code: str, level: str) -> Precedent | None:
    """The precedent in force for a matter at a level in exactly this area, locked."""
    return session.scalar(
        select(Precedent)
        .where(
            Precedent.ended_at.is_(None),
            Precedent.service_code == service_code,
            Precedent.area_code == area_code,
            Precedent.level == level,
        )
        .with_for_update()
    )


def all_precedents(session: Session, *, limit: int = 500) -> Sequence[Precedent]:
    """Precedents, those in force first, then the newest."""
    return session.scalars(
        select(Precedent)
        .order_by(Precedent.ended_at.is_not(None), Precedent.decided_at.desc(), Precedent.id)
        .limit(limit)
    ).all()


def precedents_of(session: Session, incident_id: UUID) -> Sequence[Precedent]:
    """What a case decided, also what has been ended, locked for a change."""
    return session.scalars(
        select(Precedent).where(Precedent.incident_id == incident_id).order_by(Precedent.id).with_for_update()
    ).all()


def get_precedent(session: Session, precedent_id: UUID) -> Precedent | None:
    """A precedent locked for a change."""
    return session.get(Precedent, precedent_id, with_for_update=True)
