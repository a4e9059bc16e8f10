"""Putting a case at a place: point, grid, candidates and scope together. Where a place lies is not decided here."""

from __future__ import annotations

from typing import Any

from gridops.incidents.models import Incident
from gridops.territory.places.rules import Place


def apply_place(incident: Incident, place: Place, *, lon: float, lat: float) -> None:
    """Put a case at a place: point, grid, candidates and scope together."""
    incident.lon, incident.lat = lon, lat
    # A corrected place is recorded anew, under the boundaries of today.
    incident.recorded_scope_code = incident.recorded_special_code = None
    incident.today_grid_code = incident.today_grid_name = None
    incident.geom = f"SRID=4490;POINT({lon!r} {lat!r})"
    for name, value in place_columns(place).items():
        setattr(incident, name, value)


def place_columns(place: Place) -> dict[str, Any]:
    """The columns of a case that say where it lies."""
    return {
        "grid_version_id": place.grid_version_id,
        "grid_code": place.grid_code,
        "grid_name": place.grid_name,
        "grid_method": place.method,
        "grid_probability": place.probability,
        "grid_candidates": [
            {"code": c.code, "name": c.name, "probability": round(c.probability, 4)} for c in place.candidates
        ],
        "special_grid_code": place.special_code,
        "special_grid_name": place.special_name,
        "scope_code": place.scope_code,
        "location_flags": list(place.flags),
    }
