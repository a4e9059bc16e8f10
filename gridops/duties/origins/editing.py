"""Policies of origins written, as versions with dates. Never commits."""

from __future__ import annotations

from uuid import UUID

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.matters.standards import changed_names
from gridops.duties.origins import queries
from gridops.duties.origins.models import OriginPolicyVersion
from gridops.duties.origins.rules import OriginPolicy
from gridops.duties.routing import queries as routing_queries
from gridops.duties.routing.editing import Dates, check_version_dates, close_open, tell, withdraw
from gridops.duties.words import ORIGINS
from gridops.errors import Fault, Problem, invalid


def add_policy_version(
    session: Session, actor_id: UUID | None, origin: str, policy: OriginPolicy, dates: Dates
) -> OriginPolicyVersion:
    """How cases of an origin are treated from a day on; the version that stood open ends there."""
    if origin not in ORIGINS:
        raise Problem("not-found")
    routing_queries.lock_routing(session)
    rows = queries.policy_versions(session, origin)
    faults = check_version_dates(session, dates, rows)
    if policy.return_limit is not None and not policy.return_to:
        faults.append(Fault("/return_to", "有退回期限须写明退回谁", "Say to whom a case goes back"))
    if faults:
        raise invalid(*faults)
    before, replaced = close_open(session, rows, dates[0])
    number = max((row.version for row in rows), default=0) + 1
    made = OriginPolicyVersion(
        id=new_id(), origin=origin, version=number, valid_from=dates[0], valid_to=dates[1], **policy.columns()
    )
    session.add(made)
    session.flush()
    known = queries.policy_content(before).columns() if before is not None else None
    changed = changed_names(known, policy.columns())
    data = {"origin": origin, "valid_from": dates[0].isoformat(), "changed": changed}
    tell(session, actor_id, {**data, "row": str(made.id), **replaced}, number)
    return made


def withdraw_policy_version(session: Session, actor_id: UUID | None, origin: str, version: int) -> None:
    """Take back a version that is not yet in force."""
    routing_queries.lock_routing(session)
    withdraw(session, queries.policy_versions(session, origin), version)
    tell(session, actor_id, {"origin": origin, "withdrawn": version}, version)
