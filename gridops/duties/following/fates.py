"""Pure: what becomes of a row whose area a boundary set changes. Knows no register."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gridops.territory.sets.lineage import SAME, Heir


@dataclass(frozen=True)
class Fate:
    """Where an old area went: to one (`follows`), or to `heirs`, the largest first, or to none."""

    follows: bool
    heirs: tuple[str, ...]
    area_m2: float = 0.0

    @property
    def reason(self) -> str:
        """Why a person is asked."""
        return "split" if self.heirs else "gone"


@dataclass(frozen=True)
class AreaChange:
    """A set's first day, and the fate of every area that is another from it on."""

    first_day: date
    fates: Mapping[str, Fate]


def read_change(
    first_day: date, heirs: Mapping[str, Heir], before: Container[str], after: Mapping[str, Any]
) -> AreaChange:
    """The fates of all codes of the old set that do not simply stay."""
    fates = {code: _fate(code, heir, before, after) for code, heir in heirs.items()}
    return AreaChange(first_day, {code: fate for code, fate in fates.items() if fate is not None})


def _fate(code: str, heir: Heir, before: Container[str], after: Mapping[str, Any]) -> Fate | None:
    """None for an area that stays as it is.

    One that keeps its code stays also where its edges moved; it is split only where a part of it has become a new
    area, since a neighbour has rows of its own. Less than 1 - SAME of an area is how the line was drawn.
    """
    is_one = heir.is_whole or heir.share >= SAME
    others = sorted(heir.codes - {heir.to_code})
    if heir.to_code is None:
        return None if code in after else Fate(follows=False, heirs=())
    if code in after:
        stays = heir.to_code == code and (is_one or all(other in before for other in others))
        return None if stays else Fate(follows=False, heirs=(heir.to_code, *others))
    if is_one:
        return Fate(follows=True, heirs=(heir.to_code,), area_m2=heir.area_m2)
    return Fate(follows=False, heirs=(heir.to_code, *others))
