"""HTTP words of hand-downs: the report, one case's, and the decision that ends a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops.db.session import Session, acting_as
from gridops.dispatch.hand_downs import handing_down
from gridops.dispatch.hand_downs.models import HandDown
from gridops.dispatch.hand_downs.queries import HandDownFilter, count_hand_downs, hand_downs_in, hand_downs_of
from gridops.dispatch.hand_downs.wire import (
    CaseHandDownsOut,
    CaseOut,
    DecisionIn,
    HandDownOut,
    HandDownsOut,
    HandDownsQuery,
)
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.responsibilities import finding as responsibility_finding
from gridops.duties.responsibilities.wire import ItemOut
from gridops.duties.responsibilities.words import GROUND_WORDS
from gridops.errors import Problem, fault
from gridops.http import paging
from gridops.http.endpoint import Call, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.incidents import queries as incident_queries
from gridops.incidents.involved import is_in_chain
from gridops.incidents.models import Incident
from gridops.incidents.routes import get_visible
from gridops.people import queries as people_queries
from gridops.people.roles import HAND_DOWN_READERS
from gridops.people.rules import Actor
from gridops.territory.areas.queries import area_names

hand_downs_bp = Blueprint("hand_downs", __name__)


@hand_downs_bp.get("/hand-downs")
@endpoint(
    "The report of hand-downs and disputes",
    query=HandDownsQuery,
    roles=HAND_DOWN_READERS,
    asks="areas in scope, cases in sight; administrators see all",
    answers={200: HandDownsOut},
)
def get_hand_downs(call: Call[None, HandDownsQuery]) -> HandDownsOut:
    """Every hand-down with its basis, every dispute and how it ended; administrators see them all."""
    actor, query, session = call.actor, call.query, call.session
    is_admin = actor.has_role("admin")
    if query.area is not None and not is_admin and not actor.may_ask_about(query.area):
        raise Problem("out-of-scope")
    before = _before(query.cursor)
    wanted = HandDownFilter(query.area, query.since, query.until)
    # An administrator sees no case; what was handed down by which item is the list's, and the list is his.
    with acting_as(session, "gridops_map") if is_admin else nullcontext():
        rows = hand_downs_in(session, wanted, state=query.state, before=before, limit=query.limit)
        counts = count_hand_downs(session, wanted)
    page = rows[: query.limit]
    last = page[-1][0] if len(rows) > query.limit else None
    cursor = paging.encode([last.made_at.isoformat(), str(last.id)]) if last is not None else None
    return HandDownsOut(items=present(session, actor, page), counts=counts, next_cursor=cursor)


def _before(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Where the page before ended; 422 for a cursor that was not made here."""
    key = paging.decode(cursor, 2)
    if key is None:
        return None
    try:
        # What no clock shows in UTC is no moment at which anything was made.
        return datetime.fromisoformat(key[0]).astimezone(UTC), UUID(key[1])
    except (ValueError, OverflowError) as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error


@hand_downs_bp.get("/incidents/<uuid:incident_id>/hand-downs")
@endpoint(
    "The hand-downs of a case", roles=SIGNED_IN, asks="a case in sight", answers={200: CaseHandDownsOut}
)
def get_case_hand_downs(call: Call[None, None], incident_id: UUID) -> Any:
    """What was handed down, and by which items the township could send it back."""
    session = call.session
    i = get_visible(session, incident_id)
    rows = [(r, i) for r in hand_downs_of(session, i.id)]
    made = [row for row, _ in rows if row.state != "refused"]
    citable = []
    # What is offered is what is accepted of this reader.
    if (
        made
        and i.is_open
        and handing_down.is_waiting(i, made[-1])
        and handing_down.speaks_for(session, call.actor, i)
    ):
        citable = responsibility_finding.items_for(
            session,
            service_code=i.service_code,
            group_code=matter_queries.get_standard(session, i.standard_id).group_code,
            area_code=made[-1].township_code,
            on=calendar_queries.today(session),
            kinds=("taken_back", "assisting"),
        )
    return CaseHandDownsOut(
        items=present(session, call.actor, rows), citable=[ItemOut.of(one) for one in citable]
    )


@hand_downs_bp.post("/hand-downs/<uuid:hand_down_id>/arbitrate")
@endpoint(
    "Decide a dispute over a hand-down",
    body=DecisionIn,
    roles=SIGNED_IN,
    asks="a case in sight; supervisors and approvers of the district",
    answers={200: HandDownOut},
)
def post_decision(call: Call[DecisionIn, None], hand_down_id: UUID) -> Any:
    """For the district's supervisors and approvers; kept with who decided it."""
    session, body = call.session, call.body
    row = handing_down.arbitrate(session, call.actor, hand_down_id, decision=body.decision, note=body.note)
    i = incident_queries.find_incident(session, row.incident_id)
    assert i is not None
    return present(session, call.actor, [(row, i)])[0]


def present(session: Session, actor: Actor, rows: Sequence[tuple[HandDown, Incident]]) -> list[HandDownOut]:
    """Hand-downs with their cases as `actor` may read them: of a restricted case the words are its chain's."""
    found = [row for row, _ in rows]
    items = handing_down.items_of(session, found)
    persons = {p for r in found for p in (r.made_by, r.declined_by, r.decided_by) if p is not None}
    names = people_queries.names_of(session, sorted(persons, key=str))
    areas = area_names(session) if found else {}

    def who(person: UUID | None) -> str | None:
        return names.get(person) if person is not None else None

    def item(one: UUID | None) -> ItemOut | None:
        return ItemOut.of(items[one]) if one in items else None

    return [
        HandDownOut(
            id=r.id,
            incident=CaseOut(id=i.id, case_number=i.case_number, service_name=i.service_name, state=i.state),
            township_code=r.township_code,
            township_name=areas.get(r.township_code, r.township_code),
            from_level=r.from_level,
            to_level=r.to_level,
            made_at=r.made_at,
            made_by=who(r.made_by),
            state=r.state,
            basis=r.basis if may_read else None,
            funding=r.funding if may_read else None,
            item=item(r.responsibility_id),
            ground=r.ground,
            ground_words=GROUND_WORDS.get(r.ground, ""),
            declined_at=r.declined_at,
            declined_by=who(r.declined_by),
            cited=item(r.cited_id),
            decided_at=r.decided_at,
            decided_by=who(r.decided_by),
            decision=r.decision,
            decision_note=r.decision_note if may_read else None,
        )
        for r, i in rows
        for may_read in [not i.is_restricted or is_in_chain(actor, i)]
    ]
