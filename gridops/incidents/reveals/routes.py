"""HTTP words of reveals: the persons of a case shown and written down; who was shown them, for case and auditor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.errors import Problem, fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.http.permission import SIGNED_IN
from gridops.http.wire import PageQuery
from gridops.incidents.reveals import queries
from gridops.incidents.reveals.revealing import reveal_persons
from gridops.incidents.reveals.rules import may_list_reveals
from gridops.incidents.reveals.wire import (
    RevealedOut,
    RevealIn,
    RevealOut,
    RevealsOut,
    RevealsQuery,
    ShownPersonOut,
)
from gridops.incidents.routes import get_visible
from gridops.incidents.wire import NamedOut
from gridops.people import queries as people_queries
from gridops.people.roles import AUDITORS

bp = blueprint("reveals")


@bp.post("/incidents/<uuid:incident_id>/reveals")
@endpoint(
    "Show the persons of a case",
    body=RevealIn,
    roles=SIGNED_IN,
    asks="a case in sight: its chain, who typed the number, the unit asked to check",
    answers={201: RevealedOut},
)
def post_reveal(call: Call[RevealIn, None], incident_id: UUID) -> Any:
    """Name and number of whoever is to be rung; who asked and why is written down with it."""
    incident = get_visible(call.session, incident_id)
    row, persons = reveal_persons(
        call.session, call.actor, incident, purpose=call.body.purpose, note=call.body.note
    )
    shown = [ShownPersonOut(role=one.role, name=one.name, phone=one.phone) for one in persons]
    return RevealedOut(id=row.id, at=row.at, purpose=row.purpose, persons=shown), 201


@bp.get("/incidents/<uuid:incident_id>/reveals")
@endpoint(
    "Who was shown the persons of a case",
    query=PageQuery,
    roles=SIGNED_IN,
    asks="a case in sight: its chain, the place's auditor",
    answers={200: RevealsOut},
)
def get_reveals(call: Call[None, PageQuery], incident_id: UUID) -> Any:
    """Every look at the persons of one case, newest first."""
    incident = get_visible(call.session, incident_id)
    if not may_list_reveals(call.actor, incident):
        raise Problem("out-of-scope")
    found = queries.reveals_in_sight(
        call.session,
        call.actor,
        incident_id=incident.id,
        before=_before(call.query),
        limit=call.query.limit + 1,
    )
    return _page(call.session, found, call.query.limit)


@bp.get("/audit/reveals")
@endpoint(
    "Looks at persons of cases",
    query=RevealsQuery,
    roles=AUDITORS,
    asks="cases in sight",
    answers={200: RevealsOut},
)
def get_audited_reveals(call: Call[None, RevealsQuery]) -> Any:
    """Every look at persons, newest first, of all cases in the auditor's sight."""
    asked = call.query
    found = queries.reveals_in_sight(
        call.session,
        call.actor,
        incident_id=asked.id,
        account_id=asked.actor,
        since=asked.since,
        before=_before(asked),
        limit=asked.limit + 1,
    )
    return _page(call.session, found, asked.limit)


def _before(asked: PageQuery) -> tuple[str, str] | None:
    key = decode(asked.cursor, 2)
    if key is None:
        return None
    try:
        return datetime.fromisoformat(key[0]).isoformat(), str(UUID(key[1]))
    except ValueError as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error


def _page(session: Session, found: Sequence[Any], limit: int) -> RevealsOut:
    names = people_queries.names_of(session, [row.account_id for row in found])
    items = [
        RevealOut(
            id=row.id,
            at=row.at,
            incident_id=row.incident_id,
            case_number=row.case_number,
            actor=NamedOut(id=row.account_id, name=names.get(row.account_id)),
            purpose=row.purpose,
            note=row.note,
        )
        for row in found[:limit]
    ]
    has_more = len(found) > limit
    cursor = encode([items[-1].at.isoformat(), str(items[-1].id)]) if has_more else None
    return RevealsOut(items=items, next_cursor=cursor)
