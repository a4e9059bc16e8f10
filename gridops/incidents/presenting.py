"""From rows to the contract's case: one or many, companions read once for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any
from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.duties.matters.words import STATE_LABELS
from gridops.incidents.beside import Companions, JustWritten, companions
from gridops.incidents.dispatches.models import Dispatch, DispatchProxy
from gridops.incidents.involved import is_in_chain
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.moves.answering_origin import owed_on
from gridops.incidents.moves.permits import may_stand_in
from gridops.incidents.moves.queries import as_case, notes_of, proxies_of
from gridops.incidents.moves.rules import allowed_actions
from gridops.incidents.placed import place_of
from gridops.incidents.recording.occurrence import doubt_of
from gridops.incidents.rules import mask_name, mask_phone
from gridops.incidents.standing import grid_units, told_to_all
from gridops.incidents.wire import (
    CallerOut,
    DispatchOut,
    IncidentOut,
    MediaOut,
    NamedOut,
    PersonOut,
    ReporterOut,
    TimelineItem,
    TimelineOut,
    TimelineProxyOut,
    UnitOut,
)
from gridops.log import queries as log_queries
from gridops.people import queries as people_queries
from gridops.people.models import Unit
from gridops.people.rules import Actor


def present_many(
    session: Session,
    actor: Actor,
    incidents: Sequence[Incident],
    *,
    written: JustWritten | None = None,
    in_list: bool = False,
) -> list[IncidentOut]:
    """The cases as `actor` may read them; what stands beside those just `written` is not read again.

    In a list a restricted case stands at its village for its chain too.
    """
    if not incidents:
        return []
    session.flush()
    beside = companions(session, actor, incidents, written or JustWritten())
    return [_present(actor, i, beside, in_list=in_list) for i in incidents]


def present(session: Session, actor: Actor, incident: Incident) -> IncidentOut:
    """One case as `actor` may read it."""
    return present_many(session, actor, [incident])[0]


def _present(actor: Actor, i: Incident, beside: Companions, *, in_list: bool) -> IncidentOut:
    dispatches = beside.dispatches.get(i.id, [])
    in_chain = is_in_chain(actor, i)
    place = place_of(i, beside.chains, is_exact=not i.is_restricted or (in_chain and not in_list))
    # A grid's own unit tells in which grid the case is.
    hidden = set() if in_chain or not i.is_restricted else grid_units(beside.units.values())
    private = beside.private.get(i.id) if in_chain else None
    media = beside.media.get(i.id, []) if in_chain or not i.is_restricted else []
    manner, on_post = beside.manners[i.standard_id], beside.on_post.get(i.id)
    case = as_case(i, dispatches, manner, on_post, unmanned=beside.unmanned)
    at_desk = may_stand_in(actor, case)
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
        location=place.location,
        reported_location=place.reported_location,
        address=(private.address if private else None) if i.is_restricted else i.address,
        grid=place.grid,
        recorded_grid=place.recorded_grid,
        location_advice=place.location_advice,
        special_grid=place.special_grid,
        areas=place.areas,
        reporter=_reporter(actor, i, beside, in_chain=in_chain),
        on_behalf_of=_person(private),
        caller_as_typed=_as_typed(private) if _reads_as_typed(actor, i) and not in_list else None,
        unit=None if i.unit_id in hidden else _unit(i.unit_id, i.unit_name, beside, with_phone=in_chain),
        # Why a unit was proposed is said in words, with the names of places.
        routing=i.routing if in_chain or not i.is_restricted else None,
        dispatches=[_dispatch(d, beside, hidden, with_phone=in_chain, at_desk=at_desk) for d in dispatches],
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


def _reads_as_typed(actor: Actor, i: Incident) -> bool:
    """Who typed the number reads it again on the card; all others, and of restricted cases all, by a logged look."""
    return actor.id == i.reporter_id and not i.is_restricted


def _as_typed(private: IncidentPrivate | None) -> CallerOut | None:
    if private is None or (private.person_name is None and private.person_phone is None):
        return None
    return CallerOut(name=private.person_name, phone=private.person_phone)


def _unit(unit_id: UUID | None, name: str | None, beside: Companions, *, with_phone: bool) -> UnitOut | None:
    if unit_id is None:
        return None
    unit = beside.units.get(unit_id)
    return UnitOut(id=unit_id, name=name, phone=unit.phone if unit is not None and with_phone else None)


def _dispatch(
    d: Dispatch, beside: Companions, hidden: Set[UUID], *, with_phone: bool, at_desk: bool
) -> DispatchOut:
    # Who is in the chain may ring the unit, and reads which officers acted.
    unit = _unit(d.unit_id, d.unit_name, beside, with_phone=with_phone)
    if unit is None or d.unit_id in hidden:
        unit = UnitOut(id=UUID(int=0), name=None)
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
        has_accounts=d.unit_id not in beside.unmanned if at_desk and d.is_current else None,
        by_proxy=d.by_proxy,
    )


def present_timeline(session: Session, actor: Actor, incident: Incident) -> TimelineOut:
    """The case's history as `actor` may read it: every act, notes only where he is entitled."""
    may_read = is_in_chain(actor, incident) or not incident.is_restricted
    notes = notes_of(session, incident.id) if may_read else {}
    proxies = proxies_of(session, incident.id) if may_read else {}
    with acting_as(session, "gridops_map"):
        entries = log_queries.timeline(session, incident.id)
    names = people_queries.names_of(session, [e.actor_id for e in entries if e.actor_id])
    units = people_queries.units_by_id(session, [proxy.unit_id for proxy in proxies.values()])
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
                by_proxy=_proxy(proxies.get((e.version, e.action)), units),
                **_said(
                    e.action,
                    told_to_all(e.data, is_restricted=not may_read),
                    notes.get((e.version, e.action)),
                ),
            )
            for e in entries
        ]
    )


def _proxy(row: DispatchProxy | None, units: Mapping[UUID, Unit]) -> TimelineProxyOut | None:
    if row is None:
        return None
    unit = units.get(row.unit_id)
    return TimelineProxyOut(
        unit=NamedOut(id=row.unit_id, name=unit.name if unit is not None else None),
        spoke_to=row.spoke_to,
        at=row.spoke_at,
        document_number=row.document_number,
    )


def _said(action: str, data: dict[str, Any], note: str | None) -> dict[str, Any]:
    """Note and data of an entry; the result of a check is the first line of its note."""
    if action != "incident.verified" or note is None:
        return {"note": note, "data": data}
    result, _, rest = note.partition("\n")
    return {"note": rest or None, "data": {"result": result} | data}
