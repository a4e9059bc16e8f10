"""The words for what is wrong: kinds, severities, and how many of each. No geometry is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

#: Every kind, the worst first. What is wrong with a code is an error that nothing waives: scope goes by codes.
KINDS = ("duplicate_code", "invalid", "overlap", "gap", "outside_parent", "sliver", "edge_mismatch")
WAIVABLE = KINDS[1:]
#: Smaller than this is noise of rounding, in m².
LEAST_M2 = 1.0
#: Two borders rounded to 1e-7° stand at most this far apart, in metres: a mismatch of edges, no overlap.
ROUNDING_M = 0.02
#: Without a parent nobody knows whether a hole is a lake; one as narrow as this is no place, in metres.
NARROW_M = 20.0


@dataclass(frozen=True)
class Defect:
    """One thing wrong: the codes concerned, how much of the ground, how severe, and what may be done.

    `geometry` is in degrees, None where there is no place to show. `max_width_m` is the diameter of the
    largest circle within. `is_waivable` is False for codes.
    """

    kind: str
    codes: tuple[str, ...]
    severity: str
    note: str
    hint: str
    area_m2: float = 0.0
    max_width_m: float = 0.0
    geometry: BaseGeometry | None = None
    is_waivable: bool = True

    @property
    def is_error(self) -> bool:
        """Whether it refuses an import."""
        return self.severity == "error"


def code_fault(codes: tuple[str, ...], note: str, hint: str, *, kind: str = "duplicate_code") -> Defect:
    """An error of codes, which no waiver lets in."""
    return Defect(kind, codes, "error", note, hint, is_waivable=False)


def errors_of(defects: Sequence[Defect]) -> list[Defect]:
    """Those that refuse."""
    return [d for d in defects if d.is_error]


def worst(defects: Sequence[Defect], shown: int = 5) -> list[Defect]:
    """The worst `shown` defects of each kind, in the order of KINDS."""
    by_area = sorted(defects, key=lambda d: (not d.is_error, -d.area_m2))
    return [d for kind in KINDS for d in [d for d in by_area if d.kind == kind][:shown]]


def count_by_kind(defects: Sequence[Defect]) -> dict[str, int]:
    """How many defects of each kind there are, kinds without any left out."""
    counts = Counter(d.kind for d in defects)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}
