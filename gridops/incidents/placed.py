"""The place of a case as it is shown: where it is, or, of a restricted one, the village at which it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gridops.incidents.models import Incident
from gridops.incidents.standing import standing_at
from gridops.incidents.wire import CodedOut, LocationAdviceOut, LocationOut
from gridops.territory.places.rules import needs_pin
from gridops.territory.places.wire import AreaNameOut, CandidateOut, GridOut


@dataclass(frozen=True)
class ShownPlace:
    """What the contract's case says of its place; degrees in CGCS2000."""

    location: LocationOut
    reported_location: dict[str, Any]
    grid: GridOut
    areas: list[AreaNameOut]
    recorded_grid: CodedOut | None = None
    special_grid: CodedOut | None = None
    location_advice: LocationAdviceOut | None = None


def place_of(i: Incident, chains: Mapping[str, Sequence[Any]], *, is_exact: bool) -> ShownPlace:
    """Where the case is, with its grid; or the village at which it stands, as if a desk had named that area."""
    chain = chains.get(i.scope_code, [])
    areas = [AreaNameOut(level=a.level, kind=a.kind, code=a.code, name=a.name) for a in chain]
    return _exact(i, areas) if is_exact else _standing(i, areas)


def _standing(i: Incident, areas: Sequence[AreaNameOut]) -> ShownPlace:
    lon, lat, code = standing_at(i)
    return ShownPlace(
        location=LocationOut(lon=lon, lat=lat, accuracy_m=None, source="area"),
        reported_location={"source": "area", "area_code": code},
        grid=GridOut(code=None, name=None, method="unresolved", probability=None, candidates=[]),
        areas=[a for a in areas if a.level != "grid"],
    )


def _exact(i: Incident, areas: list[AreaNameOut]) -> ShownPlace:
    special, flags = i.special_grid_code, list(i.location_flags)
    has_moved = i.today_grid_code is not None and i.grid_code is not None
    return ShownPlace(
        location=LocationOut(lon=i.lon, lat=i.lat, accuracy_m=i.accuracy_m, source=i.location_source),
        reported_location=i.reported_location,
        grid=GridOut(
            code=i.today_grid_code or i.grid_code,
            name=i.today_grid_name or i.grid_name,
            method=i.grid_method,
            probability=i.grid_probability,
            candidates=[CandidateOut.model_validate(c) for c in i.grid_candidates],
        ),
        areas=areas,
        recorded_grid=CodedOut(code=str(i.grid_code), name=i.grid_name) if has_moved else None,
        special_grid=CodedOut(code=special, name=i.special_grid_name) if special else None,
        location_advice=LocationAdviceOut(needs_pin=needs_pin(flags), flags=flags) if flags else None,
    )
