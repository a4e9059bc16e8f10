"""Features as a file has them, before anything is known of their system. Nothing is lost here without a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.importing.guessing import naming_of
from gridops.territory.refusing import refused
from gridops.words import Words

#: So many features or rows are named in one remark; of the others it tells how many there are.
SHOWN = 5


@dataclass(frozen=True)
class Raw:
    """Features side by side: `shapes[n]` is None where there is no geometry; `system` is the name or WKT declared.

    `numbers[n]` is the feature's place in the file, counted from 1. `said` is what there is to say so far.
    """

    properties: list[dict[str, Any]]
    shapes: Shapes
    system: str | None = None
    notice: str = ""
    said: tuple[Words, ...] = ()
    numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.numbers:
            object.__setattr__(self, "numbers", list(range(1, len(self.shapes) + 1)))

    def saying(self, *said: Words) -> Raw:
        """The same with more to say."""
        return replace(self, said=(*self.said, *said))

    def only(self, kept: Sequence[int]) -> Raw:
        """The features at these indexes."""
        return replace(
            self,
            properties=[self.properties[n] for n in kept],
            shapes=self.shapes[list(kept)],
            numbers=[self.numbers[n] for n in kept],
        )

    def name_of(self, n: int) -> str:
        """A feature as a person finds it: its number with its code or name."""
        return f"{self.numbers[n]}{naming_of(self.properties[n])}"


def without(raw: Raw, faults: Mapping[int, Words], shown: str) -> Raw:
    """The features without those at fault, which are named with the reason; a Problem where none is left.

    `faults` are index → reason; `shown` is the file's name.
    """
    if not faults:
        return raw
    if len(faults) == len(raw.shapes):
        first = min(faults)
        n = raw.name_of(first)
        raise refused(
            f"{shown} 没有可用的要素：要素 {n} {faults[first].zh}",
            f"{shown} holds no usable feature: Feature {n} {faults[first].en}",
        )
    by_reason: dict[Words, list[int]] = {}
    for index, reason in sorted(faults.items()):
        by_reason.setdefault(reason, []).append(index)
    said = [_left_out(raw, reason, which) for reason, which in by_reason.items()]
    return raw.only([n for n in range(len(raw.shapes)) if n not in faults]).saying(*said)


def _left_out(raw: Raw, reason: Words, which: list[int]) -> Words:
    listed = shortened(raw.name_of(n) for n in which)
    return Words(
        f"要素 {listed} {reason.zh}，未读入（共 {len(which)} 个）",
        f"Feature {listed}: {reason.en}; left out ({len(which)} in all)",
    )


def shortened(items: Iterable[str], shown: int = SHOWN) -> str:
    """The first few of a list, and that there are more."""
    listed = list(items)
    return ", ".join(listed[:shown]) + (f" … ({len(listed)})" if len(listed) > shown else "")


NO_GEOMETRY = Words("没有几何", "has no geometry")
NOT_FINITE = Words("的坐标不是数", "has coordinates that are no numbers")


def without_empty(raw: Raw, shown: str) -> Raw:
    """The features that have a geometry made of numbers; the others are named."""
    coordinates, owners = shapely.get_coordinates(raw.shapes, return_index=True)
    faults = {int(n): NOT_FINITE for n in np.unique(owners[~np.isfinite(coordinates).all(axis=1)])}
    missing = shapely.is_missing(raw.shapes) | shapely.is_empty(raw.shapes)
    faults |= {int(n): NO_GEOMETRY for n in np.flatnonzero(missing)}
    return without(raw, faults, shown)
