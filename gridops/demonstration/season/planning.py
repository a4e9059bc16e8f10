"""Pure: what was reported in the season, when and where, and what was to become of it. The same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any
from uuid import UUID

from gridops.demonstration.mix import describe, pick_matter

DAYS = 90
CASES = 3_300
#: The days on which many cases are still on their way, and the share of those that are left at a step.
RECENT_DAYS, RECENT_SHARE = 6, 0.45
#: Of older cases, so many were left lying: they are overdue by now.
LYING_SHARE = 0.03
STEPS = ("reported", "filed", "dispatched", "handling", "handled", "verified")
_LYING_STEPS = ("filed", "dispatched", "handling")
_ORIGINS = ("patrol", "hotline_12345", "phone", "public", "agency", "leader")
_ORIGIN_WEIGHTS = (78, 10, 6, 3, 2, 1)
#: What else a case may meet, and how often.
FATES = {
    "": 74,
    "on_site": 9,
    "rejected": 4,
    "merged": 3,
    "returned": 3,
    "reworked": 3,
    "escalated": 2,
    "declined": 2,
}
#: Hours of the day in which things are seen, and how many of a hundred.
_HOURS = {
    6: 2,
    7: 7,
    8: 12,
    9: 13,
    10: 12,
    11: 7,
    12: 3,
    13: 5,
    14: 10,
    15: 10,
    16: 8,
    17: 5,
    18: 3,
    19: 2,
    20: 1,
}


@dataclass(frozen=True)
class Ground:
    """A grid in which cases fall: its codes, its village's name, how much falls there."""

    grid_code: str
    township_code: str
    village: str
    weight: float


@dataclass
class Planned:
    """A case of the season before it is played. `stop` is the step at which it was left lying, empty for none."""

    id: UUID
    at: datetime
    matter: Mapping[str, Any]
    ground: Ground
    origin: str
    description: str
    fate: str
    stop: str
    luck: float
    number: int
    #: The grid of the worker who reports it, where a patrol does.
    by_grid: str
    into: Planned | None = None
    #: Reports of the same thing: they join this case while it is open.
    same: list[Planned] = field(default_factory=list)
    was_joined: set[UUID] = field(default_factory=set)


def plan_season(
    rng: Random,
    matters: Sequence[Mapping[str, Any]],
    grounds: Sequence[Ground],
    *,
    now: datetime,
    zone: tzinfo,
    cases: int = CASES,
) -> list[Planned]:
    """`cases` cases of the `DAYS` days before `now`, in the order of time; every matter comes up at least once."""
    days = [now.astimezone(zone).date() - timedelta(days=n) for n in range(DAYS, -1, -1)]
    weights = [0.6 if day.weekday() >= 5 else 1.0 for day in days]
    asked = list(matters)
    asked += [pick_matter(rng, matters) for _ in range(max(0, cases - len(asked)))]
    rng.shuffle(asked)
    moments = sorted(
        (_moment(rng, day, zone, now) for day in rng.choices(days, weights, k=len(asked))),
    )
    places = rng.choices(grounds, [ground.weight for ground in grounds], k=len(asked))
    plans = [
        _plan(rng, n, matter, place, at, now)
        for n, (matter, place, at) in enumerate(zip(asked, places, moments, strict=True))
    ]
    _marry(rng, plans, now)
    return sorted(plans, key=lambda plan: plan.at)


def _moment(rng: Random, day: date, zone: tzinfo, now: datetime) -> datetime:
    hour = rng.choices(list(_HOURS), list(_HOURS.values()))[0]
    at = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), tzinfo=zone)
    latest = now - timedelta(minutes=3)
    # Of today only what has been is told.
    return at if at < latest else latest - timedelta(minutes=rng.randrange(1, 300))


def _plan(
    rng: Random, n: int, matter: Mapping[str, Any], ground: Ground, at: datetime, now: datetime
) -> Planned:
    age = now - at
    if age < timedelta(days=RECENT_DAYS):
        stop = rng.choice(STEPS) if rng.random() < RECENT_SHARE else ""
    else:
        stop = rng.choice(_LYING_STEPS) if rng.random() < LYING_SHARE else ""
    return Planned(
        id=_id_at(rng, at),
        at=at,
        matter=matter,
        ground=ground,
        origin=rng.choices(_ORIGINS, _ORIGIN_WEIGHTS)[0],
        description=describe(rng, matter, ground.village),
        fate=rng.choices(list(FATES), list(FATES.values()))[0],
        stop=stop,
        luck=rng.random(),
        number=n,
        by_grid=ground.grid_code,
    )


def _marry(rng: Random, plans: Sequence[Planned], now: datetime) -> None:
    """Give each report of the same thing its first case: it tells of what that one tells, a little later."""
    firsts = [plan for plan in plans if plan.fate != "merged" and plan.origin == "patrol"]
    left = Counter(plan.matter["service_code"] for plan in plans)
    for plan in plans:
        if plan.fate != "merged":
            continue
        first = rng.choice(firsts)
        later = first.at + timedelta(minutes=rng.randrange(20, 600))
        is_the_last = left[plan.matter["service_code"]] == 1
        if plan.origin != "patrol" or is_the_last or later >= now - timedelta(minutes=2):
            plan.fate = ""
            continue
        left[plan.matter["service_code"]] -= 1
        plan.at, plan.into, plan.stop = later, first, ""
        plan.id = _id_at(rng, later)
        plan.matter, plan.ground = first.matter, first.ground
        plan.description = describe(rng, plan.matter, plan.ground.village)
        first.same.append(plan)


def _id_at(rng: Random, at: datetime) -> UUID:
    """A UUIDv7 of a moment, as a phone makes it."""
    value = (int(at.timestamp() * 1000) & ((1 << 48) - 1)) << 80 | rng.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
