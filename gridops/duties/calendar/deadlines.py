"""Pure: the clock of a case. Its limits, the area's class, the outer clock beside it, and its stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gridops.duties.calendar.limits import Limit, limit_text
from gridops.duties.calendar.reckoning import Deadline, Pause, Step, reckon, span_words
from gridops.duties.calendar.rules import WorkCalendar

ALL_OF_IT = 100


@dataclass(frozen=True)
class Terms:
    """What a place gives the clock: its calendar, its area's class, and the share of limits that holds there."""

    calendar: WorkCalendar
    area_class: str | None = None
    percent: int = ALL_OF_IT

    def limit(self, limit: Limit) -> tuple[Limit, int]:
        """The limit and the share of it that hold here: one written for the class holds as it stands."""
        own = limit.in_class(self.area_class)
        return own, self.percent if own is limit else ALL_OF_IT


@dataclass(frozen=True)
class StepDue:
    """One limit of a case with the moment it ends."""

    limit: Limit
    deadline: Deadline


@dataclass(frozen=True)
class CaseDeadline:
    """The deadline of a whole case: the last of its steps, or the outer clock where that ends earlier."""

    due_at: datetime
    steps: tuple[Step, ...]
    limits: tuple[StepDue, ...]


def reckon_case(
    start: datetime,
    limits: Sequence[Limit],
    terms: Terms,
    *,
    external_due_at: datetime | None = None,
    outer_margin: timedelta = timedelta(hours=1),
    pauses: Sequence[Pause] = (),
) -> CaseDeadline:
    """The deadline of a case filed at `start`; every limit runs from there, the last one to end is the case's."""
    dues = []
    for limit in limits:
        held, percent = terms.limit(limit)
        dues.append(StepDue(held, reckon(start, held, terms.calendar, pauses=pauses, percent=percent)))
    last = max(dues, key=lambda due: due.deadline.due_at)
    steps = (*_class_step(start, limits, terms), *last.deadline.steps)
    due_at = last.deadline.due_at
    if external_due_at is not None and due_at > (cap := before_outer(start, external_due_at, outer_margin)):
        due_at = cap
        steps = (*steps, _outer_step(cap, external_due_at))
    return CaseDeadline(due_at, steps, tuple(dues))


def before_outer(start: datetime, outer: datetime, margin: timedelta) -> datetime:
    """When the local limit ends at the latest: `margin` before the outer one, or half-way where time is short."""
    if outer <= start:
        return outer.astimezone(UTC)
    return max(outer - margin, start + (outer - start) / 2).astimezone(UTC)


def _class_step(start: datetime, limits: Sequence[Limit], terms: Terms) -> tuple[Step, ...]:
    at = start.astimezone(UTC)
    if terms.area_class is None:
        return ()
    if any(limit.in_class(terms.area_class) is not limit for limit in limits):
        return (Step(at, at, f"地点属「{terms.area_class}」类区域，适用该类区域的时限"),)
    if terms.percent == ALL_OF_IT:
        return ()
    return (Step(at, at, f"地点属「{terms.area_class}」类区域，时限按 {terms.percent}% 计"),)


def _outer_step(cap: datetime, outer: datetime) -> Step:
    ahead = span_words(outer - cap)
    return Step(cap, cap, f"外部时限在前，本地时限须早于它 {ahead}结束，以此为准")


@dataclass(frozen=True)
class Stage:
    """One stage of the loop with a limit of its own: when it began, is due, and ended."""

    name: str
    words: str
    limit: Limit
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None


def stages_of(
    limits: Mapping[str, Limit], moments: Mapping[str, tuple[datetime | None, datetime | None]], terms: Terms
) -> list[Stage]:
    """The stages that have begun and have a limit; `moments` gives (began, ended) of each."""
    found = []
    for name in STAGES:
        began, ended = moments.get(name, (None, None))
        if name not in limits or began is None:
            continue
        held, percent = terms.limit(limits[name])
        due = reckon(began, held, terms.calendar, percent=percent)
        found.append(Stage(name, STAGE_WORDS[name], held, began, due.due_at, ended))
    return found


def limits_text(limits: Sequence[Limit]) -> str:
    """Limits in plain words."""
    return "；".join(limit_text(limit) for limit in limits)


#: Steps of the loop that may have a limit of their own, and from where to where they run.
STAGES = ("file", "dispatch", "accept", "handle", "verify")
STAGE_WORDS = {"file": "受理立案", "dispatch": "派遣", "accept": "接单", "handle": "处置", "verify": "核查"}
