"""What goes out of incidents: the whole case, and the brief that snapshot and stream share."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Outgoing
from gridops.incidents.models import Incident
from gridops.incidents.standing import standing_at
from gridops.territory.places.rules import needs_pin
from gridops.territory.places.wire import AreaNameOut, GridOut


class LocationOut(Outgoing):
    """A place in CGCS2000, degrees; accuracy in metres."""

    lon: float
    lat: float
    coord_sys: str = "cgcs2000"
    accuracy_m: float | None
    source: str


class LocationAdviceOut(Outgoing):
    """What is to be said of a place (`flags`), and whether its sender is asked to set the pin."""

    needs_pin: bool
    flags: list[str]


class NamedOut(Outgoing):
    """An id with its name."""

    id: UUID
    name: str | None


class CodedOut(Outgoing):
    """A code with its name."""

    code: str
    name: str | None


class UnitOut(NamedOut):
    """A unit; its number for those entitled."""

    phone: str | None = None


class DispatchOut(Outgoing):
    """One dispatch."""

    id: UUID
    kind: str
    unit: UnitOut
    status: str
    assignee: NamedOut | None
    made_at: datetime
    accepted_at: datetime | None
    en_route_at: datetime | None
    arrived_at: datetime | None
    finished_at: datetime | None
    handled_kind: str | None = None
    power: dict[str, Any] | None = None
    officers: list[Any] | None = None
    #: Whether somebody can sign in for a unit that runs; None where the reader records for none, or it is over.
    has_accounts: bool | None = None
    #: The moves that somebody else recorded for the unit.
    by_proxy: list[str] = Field(default_factory=list)


class MediaOut(Outgoing):
    """A declared photo, and whether it has arrived."""

    client_id: UUID
    sha256: str
    content_type: str
    size: int
    stage: str
    arrived: bool


class PersonOut(Outgoing):
    """A person another reported for, masked; name and number are shown by a logged reveal."""

    masked: bool
    name: str | None
    phone: str | None


class CallerOut(Outgoing):
    """The person as the reporter typed it, for the reporter alone."""

    name: str | None
    phone: str | None


class ReporterOut(NamedOut):
    """Who reported; the number for those entitled."""

    phone: str | None = None


class IncidentOut(Outgoing):
    """The case as the contract names it."""

    id: UUID
    case_number: str
    client_id: UUID
    origin: str
    external_numbers: list[Any]
    external_due_at: datetime | None
    urgency: str
    service_code: str
    service_name: str
    service_group: str
    label_family: str
    state_label: str
    restricted: bool
    description: str | None
    fields: dict[str, Any]
    state: str
    level: str
    location: LocationOut
    reported_location: dict[str, Any]
    address: str | None
    grid: GridOut
    recorded_grid: CodedOut | None = None
    location_advice: LocationAdviceOut | None = None
    special_grid: CodedOut | None
    areas: list[AreaNameOut]
    reporter: ReporterOut
    on_behalf_of: PersonOut | None
    caller_as_typed: CallerOut | None = None
    unit: UnitOut | None
    routing: dict[str, Any] | None
    dispatches: list[DispatchOut]
    reported_at: datetime
    occurred_at: datetime
    #: What is doubtful of it beside `reported_at`: a phone may have lost its clock.
    occurred_at_doubt: Literal["ahead", "long_ago"] | None = None
    filed_at: datetime | None
    dispatched_at: datetime | None
    handled_at: datetime | None
    verified_at: datetime | None
    answered_at: datetime | None
    called_back_at: datetime | None
    call_back: str | None
    owes: list[str]
    due_at: datetime | None
    due_state: str
    closed_at: datetime | None
    disposition: str | None
    merged_into: UUID | None
    version: int
    media: list[MediaOut]
    allowed_actions: list[str]


class IncidentsOut(Outgoing):
    """A page of cases."""

    items: list[IncidentOut]
    next_cursor: str | None


class IncidentBrief(Outgoing):
    """A case on a map: no text, nothing that depends on who reads or when. A restricted one stands at its village."""

    id: UUID
    case_number: str
    service_code: str
    service_name: str
    service_group: str
    label_family: str
    restricted: bool
    origin: str
    urgency: str
    state: str
    level: str
    lon: float
    lat: float
    grid_code: str | None
    grid_name: str | None
    scope_code: str
    #: Whether a person has to set the pin: in no grid, or too vague to say in which.
    needs_pin: bool
    unit: NamedOut | None
    reported_at: datetime
    due_at: datetime | None
    due_state: str
    version: int

    @classmethod
    def of(cls, i: Incident, apart: Collection[UUID] = ()) -> IncidentBrief:
        """The brief of a case; `apart` are units that are not named beside a restricted one: the grids' own."""
        grid = (
            (None, None)
            if i.is_restricted
            else (i.today_grid_code or i.grid_code, i.today_grid_name or i.grid_name)
        )
        lon, lat, scope_code = standing_at(i)
        is_apart = i.is_restricted and i.unit_id in apart
        return cls(
            id=i.id,
            case_number=i.case_number,
            service_code=i.service_code,
            service_name=i.service_name,
            service_group=i.service_group,
            label_family=i.label_family,
            restricted=i.is_restricted,
            origin=i.origin,
            urgency=i.urgency,
            state=i.state,
            level=i.level,
            lon=lon,
            lat=lat,
            grid_code=grid[0],
            grid_name=grid[1],
            scope_code=scope_code,
            needs_pin=needs_pin(i.location_flags),
            unit=NamedOut(id=i.unit_id, name=i.unit_name) if i.unit_id and not is_apart else None,
            reported_at=i.reported_at,
            due_at=i.due_at,
            due_state=i.due_state,
            version=i.version,
        )


class TimelineProxyOut(Outgoing):
    """For which unit a line was recorded by somebody else, who of it was spoken to and when."""

    unit: NamedOut
    spoke_to: str
    at: datetime
    document_number: str | None


class TimelineItem(Outgoing):
    """One line of a case's history."""

    id: int
    at: datetime
    action: str
    actor: NamedOut | None
    version: int
    note: str | None
    data: dict[str, Any]
    by_proxy: TimelineProxyOut | None = None


class TimelineOut(Outgoing):
    """A case's history, oldest first."""

    items: list[TimelineItem]
    next_cursor: str | None = None
