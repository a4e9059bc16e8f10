"""Reading the policies of origins: those in force on a day, every version of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from gridops.db.dated.queries import in_force
from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.duties.origins.models import OriginPolicyVersion
from gridops.duties.origins.rules import OriginPolicy, policy_of

_POLICIES = select(OriginPolicyVersion)


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
    return held.where(*in_force(OriginPolicyVersion, on)).scalar_subquery()


def policies_of(stored: Mapping[str, Any] | None) -> dict[str, OriginPolicy]:
    """The policies by origin, from a `policies_column`."""
    return {origin: policy_of(said) for origin, said in (stored or {}).items()}


def policies_on(session: Session, on: date) -> dict[str, OriginPolicy]:
    """The policies of the origins that have one on a day."""
    if is_held(session):
        return held(session, ("policies on", on), lambda asking: _held_policies(asking, on))
    return policies_of(session.scalar(select(policies_column(on))))


def _held_policies(session: Session, on: date) -> dict[str, OriginPolicy]:
    rows = rows_held(session, "policies", _POLICIES)
    return {row.origin: policy_content(row) for row in rows if holds_on(row, on)}


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
