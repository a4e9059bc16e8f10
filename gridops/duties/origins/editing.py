"""Policies of origins written, as versions with dates. Never commits."""

from __future__ import annotations

from uuid import UUID

from gridops.db.dated.register import DatedRegister
from gridops.db.dated.rules import Span
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.origins.models import OriginPolicyVersion
from gridops.duties.origins.rules import OriginPolicy
from gridops.duties.routing.changes import record_change
from gridops.duties.routing.editing import VERSION_REFUSALS
from gridops.duties.words import ORIGINS
from gridops.errors import Fault, Problem

POLICIES = DatedRegister(OriginPolicyVersion, ("origin",), VERSION_REFUSALS)


def add_policy_version(
    session: Session, actor_id: UUID | None, origin: str, policy: OriginPolicy, dates: Span
) -> OriginPolicyVersion:
    """How cases of an origin are treated from a day on; the version that stood open ends there."""
    if origin not in ORIGINS:
        raise Problem("not-found")
    POLICIES.rows(session, origin=origin)
    faults = []
    if policy.return_limit is not None and not policy.return_to:
        faults.append(Fault("/return_to", "有退回期限须写明退回谁", "Say to whom a case goes back"))
    columns = {"origin": origin, **policy.columns()}
    today = calendar_queries.today(session)
    written = POLICIES.succeed(session, columns, dates, today=today, faults=faults)
    row, before = written.row, written.before
    data: dict[str, object] = {"origin": origin, "valid_from": row.valid_from.isoformat(), "row": str(row.id)}
    data["changed"] = [name for name in written.changed if name != "origin"]
    if before is not None and written.is_replacing:
        data |= {"replaces": str(before.id), "until": None}
    record_change(session, actor_id, data, row.version)
    return row


def withdraw_policy_version(session: Session, actor_id: UUID | None, origin: str, version: int) -> None:
    """Take back a version that is not yet in force; the one before it holds as if there had been no other."""
    found = next((row for row in POLICIES.rows(session, origin=origin) if row.version == version), None)
    if found is None:
        raise Problem("not-found")
    POLICIES.withdraw(session, found, today=calendar_queries.today(session))
    record_change(session, actor_id, {"origin": origin, "withdrawn": version}, version)
