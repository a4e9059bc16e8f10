"""Pure: spans of days. Whether they meet, how a row stands on a day, what is said where one overlaps another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, Protocol

from gridops.errors import Fault

#: The first day and the day after the last one; None is open.
Span = tuple[date, date | None]
State = Literal["past", "in_force", "coming"]


class Dated(Protocol):
    """Whatever holds from a day on, up to and without another."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def span_of(row: Dated) -> Span:
    """The days on which a row holds."""
    return row.valid_from, row.valid_to


def meet(one: Span, other: Span) -> bool:
    """Whether two spans have a day in common."""
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def holds_on(row: Dated, day: date) -> bool:
    """Whether a row holds on a day."""
    return state_on(row, day) == "in_force"


def state_on(row: Dated, day: date) -> State:
    """Whether a row is over, holds, or is only coming on a day."""
    if row.valid_from > day:
        return "coming"
    return "past" if row.valid_to is not None and row.valid_to <= day else "in_force"


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of some days, of which any may be open; None where all are."""
    return min((day for day in days if day is not None), default=None)


def check_order(span: Span) -> list[Fault]:
    """A span that is none."""
    if span[1] is not None and span[1] <= span[0]:
        return [Fault("/valid_to", "失效日期须晚于生效日期", "It must end after it begins")]
    return []


def check_overlap(span: Span, others: Iterable[Any]) -> list[Fault]:
    """The rows (with `version` and dates) on whose days a new one would hold too, each named by its number."""
    faults = []
    for row in others:
        if meet(span, span_of(row)):
            said = f"第 {row.version} 版（{row.valid_from} 至 {row.valid_to or '今后'}）"
            told = f"version {row.version} ({row.valid_from} to {row.valid_to or 'open'})"
            faults.append(Fault("/valid_from", f"与同一项{said}的日期重叠", f"The dates overlap {told}"))
    return faults


def changed_names(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[str]:
    """The names of what differs between two rows; all of them for the first."""
    return sorted(name for name, value in after.items() if before is None or before.get(name) != value)
