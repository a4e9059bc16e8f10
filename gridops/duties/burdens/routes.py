"""HTTP words of the register of refused burdens: kept by a township's desk, read by its supervisors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.burdens import queries, recording
from gridops.duties.burdens.models import RefusedBurden
from gridops.duties.burdens.wire import AnswerIn, BurdenIn, BurdenOut, BurdensOut, BurdensQuery
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people import queries as people_queries
from gridops.people.roles import ADMIN, BURDEN_KEEPERS, BURDEN_READERS
from gridops.territory.areas.queries import area_names

bp = blueprint("burdens")


@bp.get("/refused-burdens")
@endpoint(
    "Burdens that were refused",
    roles=BURDEN_READERS,
    asks="the area in scope",
    query=BurdensQuery,
    answers={200: BurdensOut},
)
def get_burdens(call: Call[None, BurdensQuery]) -> Any:
    """Of one's areas; administrators see them all."""
    actor, area = call.actor, call.query.area
    if area is not None and not ADMIN.admits(actor) and not actor.may_ask_about(area):
        raise Problem("out-of-scope")
    everywhere = [""] if ADMIN.admits(actor) else list(actor.areas)
    rows = queries.refused_burdens(call.session, [area] if area is not None else everywhere)
    return BurdensOut(items=_burdens(call.session, list(rows)))


@bp.post("/refused-burdens")
@endpoint(
    "Record a burden that was asked of a township",
    roles=BURDEN_KEEPERS,
    asks="a role over the area",
    body=BurdenIn,
    answers={201: BurdenOut},
)
def post_burden(call: Call[BurdenIn, None]) -> Any:
    """Who asked, what, and the answer where it was given at once."""
    row = recording.record_burden(call.session, call.actor, **call.body.model_dump())
    return _burdens(call.session, [row])[0], 201


@bp.put("/refused-burdens/<uuid:burden_id>/answer")
@endpoint(
    "Answer a burden",
    roles=BURDEN_KEEPERS,
    asks="a role over the area",
    body=AnswerIn,
    answers={200: BurdenOut},
)
def put_burden_answer(call: Call[AnswerIn, None], burden_id: UUID) -> Any:
    """The answer that was given."""
    row = recording.answer_burden(call.session, call.actor, burden_id, answer=call.body.answer)
    return _burdens(call.session, [row])[0]


def _burdens(session: Session, rows: list[RefusedBurden]) -> list[BurdenOut]:
    names = people_queries.names_of(session, [r.recorded_by for r in rows if r.recorded_by])
    areas = area_names(session) if rows else {}
    return [
        BurdenOut.of(
            row,
            area_name=areas.get(row.area_code, row.area_code),
            recorded_by=names.get(row.recorded_by) if row.recorded_by else None,
        )
        for row in rows
    ]
