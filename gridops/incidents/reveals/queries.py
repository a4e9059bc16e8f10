"""Reading who was shown what: of one case, or of all cases in sight. Runs as the role that reads lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session, acting_as
from gridops.people.rules import Actor
from gridops.people.scope import scope_clause

_LISTED = """
    SELECT r.id, r.incident_id, i.case_number, r.account_id, r.purpose, r.note, r.at
    FROM gridops.reveal r JOIN gridops.incident i ON i.id = r.incident_id
    WHERE {where} AND {clause}
    ORDER BY r.at DESC, r.id DESC LIMIT :limit
"""


def reveals_in_sight(
    session: Session,
    actor: Actor,
    *,
    incident_id: UUID | None = None,
    account_id: UUID | None = None,
    since: datetime | None = None,
    before: tuple[str, str] | None = None,
    limit: int,
) -> Sequence[Any]:
    """(id, incident_id, case_number, account_id, purpose, note, at), newest first."""
    clause, params = scope_clause(actor, "i")
    asked: dict[str, Any] = {"limit": limit, **params}
    where = ["true"]
    for condition, name, value in (
        ("r.incident_id = :incident_id", "incident_id", incident_id),
        ("r.account_id = :account_id", "account_id", account_id),
        ("r.at >= :since", "since", since),
    ):
        if value is not None:
            where.append(condition)
            asked[name] = value
    if before is not None:
        where.append("(r.at, r.id) < (CAST(:before_at AS timestamptz), CAST(:before_id AS uuid))")
        asked |= {"before_at": before[0], "before_id": before[1]}
    statement = text(_LISTED.format(where=" AND ".join(where), clause=clause))
    with acting_as(session, "gridops_map"):
        return session.execute(statement, asked).all()
