"""Pure: what the roll-ups keep apart, and which of them answers a question. No SQL, no database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gridops.insight.filters import Filters

#: How finely areas are kept apart, from the largest to the smallest. The last one keeps every code as it is.
LEVELS = ("district", "township", "village", "grid")
#: What each cut keeps apart besides area and day, smallest first.
CUTS = {
    "state": ("state",),
    "group": ("service_group",),
    "standing": ("state", "level", "origin", "unit"),
    "class": ("service_group", "service_code", "state"),
}
#: The cuts of each level. Small areas by level, origin or unit are counted from the cases: they are few.
KEPT = {
    "district": ("group", "standing", "class"),
    "township": ("group", "standing", "class"),
    "village": ("state", "group", "class"),
    "grid": ("state", "group", "class"),
}
TIME_WORDS = frozenset({"day", "week", "month"})
AREA_WORDS = frozenset({"township", "village", "grid"})

Edges = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Days:
    """A period as whole days (`last` is among them) and what is left over at its two ends."""

    first: date
    last: date
    edges: Edges


def whole_days(since: datetime, until: datetime, zone: ZoneInfo) -> Days | None:
    """The whole days of `zone` in a half-open period; None where it holds none, or a calendar ends in it."""
    try:
        first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
        if _begins(first, zone) < since:
            first += timedelta(days=1)
        if first >= last:
            return None
        ends = ((since, _begins(first, zone)), (_begins(last, zone), until))
    except OverflowError:
        return None
    return Days(first, last - timedelta(days=1), tuple((a, b) for a, b in ends if a < b))


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True)
class Plan:
    """Which roll-up answers: a cut of a level, and the days; what is left over is counted from the cases."""

    cut: str
    level: str
    days: Days


def plan_of(
    filters: Filters, group_by: Sequence[str], levels: Collection[str] | None, zone: ZoneInfo
) -> Plan | None:
    """The roll-up for a question, None where none keeps apart what is asked.

    `levels` are those of the areas asked about; None for a polygon, which is put together from the smallest.
    """
    if not _is_plain(filters) or filters.since is None or filters.until is None:
        return None
    days = whole_days(filters.since, filters.until, zone)
    level = _level(group_by, levels)
    words = set(group_by) - TIME_WORDS - AREA_WORDS
    words |= {
        word
        for word, values in (
            ("service_code", filters.service_codes),
            ("state", filters.states),
            ("level", filters.levels),
        )
        if values
    }
    cut = next((name for name in CUTS if name in KEPT[level] and words.issubset(CUTS[name])), None)
    return Plan(cut, level, days) if cut is not None and days is not None else None


def _is_plain(filters: Filters) -> bool:
    """Whether today's boundaries are meant, and nothing narrows down that no roll-up keeps apart."""
    by_today = filters.basis is None or filters.basis.is_today
    special = filters.span is not None and filters.span.special_codes
    other = (
        filters.bbox, filters.near, filters.origins, filters.due_states, filters.grid_methods,
        filters.reporter_id, filters.q,
    )  # fmt: skip
    return (
        by_today
        and not special
        and not any(other)
        and filters.unit_ids is None
        and filters.with_restricted
        and not filters.with_merged
    )


def _level(group_by: Sequence[str], levels: Collection[str] | None) -> str:
    if levels is None:
        return LEVELS[-1]
    return max({*levels, *AREA_WORDS.intersection(group_by)}, key=LEVELS.index)


def outermost(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes without those that lie in another of them, so that nothing is counted twice."""
    return tuple(
        code for code in dict.fromkeys(codes) if not any(code != c and code.startswith(c) for c in codes)
    )


def is_time_to_verify(now: datetime, verified_at: datetime | None, zone: ZoneInfo) -> bool:
    """Between two and five at night, once a night."""
    is_night = 2 <= now.astimezone(zone).hour < 5
    return is_night and (verified_at is None or now - verified_at > timedelta(hours=12))
