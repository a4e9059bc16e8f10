"""Where a case and its units belong after a change of boundaries: decided here, written by the rooms below.

Reads only. A case goes where its point lies; where the point says nothing, with the largest share of its area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.incidents.models import Incident
from gridops.incidents.moves.dispatching import NamedUnit
from gridops.incidents.rescoping import Today
from gridops.people.following import Doubt, UnitBoard
from gridops.people.models import Unit
from gridops.territory.models import BoundarySet
from gridops.territory.places.held_sets import HeldSet, held_set
from gridops.territory.places.lookup import NOWHERE
from gridops.territory.sets.lineage import Heir
from gridops.territory.sets.queries.lineage import areas_in, heirs_of


@dataclass(frozen=True)
class SetPair:
    """Two sets side by side: heirs of every old code, areas of both, and the new one in memory."""

    old: BoundarySet
    new: BoundarySet
    heirs: Mapping[str, Heir]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    held: HeldSet

    @classmethod
    def read(cls, session: Session, old: BoundarySet, new: BoundarySet) -> SetPair:
        """Everything that is asked of the two sets, read once."""
        return cls(
            old,
            new,
            heirs_of(session, old.id, new.id),
            areas_in(session, old.id),
            areas_in(session, new.id),
            held_set(session, new.id),
        )

    @property
    def changed_codes(self) -> list[str]:
        """Codes under which a case may have to move: not one area whole and of the same code."""
        return [code for code, heir in self.heirs.items() if heir.to_code != code or not heir.is_whole]

    @property
    def gone_codes(self) -> list[str]:
        """Codes that the new set does not hold."""
        return [code for code in self.heirs if code not in self.after]


@dataclass(frozen=True)
class Settled:
    """A case's place and units of today, and the doubt that comes with them."""

    today: Today
    units: dict[UUID, NamedUnit]
    doubt: Doubt | None


def settle(pair: SetPair, board: UnitBoard, incidents: Sequence[Incident]) -> list[Settled]:
    """Where each case belongs in the new set, in order."""
    at = pair.held.lookup.grids_at([i.lon for i in incidents], [i.lat for i in incidents])
    grids = pair.held.lookup.grids
    found = [grids[n].code if n != NOWHERE else None for n in at]
    return [_settle(pair, board, i, grid) for i, grid in zip(incidents, found, strict=True)]


def _settle(pair: SetPair, board: UnitBoard, i: Incident, grid_at: str | None) -> Settled:
    code, doubt = _scope(pair, i, grid_at)
    area = pair.after.get(code)
    is_grid = area is not None and area.level == "grid"
    special = _special(pair, i)
    over = pair.after.get(special) if special else None
    today = Today(
        scope_code=code,
        grid_code=code if is_grid else None,
        grid_name=area.name if is_grid and area is not None else None,
        special_code=special,
        special_name=over.name if over is not None else i.special_grid_name if special else None,
    )
    units = _units(pair, board, i, code) if i.is_open else {}
    return Settled(today, units, doubt)


def _scope(pair: SetPair, i: Incident, grid_at: str | None) -> tuple[str, Doubt | None]:
    old = i.scope_code
    heir = pair.heirs.get(old)
    is_point = i.location_source != "area"
    if heir is None:
        # Not a code of the old set: reported under the new one already, or settled before.
        return old, None
    if is_point and (i.grid_method == "unresolved" or heir.level != "grid"):
        return grid_at or _holder(pair, i, old, heir), None
    if is_point and not heir.is_whole and grid_at in heir.codes:
        return str(grid_at), None
    if heir.to_code is None:
        # Nothing of its area is left: what holds the point now, the district at the least.
        lost = Doubt("incident", i.id, old, None, 0.0, "gone")
        return (grid_at if is_point and grid_at else pair.held.district_code), lost
    doubt = None if heir.is_sure else Doubt("incident", i.id, old, heir.to_code, heir.share, "share")
    return heir.to_code, doubt


def _holder(pair: SetPair, i: Incident, old: str, heir: Heir) -> str:
    row = pair.held.rows_at([i.lon], [i.lat], [0.0])[0]
    return row.holder_code or heir.to_code or (old if old in pair.after else row.district_code)


def _special(pair: SetPair, i: Incident) -> str | None:
    if i.special_grid_code is None:
        return None
    heir = pair.heirs.get(i.special_grid_code)
    if heir is None or i.special_grid_code in pair.after:
        return i.special_grid_code
    return heir.to_code


def _units(pair: SetPair, board: UnitBoard, i: Incident, code: str) -> dict[UUID, NamedUnit]:
    """Old unit → new unit, for those that were sent because the case lay in their area."""
    was, now = _chain(pair.before, i.scope_code), _chain(pair.after, code)
    found: dict[UUID, NamedUnit] = {}
    for unit_id in i.unit_ids:
        unit = board.by_id.get(unit_id)
        wanted = _wanted_area(pair, unit, was=was, now=now) if unit is not None else None
        if unit is None or wanted is None or (unit.is_active and wanted == unit.area_code):
            continue
        target = board.at.get((unit.agency_id, wanted))
        if target is not None:
            found[unit_id] = NamedUnit(target.id, target.name)
    return found


def _wanted_area(pair: SetPair, unit: Unit, *, was: Mapping[str, str], now: Mapping[str, str]) -> str | None:
    """The area whose unit is to have the case instead; None where the unit is another place's and stays."""
    area = pair.after.get(unit.area_code) or pair.before.get(unit.area_code)
    if area is None:
        return None
    home = was.get(area.level)
    heir = pair.heirs.get(home) if home else None
    if home and unit.area_code in {home, heir.to_code if heir else None}:
        return now.get(area.level)
    if unit.is_active:
        return None
    gone = pair.heirs.get(unit.area_code)
    return gone.to_code if gone else None


def _chain(areas: Mapping[str, Any], code: str) -> dict[str, str]:
    """Level → code, from an area up to the district."""
    found: dict[str, str] = {}
    at: str | None = code
    while at is not None and (area := areas.get(at)) is not None:
        found[area.level] = at
        at = area.parent_code
    return found
