"""Reading what is known of bodies in quarantine; a body itself only to be taken in. Runs as the system's role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session

_LISTED = """
    SELECT q.id, q.received_at, q.account_id, a.display_name AS account_name, d.name AS device_name, q.path, q.size,
           encode(q.sha256, 'hex') AS sha256, q.body IS NOT NULL AS has_body, q.settled_at, q.settled_as, q.told
    FROM gridops.quarantine q
    LEFT JOIN gridops.account a ON a.id = q.account_id
    LEFT JOIN gridops.device d ON d.id = q.device_id
    WHERE {where} ORDER BY q.received_at DESC, q.id DESC LIMIT :limit
"""


def bodies(
    session: Session, *, is_open: bool = False, before: tuple[str, str] | None = None, limit: int
) -> Sequence[Any]:
    """What is known of the bodies, newest first; with `is_open` only those that nobody has settled."""
    where = ["q.settled_at IS NULL" if is_open else "true"]
    asked: dict[str, Any] = {"limit": limit}
    if before is not None:
        where.append("(q.received_at, q.id) < (CAST(:before_at AS timestamptz), CAST(:before_id AS uuid))")
        asked |= {"before_at": before[0], "before_id": before[1]}
    return session.execute(text(_LISTED.format(where=" AND ".join(where))), asked).all()


def find_body(session: Session, row_id: UUID) -> Any:
    """What is known of one body; None where it is gone."""
    found = text(_LISTED.format(where="q.id = :id"))
    return session.execute(found, {"id": row_id, "limit": 1}).one_or_none()


def lock_row(session: Session, row_id: UUID) -> Any:
    """(account_id, device_id, path, body, settled_at) of one, locked; None where it is gone."""
    return session.execute(
        text(
            "SELECT account_id, device_id, path, body, settled_at FROM gridops.quarantine WHERE id = :id FOR UPDATE"
        ),
        {"id": row_id},
    ).one_or_none()


def note_attempt(session: Session, row_id: UUID, told: str) -> None:
    """What an attempt to take it in came to."""
    session.execute(
        text("UPDATE gridops.quarantine SET told = :told WHERE id = :id"), {"id": row_id, "told": told}
    )


def settle_row(session: Session, row_id: UUID, *, by: UUID, as_: str) -> None:
    """Nobody has to look at it any more; the body of what was taken in is let go, its hash stays."""
    session.execute(
        text(
            "UPDATE gridops.quarantine SET settled_at = now(), settled_by = :by, settled_as = :as_,"
            " body = CASE WHEN :as_ = 'taken_in' THEN NULL ELSE body END WHERE id = :id"
        ),
        {"id": row_id, "by": by, "as_": as_},
    )
