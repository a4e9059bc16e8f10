"""Pure: which grid an uncertain fix belongs to, and what is to be said of its place. No database, no HTTP."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.geo.arrays import Floats

#: A report from further away than this is refused.
EXTENT_MARGIN_M = 20_000.0
#: The best grid is taken without a doubt from this share of the fix's mass on.
SURE = 0.8
#: A fix vaguer than this (or without an accuracy) is no place yet: its sender is asked to set the pin.
VAGUE_M = 200.0
#: This many other cases at the very same point: a geocoder's default, a village's middle, not where something is.
REPEATED_FROM = 3
#: What may be said of a place; those of PIN_FLAGS ask for the pin.
LOCATION_FLAGS = (
    "no_accuracy",
    "vague",
    "uncertain_grid",
    "nearest_grid",
    "unresolved",
    "outside_district",
    "repeated_point",
)
PIN_FLAGS = frozenset({"no_accuracy", "vague", "unresolved", "repeated_point"})
#: How far outside every grid a fix without an accuracy still counts as the nearest one's, in metres.
NEAREST_M = 100.0
#: A fix vaguer than this says no more about single grids; the search for candidates ends here, in metres.
LONGEST_REACH_M = 3_000.0
CANDIDATES_SHOWN = 5
#: The grid that contains the point gives way only to one whose share is greater by more than sampling noise.
NOISE = 0.01
SAMPLE_SIZE = 512


@dataclass(frozen=True)
class Point:
    """A fix in degrees (CGCS2000, equal to WGS-84), from gps|network|manual.

    `accuracy_m` is the radius (metres) within which `confidence` of such fixes lie.
    """

    lon: float
    lat: float
    accuracy_m: float | None
    source: str
    confidence: float = 0.68


@dataclass(frozen=True)
class Candidate:
    """A grid the fix may lie in; `probability` is the share of the fix's mass in it."""

    code: str
    name: str
    probability: float


@dataclass(frozen=True)
class Place:
    """Where a point belongs. `method` is inside|probable|nearest|worker_default|unresolved.

    `scope_code` is the grid's code or, where unresolved, that of the smallest area that holds the point (the
    district's if none does). `outside_m` is 0 inside the district, else the metres to its edge (inf when
    that is too far to be measured). `is_flagged` asks a person to look, `flags` (of LOCATION_FLAGS) say why.
    """

    grid_version_id: UUID | None
    grid_code: str | None
    grid_name: str | None
    method: str
    probability: float | None
    candidates: tuple[Candidate, ...]
    special_code: str | None
    special_name: str | None
    scope_code: str
    outside_m: float
    is_flagged: bool
    flags: tuple[str, ...] = field(default=(), kw_only=True)


def sigma_of(accuracy_m: float, confidence: float = 0.68) -> float:
    """Standard deviation per axis (metres) of a fix whose error circle of `accuracy_m` holds `confidence`.

    A round normal distribution holds 1 - exp(-r²/2σ²) within r: 68 % within 1.51 σ, 95 % within 2.45 σ.
    """
    return accuracy_m / math.sqrt(-2.0 * math.log(1.0 - confidence))


@cache
def unit_sample(size: int = SAMPLE_SIZE) -> Floats:
    """`size` points (shape [size, 2]) that each stand for the same mass of the round unit normal.

    Radii are the quantiles of its radius, angles turn by the golden angle, so that no sector is favoured;
    the same every time, so that the same fix always gets the same answer.
    """
    steps = np.arange(size) + 0.5
    radii = np.sqrt(-2.0 * np.log1p(-steps / size))
    angles = steps * math.pi * (3.0 - math.sqrt(5.0))
    return np.column_stack((radii * np.cos(angles), radii * np.sin(angles)))


def mass_in(x: float, y: float, sigma: float, geometries: Sequence[BaseGeometry]) -> list[float]:
    """The share of a round normal (centre and σ in metres) that lies in each of `geometries` (metres)."""
    sample = unit_sample() * sigma + (x, y)
    return [float(shapely.contains_xy(g, sample[:, 0], sample[:, 1]).mean()) for g in geometries]


#: What a round normal holds within three standard deviations, where the search for candidates ends.
_WITHIN_REACH = 1.0 - math.exp(-4.5)


def within_district(masses: Mapping[str, float]) -> dict[str, float]:
    """The shares of a fix's candidates, given that it was taken in the district at all.

    What lies over the district's border is no grid's; without this a fix beside the border would state less
    than how often it is right.
    """
    whole = sum(masses.values())
    if not 0.0 < whole < _WITHIN_REACH:
        return dict(masses)
    return {code: share * _WITHIN_REACH / whole for code, share in masses.items()}


@dataclass(frozen=True)
class GridNear:
    """A base grid near a point; `distance_m` is 0 if it contains the point."""

    version_id: UUID
    code: str
    name: str
    distance_m: float


@dataclass(frozen=True)
class Choice:
    """The grid chosen for a point, by which method, and what else it may be."""

    grid: GridNear
    method: str
    probability: float | None
    candidates: tuple[Candidate, ...]


def choose_grid(
    near: Sequence[GridNear],
    containing: str | None,
    masses: Mapping[str, float],
    *,
    own: Sequence[str] = (),
    circle_m: float = math.inf,
) -> Choice | None:
    """The grid of a fix: `near` are the grids in reach, `masses` their shares (empty without an accuracy).

    `own` are the worker's grids: one of them is preferred where the fix alone does not decide, and only if it
    reaches into the circle (`circle_m`, the radius that the fix states).
    """
    if not near:
        return None
    ranked = sorted(
        near,
        key=lambda g: (-masses.get(g.code, 0.0) - NOISE * (g.code == containing), g.distance_m, g.code),
    )
    shown = tuple(Candidate(g.code, g.name, round(masses.get(g.code, 0.0), 4)) for g in ranked)
    shown = tuple(c for c in shown if c.probability > 0.0)[:CANDIDATES_SHOWN]
    if containing is None:
        nearest = min(near, key=lambda g: (g.distance_m, g.code))
        return Choice(nearest, "nearest", _share(masses, nearest.code), shown)
    best = ranked[0]
    if masses.get(best.code, 0.0) < SURE:
        mine = [g for g in ranked if g.code in own and g.distance_m <= circle_m and masses.get(g.code)]
        if mine:
            return Choice(mine[0], "worker_default", _share(masses, mine[0].code), shown)
        return Choice(best, "probable", _share(masses, best.code), shown)
    method = "inside" if best.code == containing else "probable"
    return Choice(best, method, _share(masses, best.code), shown)


def _share(masses: Mapping[str, float], code: str) -> float | None:
    return round(masses[code], 4) if code in masses else None


def is_doubtful(method: str, probability: float | None, outside_m: float) -> bool:
    """Whether somebody should look at where a point was put."""
    return (
        outside_m > 0.0
        or method in ("nearest", "unresolved")
        or (probability is not None and probability < SURE)
    )


def location_flags(
    point: Point, *, method: str, probability: float | None, outside_m: float, is_repeated: bool = False
) -> tuple[str, ...]:
    """What is to be said of a place, in the order of LOCATION_FLAGS; a pin set by hand is never vague."""
    is_pin = point.source == "manual"
    said = {
        "no_accuracy": not is_pin and not point.accuracy_m,
        "vague": not is_pin and (point.accuracy_m or 0.0) > VAGUE_M,
        "uncertain_grid": probability is not None and probability < SURE and method != "nearest",
        "nearest_grid": method == "nearest",
        "unresolved": method == "unresolved",
        "outside_district": outside_m > 0.0,
        "repeated_point": is_repeated,
    }
    return tuple(flag for flag in LOCATION_FLAGS if said[flag])


def confidence_of(
    conventions: Mapping[str, Mapping[str, float]], source: str, device: str | None = None
) -> float:
    """Which share of fixes lies within the stated radius, by the deployment's conventions.

    A device that does not say what it is counts as the source's own ("") entry; 0.68 where nothing is known.
    """
    known = conventions.get(source) or {}
    return float(known.get(device or "", known.get("", 0.68)))


def needs_pin(flags: Iterable[str]) -> bool:
    """Whether what is said of a place asks a person to set the pin."""
    return not PIN_FLAGS.isdisjoint(flags)
