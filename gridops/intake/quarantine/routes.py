"""HTTP words of the quarantine: what lies there, for auditor and administrator; taken in or put away by the latter."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.errors import Problem, fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.incidents.wire import NamedOut
from gridops.intake.quarantine import queries, settling
from gridops.intake.quarantine.wire import QuarantineOut, QuarantineQuery, QuarantinesOut
from gridops.people.roles import ACCESS_READERS, ADMIN

bp = blueprint("quarantine")


@bp.get("/audit/quarantine")
@endpoint(
    "Bodies that could not be read",
    query=QuarantineQuery,
    roles=ACCESS_READERS,
    answers={200: QuarantinesOut},
)
def get_quarantine(call: Call[None, QuarantineQuery]) -> Any:
    """Who sent what could not be read, when and where to, newest first; the body itself is shown to nobody."""
    asked = call.query
    with acting_as(call.session, settling.SYSTEM):
        found = queries.bodies(
            call.session, is_open=asked.state == "open", before=_before(asked), limit=asked.limit + 1
        )
    page = found[: asked.limit]
    last = page[-1] if len(found) > asked.limit else None
    return QuarantinesOut(
        items=[_row(row) for row in page],
        next_cursor=encode([last.received_at.isoformat(), str(last.id)]) if last is not None else None,
    )


@bp.post("/audit/quarantine/<uuid:row_id>/retry")
@endpoint(
    "Try to take a body in again",
    roles=ADMIN,
    answers={200: QuarantineOut},
    reference="steady",
    refuses={409: ("conflict",), 410: ("gone",)},
)
def post_retry(call: Call[None, None], row_id: UUID) -> Any:
    """Read again, as its sender's report, by other encodings too; `told` says what it came to."""
    settling.retry(call.session, call.actor, row_id)
    return _one(call.session, row_id)


@bp.post("/audit/quarantine/<uuid:row_id>/dismiss")
@endpoint(
    "Put a body away",
    roles=ADMIN,
    answers={200: QuarantineOut},
    refuses={409: ("conflict",)},
)
def post_dismiss(call: Call[None, None], row_id: UUID) -> Any:
    """Nobody is asked to look at it any more."""
    settling.dismiss(call.session, call.actor, row_id)
    return _one(call.session, row_id)


def _one(session: Session, row_id: UUID) -> QuarantineOut:
    with acting_as(session, settling.SYSTEM):
        row = queries.find_body(session, row_id)
    if row is None:
        raise Problem("not-found")
    return _row(row)


def _before(asked: QuarantineQuery) -> tuple[str, str] | None:
    key = decode(asked.cursor, 2)
    if key is None:
        return None
    try:
        return datetime.fromisoformat(key[0]).isoformat(), str(UUID(key[1]))
    except ValueError as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error


def _row(row: Any) -> QuarantineOut:
    return QuarantineOut(
        id=row.id,
        received_at=row.received_at,
        account=NamedOut(id=row.account_id, name=row.account_name),
        device=row.device_name,
        path=row.path,
        size=row.size,
        sha256=row.sha256,
        has_body=row.has_body,
        settled_at=row.settled_at,
        settled_as=row.settled_as,
        told=row.told,
    )
