"""What a unit does with a case: accept, decline, return, under way, arrived, handled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gridops.dispatch.actions.naming import named_dispatch
from gridops.dispatch.actions.wire import ArriveIn, ByProxyIn, HandleIn, UnitActIn, UnitReasonIn
from gridops.duties.matters import queries as matter_queries
from gridops.duties.powers import finding as power_finding
from gridops.duties.powers.rules import HeldPower
from gridops.duties.powers.words import ACTS
from gridops.errors import Problem, fault
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.media.queries import has_photo_after
from gridops.incidents.moves import dispatching, handling
from gridops.incidents.moves.editing import CaseEdit, Proxy, now_for
from gridops.people.roles import UNIT_MEMBERS
from gridops.territory import queries as territory_queries


def own_dispatch(
    edit: CaseEdit, body: UnitActIn, *, move: str, desk_may: bool = False, unanswered: bool = False
) -> Dispatch:
    """The running dispatch that `move` is about: of the unit that is recorded for, the named one, else the actor's own.

    `unanswered`: only one that nobody has accepted yet. `desk_may`: the desk without naming a unit, where one is left.
    """
    actor = edit.actor
    assert actor is not None
    rows = edit.running
    if body.dispatch_id is not None:
        rows = [named_dispatch(edit, body)]
    if unanswered:
        rows = [d for d in rows if d.status == "dispatched"]
    if body.by_proxy is not None:
        return _recorded_for(edit, body.by_proxy, rows, move)
    mine = [d for d in rows if actor.has_role_in([d.unit_id], *UNIT_MEMBERS)]
    if mine:
        return mine[0]
    if not desk_may or not rows:
        raise Problem("out-of-scope", ("这张派遣单不是派给本单位的", "This dispatch is another unit's"))
    if len(rows) > 1:
        raise fault("/dispatch_id", "派出了多个力量，请指明代哪一个", "Several units are sent: name the one")
    edit.proxy = Proxy(rows[0], move)
    return rows[0]


def _recorded_for(edit: CaseEdit, said: ByProxyIn, rows: Sequence[Dispatch], move: str) -> Dispatch:
    for row in rows:
        if row.unit_id == said.unit_id:
            edit.proxy = Proxy(row, move, said.spoke_to, said.at, said.document_number)
            return row
    raise fault(
        "/by_proxy/unit_id",
        "该力量没有可以这样记录的派遣单",
        "The unit has no dispatch of which this can be said",
    )


def accept(edit: CaseEdit, body: UnitActIn) -> None:
    """Take the case."""
    found = own_dispatch(edit, body, move="accept", desk_may=True, unanswered=True)
    at = now_for(_said_at(body), found.made_at)
    dispatching.record_accepted(edit, found, note=body.note, at=at)


def decline(edit: CaseEdit, body: UnitReasonIn) -> None:
    """Say no before accepting."""
    found = own_dispatch(edit, body, move="decline", unanswered=True)
    dispatching.record_given_back(edit, "decline", reason=body.reason, dispatch=found)


def give_back(edit: CaseEdit, body: UnitReasonIn) -> None:
    """Return the case; after an arrival with evidence of what was found."""
    found = own_dispatch(edit, body, move="return")
    if found.arrived_at is not None and not body.media and not (body.note or "").strip():
        raise fault(
            "/note", "到场后退单须附现场情况", "After an arrival a return needs evidence: a note or a photo"
        )
    dispatching.record_given_back(edit, "return", reason=body.reason, dispatch=found)


def en_route(edit: CaseEdit, body: UnitActIn) -> None:
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
        own_dispatch(edit, body, move="arrive").arrived_location = body.location.as_sent()
    _record_progress(edit, body, "arrive")


def _record_progress(edit: CaseEdit, body: UnitActIn, move: str) -> None:
    found = own_dispatch(edit, body, move=move)
    at = _since_accepted(found, body)
    handling.record_progress(edit, found, move, note=body.note, at=at)


def _since_accepted(found: Dispatch, body: UnitActIn) -> datetime:
    return now_for(_said_at(body), found.accepted_at or found.made_at)


def _said_at(body: UnitActIn) -> datetime | None:
    """When it happened as far as anybody said: by the act's own time, else by when somebody spoke of it."""
    return body.occurred_at or (body.by_proxy.at if body.by_proxy is not None else None)


def handle(edit: CaseEdit, body: HandleIn) -> None:
    """Done. What needs a power is done by one that the unit's holder has on the day of the act, or refused."""
    found = own_dispatch(edit, body, move="handle")
    at = _since_accepted(found, body)
    if body.by_proxy is not None and body.kind in ACTS:
        _require_document(body.by_proxy, body)
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


def _require_document(proxy: ByProxyIn, body: HandleIn) -> None:
    """An act that needs a power is recorded for a unit only by its document: the number, and a scan declared."""
    if proxy.document_number is None:
        raise fault("/by_proxy/document_number", "请填写文书编号", "Give the number of the document")
    if not body.media:
        raise fault("/media", "请附文书扫描件", "A scan of the document is needed")


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
