"""From rows to the contract's case: one or many, companions read once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.duties.matters.words import STATE_LABELS
from gridops.incidents.beside import Companions, JustWritten, companions
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.involved import is_in_chain
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.moves.answering_origin import owed_on
from gridops.incidents.moves.queries import as_case, notes_of
from gridops.incidents.moves.rules import allowed_actions
from gridops.incidents.recording.occurrence import doubt_of
from gridops.incidents.rules import mask_name, mask_phone
from gridops.incidents.standing import told_to_all
from gridops.incidents.wire import (
    CodedOut,
    DispatchOut,
    IncidentOut,
    LocationAdviceOut,
    LocationOut,
    MediaOut,
    NamedOut,
    PersonOut,
    ReporterOut,
    TimelineItem,
    TimelineOut,
    UnitOut,
)
from gridops.log import queries as log_queries
from gridops.people import queries as people_queries
from gridops.people.rules import Actor
from gridops.territory.places.rules import needs_pin
from gridops.territory.places.wire import AreaNameOut, CandidateOut, GridOut


def present_many(
    session: Session, actor: Actor, incidents: Sequence[Incident], *, written: JustWritten | None = None
) -> list[IncidentOut]:
    """The cases as `actor` may read them; what stands beside those just `written` is not read again."""
    if not incidents:
        return []
    session.flush()
    beside = companions(session, actor, incidents, written or JustWritten())
    return [_present(actor, i, beside) for i in incidents]


def present(session: Session, actor: Actor, incident: Incident) -> IncidentOut:
    """One case as `actor` may read it."""
    return present_many(session, actor, [incident])[0]


def _present(actor: Actor, i: Incident, beside: Companions) -> IncidentOut:
    dispatches = beside.dispatches.get(i.id, [])
    in_chain = is_in_chain(actor, i)
    private = beside.private.get(i.id) if in_chain else None
    media = beside.media.get(i.id, []) if in_chain or not i.is_restricted else []
    case = as_case(i, dispatches, beside.manners[i.standard_id], beside.on_post.get(i.id))
    return IncidentOut(
        id=i.id,
        case_number=i.case_number,
        client_id=i.id,
        origin=i.origin,
        external_numbers=i.external_numbers,
        external_due_at=i.external_due_at,
        urgency=i.urgency,
        service_code=i.service_code,
        service_name=i.service_name,
        service_group=i.service_group,
        label_family=i.label_family,
        state_label=STATE_LABELS[i.label_family][i.state],
        restricted=i.is_restricted,
        description=(private.description if private else None) if i.is_restricted else i.description,
        fields=(private.fields if private else {}) if i.is_restricted else i.fields,
        state=i.state,
        level=i.level,
        location=LocationOut(lon=i.lon, lat=i.lat, accuracy_m=i.accuracy_m, source=i.location_source),
        reported_location=i.reported_location,
        address=(private.address if private else None) if i.is_restricted else i.address,
        grid=_grid(i),
        recorded_grid=_recorded_grid(i),
        location_advice=_advice(i),
        special_grid=CodedOut(code=i.special_grid_code, name=i.special_grid_name)
        if i.special_grid_code
        else None,
        areas=[
            AreaNameOut(level=a.level, kind=a.kind, code=a.code, name=a.name)
            for a in beside.chains.get(i.scope_code, [])
        ],
        reporter=_reporter(actor, i, beside, in_chain=in_chain),
        on_behalf_of=_person(private),
        unit=_unit(i.unit_id, i.unit_name, beside, with_phone=in_chain),
        routing=i.routing,
        dispatches=[_dispatch(d, beside, with_phone=in_chain) for d in dispatches],
        reported_at=i.reported_at,
        occurred_at=i.occurred_at,
        occurred_at_doubt=doubt_of(i.occurred_at, i.reported_at),
        filed_at=i.filed_at,
        dispatched_at=i.dispatched_at,
        handled_at=i.handled_at,
        verified_at=i.verified_at,
        answered_at=i.answered_at,
        called_back_at=i.called_back_at,
        call_back=i.call_back,
        owes=list(owed_on(i, case.policy)) if i.is_open else [],
        due_at=i.due_at,
        due_state=i.due_state,
        closed_at=i.closed_at,
        disposition=i.disposition if in_chain or not i.is_restricted else None,
        merged_into=i.merged_into,
        version=i.version,
        media=[
            MediaOut(
                client_id=m.media_id,
                sha256=m.sha256,
                content_type=m.content_type,
                size=m.size,
                stage=m.stage,
                arrived=(i.id, m.media_id) in beside.arrived,
            )
            for m in media
        ],
        allowed_actions=allowed_actions(actor, case),
    )


def _grid(i: Incident) -> GridOut:
    return GridOut(
        code=i.today_grid_code or i.grid_code,
        name=i.today_grid_name or i.grid_name,
        method=i.grid_method,
        probability=i.grid_probability,
        candidates=[CandidateOut.model_validate(c) for c in i.grid_candidates],
    )


def _recorded_grid(i: Incident) -> CodedOut | None:
    if i.today_grid_code is None or i.grid_code is None:
        return None
    return CodedOut(code=i.grid_code, name=i.grid_name)


def _advice(i: Incident) -> LocationAdviceOut | None:
    if not i.location_flags:
        return None
    return LocationAdviceOut(needs_pin=needs_pin(i.location_flags), flags=list(i.location_flags))


def _reporter(actor: Actor, i: Incident, beside: Companions, *, in_chain: bool) -> ReporterOut:
    # Who reported a restricted case is itself a thing that only its chain may know.
    if i.is_restricted and not in_chain:
        return ReporterOut(id=UUID(int=0), name=None)
    phone = beside.phones.get(i.reporter_id) if in_chain and actor.id != i.reporter_id else None
    return ReporterOut(id=i.reporter_id, name=i.reporter_name, phone=phone)


def _person(private: IncidentPrivate | None) -> PersonOut | None:
    if private is None or (private.person_name is None and private.person_phone is None):
        return None
    return PersonOut(masked=True, name=mask_name(private.person_name), phone=mask_phone(private.person_phone))


def _unit(unit_id: UUID | None, name: str | None, beside: Companions, *, with_phone: bool) -> UnitOut | None:
    if unit_id is None:
        return None
    unit = beside.units.get(unit_id)
    return UnitOut(id=unit_id, name=name, phone=unit.phone if unit is not None and with_phone else None)


def _dispatch(d: Dispatch, beside: Companions, *, with_phone: bool) -> DispatchOut:
    # Who is in the chain may ring the unit, and reads which officers acted.
    unit = _unit(d.unit_id, d.unit_name, beside, with_phone=with_phone)
    assert unit is not None
    assignee = NamedOut(id=d.assignee_id, name=beside.names.get(d.assignee_id)) if d.assignee_id else None
    return DispatchOut(
        id=d.id,
        kind=d.kind,
        unit=unit,
        status=d.status,
        assignee=assignee,
        made_at=d.made_at,
        accepted_at=d.accepted_at,
        en_route_at=d.en_route_at,
        arrived_at=d.arrived_at,
        finished_at=d.finished_at,
        handled_kind=d.handled_kind,
        power=d.power,
        officers=d.officers if with_phone else None,
    )


def present_timeline(session: Session, actor: Actor, incident: Incident) -> TimelineOut:
    """The case's history as `actor` may read it: every act, notes only where he is entitled."""
    may_read = is_in_chain(actor, incident) or not incident.is_restricted
    notes = notes_of(session, incident.id) if may_read else {}
    with acting_as(session, "gridops_map"):
        entries = log_queries.timeline(session, incident.id)
    names = people_queries.names_of(session, [e.actor_id for e in entries if e.actor_id])
    hidden = {incident.reporter_id} if incident.is_restricted and not may_read else set()
    return TimelineOut(
        items=[
            TimelineItem(
                id=e.id,
                at=e.at,
                action=e.action,
                actor=NamedOut(id=e.actor_id, name=names.get(e.actor_id))
                if e.actor_id and e.actor_id not in hidden
                else None,
                version=e.version,
                **_said(
                    e.action,
                    told_to_all(e.data, is_restricted=not may_read),
                    notes.get((e.version, e.action)),
                ),
            )
            for e in entries
        ]
    )


def _said(action: str, data: dict[str, Any], note: str | None) -> dict[str, Any]:
    """Note and data of an entry; the result of a check is the first line of its note."""
    if action != "incident.verified" or note is None:
        return {"note": note, "data": data}
    result, _, rest = note.partition("\n")
    return {"note": rest or None, "data": {"result": result} | data}
