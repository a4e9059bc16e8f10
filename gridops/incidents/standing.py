"""Pure: what of a restricted case is told to all who may see that it exists, and what only to its chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from gridops.incidents.models import Incident
from gridops.people.models import Unit

#: What log entries say of a case that leads to where it is, or to its photos.
_APART = frozenset({"grid", "media", "scope", "special_grid", "units"})


def grid_units(units: Iterable[Unit]) -> set[UUID]:
    """The ids of those units that are a grid's own: to name one is to name its grid."""
    return {unit.id for unit in units if unit.kind == "grid"}


def standing_at(i: Incident) -> tuple[float, float, str]:
    """Longitude, latitude (CGCS2000 degrees) and area code of where a case stands for all."""
    if not i.is_restricted:
        return i.lon, i.lat, i.scope_code
    if i.shown_lon is None or i.shown_lat is None or i.shown_code is None:
        raise ValueError(f"the restricted case {i.id} stands nowhere")
    return i.shown_lon, i.shown_lat, i.shown_code


def standing_codes(i: Incident) -> Sequence[str]:
    """The codes of the areas in which a case is to be looked for: of a restricted one its village's alone."""
    if i.is_restricted:
        return [standing_at(i)[2]]
    return [i.scope_code, *([i.special_grid_code] if i.special_grid_code else [])]


def told_to_all(data: Mapping[str, Any], *, is_restricted: bool) -> dict[str, Any]:
    """An entry's data as those outside the chain may know it: of a restricted case neither grids nor photos."""
    if not is_restricted:
        return dict(data)
    return {name: value for name, value in data.items() if name not in _APART}
