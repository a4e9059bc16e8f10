"""Correcting what a case is about or where it is; what was reported stays as it was sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.duties.calendar.deadlines import Terms
from gridops.duties.matters.models import Matter, Standard
from gridops.duties.precedents.recording import hide_words
from gridops.incidents.clock.running import start_clock
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.placing import apply_place
from gridops.territory.places.rules import Place


def record_corrected(
    edit: CaseEdit,
    *,
    matter: tuple[Matter, Standard] | None,
    place: Place | None,
    point: tuple[float, float] | None,
    terms: Terms,
    note: str | None,
) -> Incident:
    """Correct matter or place; a filed case's clock is reckoned anew from the same filing.

    `matter` is the case's own where only the place changes: hours and class of the area go with the place.
    """
    i = edit.incident
    edit.move("correct")
    data: dict[str, Any] = {}
    if matter is not None:
        if matter[0].service_code != i.service_code:
            data |= {"service_code": [i.service_code, matter[0].service_code]}
        _change_matter(edit, *matter, terms=terms)
    if place is not None and point is not None:
        data |= {"grid": [i.grid_code, place.grid_code]}
        apply_place(i, place, lon=point[0], lat=point[1])
        i.location_source, i.accuracy_m = "manual", None
    return edit.done(note=note, data=data)


def _change_matter(edit: CaseEdit, matter: Matter, standard: Standard, *, terms: Terms) -> None:
    i = edit.incident
    condition = i.clock_basis.get("condition", 1) if i.standard_id == standard.id else 1
    i.service_code, i.service_name = matter.service_code, standard.service_name
    i.service_group, i.label_family = standard.service_group, standard.label_family
    i.standard_id = standard.id
    if standard.is_restricted and not i.is_restricted:
        _move_text_away(edit, i.id)
    if i.filed_at is not None:
        start_clock(edit.session, i, standard=standard, terms=terms, condition=condition)


def _move_text_away(edit: CaseEdit, incident_id: UUID) -> None:
    """A case that turns out to be restricted gives its text to the private table; it never comes back."""
    i = edit.incident
    private = edit.session.get(IncidentPrivate, incident_id)
    if private is None:
        private = IncidentPrivate(incident_id=incident_id, person_name=None, person_phone=None)
        edit.session.add(private)
    private.description, private.address, private.fields = i.description, i.address, i.fields
    i.description = i.address = None
    i.fields = {}
    i.is_restricted = True
    hide_words(edit.session, incident_id)
