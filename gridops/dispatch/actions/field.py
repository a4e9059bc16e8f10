"""What a unit does with a case: accept, decline, return, under way, arrived, handled."""

from __future__ import annotations

from datetime import datetime

from gridops.dispatch.actions.naming import named_dispatch
from gridops.dispatch.actions.wire import ArriveIn, HandleIn
from gridops.duties.matters import queries as matter_queries
from gridops.duties.powers import finding as power_finding
from gridops.duties.powers.rules import HeldPower
from gridops.duties.powers.words import ACTS
from gridops.errors import Problem, fault
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.media.queries import has_photo_after
from gridops.incidents.moves import dispatching, handling
from gridops.incidents.moves.editing import CaseEdit, now_for
from gridops.incidents.moves.wire import ActionIn, ReasonIn
from gridops.people.roles import UNIT_MEMBERS
from gridops.territory import queries as territory_queries


def own_dispatch(
    edit: CaseEdit, body: ActionIn, *, by_proxy: bool = False, unanswered: bool = False
) -> Dispatch:
    """The running dispatch the act is about: the named one, else the actor's unit's, else (proxy) the first.

    `unanswered`: only one that nobody has accepted yet.
    """
    actor = edit.actor
    assert actor is not None
    rows = edit.running
    if body.dispatch_id is not None:
        rows = [named_dispatch(edit, body)]
    if unanswered:
        rows = [d for d in rows if d.status == "dispatched"]
    mine = [d for d in rows if actor.has_role_in([d.unit_id], *UNIT_MEMBERS)]
    if mine:
        return mine[0]
    if by_proxy and rows:
        return rows[0]
    raise Problem("out-of-scope", ("这张派遣单不是派给本单位的", "This dispatch is another unit's"))


def accept(edit: CaseEdit, body: ActionIn) -> None:
    """Take the case."""
    found = own_dispatch(edit, body, by_proxy=True, unanswered=True)
    at = now_for(body.occurred_at, found.made_at)
    dispatching.record_accepted(edit, found, note=body.note, at=at)


def decline(edit: CaseEdit, body: ReasonIn) -> None:
    """Say no before accepting."""
    dispatching.record_given_back(
        edit, "decline", reason=body.reason, dispatch=own_dispatch(edit, body, unanswered=True)
    )


def give_back(edit: CaseEdit, body: ReasonIn) -> None:
    """Return the case; after an arrival with evidence of what was found."""
    found = own_dispatch(edit, body)
    if found.arrived_at is not None and not body.media and not (body.note or "").strip():
        raise fault(
            "/note", "到场后退单须附现场情况", "After an arrival a return needs evidence: a note or a photo"
        )
    dispatching.record_given_back(edit, "return", reason=body.reason, dispatch=found)


def en_route(edit: CaseEdit, body: ActionIn) -> None:
    """Under way."""
    _record_progress(edit, body, "en_route")


def arrive(edit: CaseEdit, body: ArriveIn) -> None:
    """Arrived. A position is asked for and kept only where the matter's standard says why it is needed."""
    standard = matter_queries.get_standard(edit.session, edit.incident.standard_id)
    if standard.arrival_asked:
        if body.location is None or body.location.is_area:
            why = standard.arrival_why
            raise fault(
                "/location", f"该事项要求到场定位：{why}", f"This matter asks for the place of arrival: {why}"
            )
        own_dispatch(edit, body).arrived_location = body.location.as_sent()
    _record_progress(edit, body, "arrive")


def _record_progress(edit: CaseEdit, body: ActionIn, move: str) -> None:
    found = own_dispatch(edit, body)
    at = _since_accepted(found, body)
    handling.record_progress(edit, found, move, note=body.note, at=at)


def _since_accepted(found: Dispatch, body: ActionIn) -> datetime:
    return now_for(body.occurred_at, found.accepted_at or found.made_at)


def handle(edit: CaseEdit, body: HandleIn) -> None:
    """Done. What needs a power is done by one that the unit's holder has on the day of the act, or refused."""
    found = own_dispatch(edit, body)
    at = _since_accepted(found, body)
    power = _require_power(edit, found, act=body.kind, at=at) if body.kind in ACTS else None
    _require_asked(edit, body, found)
    handling.record_handled(
        edit,
        found,
        kind=body.kind,
        note=body.note,
        at=at,
        power=power.as_json() if power else None,
        officers=_officers(body),
    )


def _officers(body: HandleIn) -> list[dict[str, str]] | None:
    """The officers by name and certificate: at least two, none of them named twice."""
    if body.officers is None:
        return None
    seen: set[str] = set()
    for n, officer in enumerate(body.officers):
        if officer.certificate in seen:
            raise fault(f"/officers/{n}/certificate", "同一证号填了两次", "The same certificate twice")
        seen.add(officer.certificate)
    return [officer.model_dump() for officer in body.officers]


def _require_asked(edit: CaseEdit, body: HandleIn, dispatch: Dispatch) -> None:
    """What the matter's standard asks of the one who handles, and nothing beyond it."""
    standard = matter_queries.get_standard(edit.session, edit.incident.standard_id)
    if standard.arrival_asked and dispatch.arrived_at is None:
        raise fault("/kind", f"该事项要求先到场：{standard.arrival_why}", "This matter asks to arrive first")
    if standard.photo_asked and not body.media and not has_photo_after(edit.session, edit.incident.id):
        raise fault(
            "/media", f"该事项要求处置后照片：{standard.photo_why}", "This matter asks for a photo when done"
        )


def _require_power(edit: CaseEdit, dispatch: Dispatch, *, act: str, at: datetime) -> HeldPower:
    """The power by which the unit acts at that moment in this matter and place; 409 naming who has it."""
    i, session = edit.incident, edit.session
    return power_finding.require_power(
        session,
        unit_id=dispatch.unit_id,
        service_code=i.service_code,
        group_code=matter_queries.get_standard(session, i.standard_id).group_code,
        area_code=i.scope_code,
        on=at.astimezone(territory_queries.deployment_zone(session)).date(),
        act=act,
    )
