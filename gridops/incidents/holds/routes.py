"""HTTP words of legal holds: for the administrator and the auditor, who need not see the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode_id, encode
from gridops.incidents.holds import holding, queries
from gridops.incidents.holds.models import LegalHold
from gridops.incidents.holds.wire import HoldIn, HoldOut, HoldsOut, HoldsQuery
from gridops.people.queries import names_of
from gridops.people.roles import HOLD_KEEPERS
from gridops.territory.queries import today

bp = blueprint("legal_holds")


@bp.get("/legal-holds")
@endpoint("Legal holds", roles=HOLD_KEEPERS, query=HoldsQuery, answers={200: HoldsOut})
def get_holds(call: Call[None, HoldsQuery]) -> Any:
    """Which cases are kept whatever their term, newest first."""
    query = call.query
    found = queries.list_holds(
        call.session,
        incident_id=query.incident_id,
        on=today(call.session) if query.current else None,
        before=decode_id(query.cursor),
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    more = encode([str(page[-1].id)]) if len(found) > query.limit else None
    return HoldsOut(items=_out(call.session, page), next_cursor=more)


@bp.post("/legal-holds")
@endpoint("Place a legal hold on a case", body=HoldIn, roles=HOLD_KEEPERS, answers={201: HoldOut})
def post_hold(call: Call[HoldIn, None]) -> Any:
    """Nothing of the case is taken away until the last day, or until the hold is lifted."""
    body = call.body
    hold = holding.place_hold(
        call.session, call.actor, case_number=body.case_number, reason=body.reason, until=body.until
    )
    return _out(call.session, [hold])[0], 201


@bp.post("/legal-holds/<uuid:hold_id>/lift")
@endpoint("Lift a legal hold", roles=HOLD_KEEPERS, answers={200: HoldOut})
def post_lift(call: Call[None, None], hold_id: UUID) -> Any:
    """From now on the case is kept for its term only."""
    return _out(call.session, [holding.lift_hold(call.session, call.actor, hold_id)])[0]


def _out(session: Session, holds: Sequence[LegalHold]) -> list[HoldOut]:
    numbers = queries.case_numbers(session, {hold.incident_id for hold in holds})
    names = names_of(session, sorted({hold.placed_by for hold in holds}, key=str))
    return [
        HoldOut(
            id=hold.id,
            incident_id=hold.incident_id,
            case_number=numbers[hold.incident_id],
            reason=hold.reason,
            until=hold.until,
            placed_by=hold.placed_by,
            placed_by_name=names.get(hold.placed_by, ""),
            placed_at=hold.placed_at,
            lifted_by=hold.lifted_by,
            lifted_at=hold.lifted_at,
        )
        for hold in holds
    ]
