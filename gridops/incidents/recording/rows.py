"""Pure: the rows of a new case. What is private of a restricted one stands in no column of the case itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from gridops.db.ids import new_id
from gridops.incidents.models import Incident
from gridops.incidents.placing import place_columns
from gridops.incidents.recording.new_case import NewCase
from gridops.incidents.rules import NO_CALLER
from gridops.people.rules import Actor


@dataclass(frozen=True)
class Numbering:
    """How the 19-digit case numbers of a day begin: county 6, date 8; a serial of 5 follows when it is written."""

    beginning: str

    @classmethod
    def of(cls, district_code: str, at: datetime, time_zone: str) -> Numbering:
        """The numbering of the day on which `at` falls in the deployment's zone."""
        return cls(f"{district_code[:6]}{at.astimezone(ZoneInfo(time_zone)):%Y%m%d}")


def row_of(case: NewCase, actor: Actor, *, now: datetime, numbering: Numbering) -> dict[str, Any]:
    """The row of `incident`, reported by `actor` at `now`; every case has the same columns."""
    spot = case.spot
    return {
        "id": case.id,
        "case_number": numbering.beginning,
        "content_hash": case.content_hash,
        "version": 1,
        "state": "reported",
        "is_open": True,
        "due_state": "normal",
        "reporter_id": actor.id,
        "reporter_name": actor.name,
        "device_id": actor.device_id,
        "unit_ids": [],
        "person_ids": [actor.id],
        "routing": None,
        "reported_at": now,
        "occurred_at": case.occurred_at,
        "origin": case.origin,
        "external_numbers": _external_numbers(case),
        "external_due_at": case.external_due_at,
        "call_back": NO_CALLER if case.no_caller else None,
        "lon": spot.lon,
        "lat": spot.lat,
        "geom": f"SRID=4490;POINT({spot.lon!r} {spot.lat!r})",
        "accuracy_m": spot.accuracy_m,
        "location_source": spot.source,
        "reported_location": dict(spot.as_sent),
        **place_columns(case.place),
        **_matter_columns(case),
        **_text_columns(case),
    }


def _external_numbers(case: NewCase) -> list[dict[str, str]]:
    return [{"origin": case.origin, "number": case.external_number}] if case.external_number else []


def _matter_columns(case: NewCase) -> dict[str, Any]:
    standard = case.standard
    return {
        "service_code": case.matter.service_code,
        "service_name": standard.service_name,
        "service_group": standard.service_group,
        "label_family": standard.label_family,
        "standard_id": standard.id,
        "is_restricted": standard.is_restricted,
        "level": case.level or standard.default_level,
        "accept_roles": list(case.accept_roles),
        "urgency": case.urgency or standard.urgency_default,
    }


def _text_columns(case: NewCase) -> dict[str, Any]:
    if case.standard.is_restricted:
        return {"description": None, "address": None, "fields": {}}
    return {"description": case.description, "address": case.address, "fields": dict(case.fields)}


_EMPTY = (
    "recorded_scope_code",
    "recorded_special_code",
    "today_grid_code",
    "today_grid_name",
    "unit_id",
    "unit_name",
    "filed_at",
    "dispatched_at",
    "handled_at",
    "handled_by",
    "verified_at",
    "answered_at",
    "called_back_at",
    "closed_at",
    "due_at",
    "disposition",
    "merged_into",
)
#: Without what the database itself keeps of where a restricted case stands.
_NAMES = tuple(c.name for c in Incident.__table__.columns if not c.name.startswith("shown_"))
_LISTS = ("joined_ids", "clock_steps")


def blank_columns() -> dict[str, Any]:
    """The columns that a report leaves empty, each said, so that nothing of a new case has to be read back."""
    return {name: [] for name in _LISTS} | {"clock_basis": {}} | dict.fromkeys(_EMPTY)


def columns_of(incident: Incident) -> dict[str, Any]:
    """All columns of a case as it stands."""
    return {name: getattr(incident, name) for name in _NAMES}


def rows_beside(case: NewCase, actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    """(table, row) of all that stands beside a new case from its report on; its photos apart."""
    found = (
        ("incident_private", private_row(case)),
        ("external_number", number_row(case)),
        ("incident_note", note_row(case, actor)),
    )
    return [(table, row) for table, row in found if row is not None]


def number_row(case: NewCase) -> dict[str, Any] | None:
    """The row of `external_number`: what its origin calls the case, once for all."""
    number = (case.external_number or "").strip()
    return {"origin": case.origin, "number": number, "incident_id": case.id} if number else None


def note_row(case: NewCase, actor: Actor) -> dict[str, Any] | None:
    """The row of `incident_note` that says why there is nobody to ring back, where that was said."""
    if not case.no_caller:
        return None
    return {
        "id": new_id(),
        "incident_id": case.id,
        "version": 1,
        "action": "incident.reported",
        "account_id": actor.id,
        "text": case.no_caller,
    }


def private_row(case: NewCase) -> dict[str, Any] | None:
    """The row of `incident_private`, where there is something private: a restricted text, a person."""
    is_restricted = case.standard.is_restricted
    if not is_restricted and case.person_name is None and case.person_phone is None:
        return None
    return {
        "incident_id": case.id,
        "description": case.description if is_restricted else None,
        "address": case.address if is_restricted else None,
        "fields": dict(case.fields) if is_restricted else {},
        "person_name": case.person_name,
        "person_phone": case.person_phone,
    }
