"""Pure: what a list, a tile, an export or an area query is narrowed down to. Text in, checked values out.

No SQL stands here: queries/where.py is the one place that turns a `Filters` into a WHERE.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from gridops.errors import Unfit
from gridops.territory.sets.rebasing import Rebased

DEFAULT_RADIUS_M = 500.0
MAX_RADIUS_M = 50_000.0

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A "+" that was not escaped in an address arrives as a space.
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d{2}:?\d{2}$)")


@dataclass(frozen=True)
class Box:
    """West, south, east, north in CGCS2000 degrees; never across the date line."""

    min_lon: float
    min_lat: float
    max_lon: float
    max_lat: float


@dataclass(frozen=True)
class Spot:
    """A point in CGCS2000 degrees."""

    lon: float
    lat: float


@dataclass(frozen=True)
class Span:
    """Areas as a WHERE needs them: codes that stand for all below, and special grids, which lie across."""

    codes: tuple[str, ...] = ()
    special_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """Boundaries that were asked for: as recorded (`set_id` None), or those of a set in force from `since` on.

    `is_today`: of the set in force today, whose codes stand in the cases already. `rebased` says where today's codes
    stand in the set asked for, `codes` are all that it holds.
    """

    set_id: UUID | None = None
    is_today: bool = False
    rebased: Rebased = field(default_factory=Rebased)
    codes: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    district_code: str = ""


@dataclass(frozen=True)
class Filters:
    """Everything a statement may be narrowed down to; an empty tuple or None narrows nothing down.

    `polygon` is hexadecimal EWKB in EPSG:4490, `since` and `until` are half-open on `reported_at`.
    `unit_ids` of a person without units is an empty tuple and finds nothing; None does not ask.
    """

    span: Span | None = None
    polygon: str | None = None
    bbox: Box | None = None
    near: Spot | None = None
    radius_m: float = DEFAULT_RADIUS_M
    service_codes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    due_states: tuple[str, ...] = ()
    grid_methods: tuple[str, ...] = ()
    unit_ids: tuple[UUID, ...] | None = None
    reporter_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    q: str | None = None
    basis: Basis | None = None
    with_merged: bool = False
    with_restricted: bool = True


def split_list(value: object) -> object:
    """`a,b` as [a, b]; what is no text is left for the model to judge."""
    if isinstance(value, str):
        return [part for part in (piece.strip() for piece in value.split(",")) if part]
    return value


def _numbers(text: object, count: int) -> list[float]:
    try:
        numbers = [float(part) for part in str(text).split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise Unfit(f"应为 {count} 个以逗号分隔的数字", f"Expected {count} numbers separated by commas")
    return numbers


def _on_earth(lons: list[float], lats: list[float]) -> None:
    if any(abs(lon) > 180 for lon in lons) or any(abs(lat) > 90 for lat in lats):
        raise Unfit("经纬度超出范围", "Longitude or latitude is out of range")


def parse_box(text: object) -> Box:
    """`minlon,minlat,maxlon,maxlat`; Unfit says in both languages what is wrong."""
    if isinstance(text, Box):
        return text
    west, south, east, north = _numbers(text, 4)
    _on_earth([west, east], [south, north])
    if west > east or south > north:
        raise Unfit("范围的最小值大于最大值", "A minimum is greater than its maximum")
    return Box(west, south, east, north)


def parse_spot(text: object) -> Spot:
    """`lon,lat`; Unfit says in both languages what is wrong."""
    if isinstance(text, Spot):
        return text
    lon, lat = _numbers(text, 2)
    _on_earth([lon], [lat])
    return Spot(lon, lat)


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """An RFC 3339 time, or a date as its first moment in `zone`; UTC. Unfit for anything else."""
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), zone).astimezone(UTC)
        moment = datetime.fromisoformat(_LOST_PLUS.sub("+", text))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Unfit("应为日期，或带时区的时间", "Expected a date, or a time with its zone")
