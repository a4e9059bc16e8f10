"""Pure: which routing rule holds for a case. What a rule says, when it fits, which of several is taken, what clashes.

The order is total. Of the rules that fit, the one with the greatest `rank` is taken: matter before place, place before
its kind, then level, origin, season, time of day. Two that could fit one case with one rank are refused when they are
saved; were both there all the same, the code that sorts first is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from gridops.duties.words import LEVEL_WORDS

#: Where a case lies and a unit may be looked for, from the smallest to the largest, with the words for it.
PLACE_WORDS = {
    "special_grid": "专属网格",
    "grid": LEVEL_WORDS["grid"],
    "village": LEVEL_WORDS["village"],
    "village_group": "管区",
    "township": LEVEL_WORDS["township"],
    "enforcement_area": "执法片区",
    "district": LEVEL_WORDS["district"],
}
PLACES = tuple(PLACE_WORDS)

#: Kinds of area that a rule may ask for; of one line, a case's place has at most one.
AREA_KINDS = {"special": 3, "community": 2, "village": 2, "street": 1, "town": 1, "township": 1, "zone": 1}

#: Whose unit is looked for: the place's own, the matter's lead agency, an agency by name, one unit by name.
WHOSE = ("own", "matter", "agency", "unit")
OWN_AGENCIES = {"special_grid": "grid", "grid": "grid", "village": "village"}
ACCEPTING_ROLES = ("grid_head", "dispatcher", "duty_officer", "supervisor")
_AREA_RANKS = {place: len(PLACES) - n for n, place in enumerate(PLACES)} | {"": 0}


@dataclass(frozen=True)
class Seek:
    """One place where a unit is looked for; `agency` is a code, `unit` an id, where `whose` asks for them."""

    whose: str
    at: str = ""
    agency: str = ""
    unit: str = ""

    def as_json(self) -> dict[str, str]:
        """The stored form; `seek_of` reads it back."""
        return {name: value for name, value in asdict(self).items() if value}


def seek_of(stored: Mapping[str, Any]) -> Seek:
    """A step from its stored form."""
    return Seek(**stored)


@dataclass(frozen=True)
class RuleContent:
    """What a version of a rule says: for which cases, and what follows. Empty conditions hold for every case.

    `area_place` says what kind of place `area_code` is, as it was known when the rule was saved. Days of the year
    are month × 100 + day, both included, and times of day HH:MM, the end left out; both may run over their end.
    """

    name: str
    service_code: str = ""
    group_code: str = ""
    area_code: str = ""
    area_place: str = ""
    area_kind: str = ""
    level: str = ""
    origin: str = ""
    season_from: int = 0
    season_to: int = 0
    time_from: str = ""
    time_to: str = ""
    to_level: str = ""
    accepts: tuple[str, ...] = ()
    leads: tuple[Seek, ...] = ()
    helps: tuple[Seek, ...] = ()
    sends_helpers: bool = False

    def columns(self) -> dict[str, Any]:
        """The columns of `routing_rule` that hold it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "accepts": list(self.accepts),
            "leads": [one.as_json() for one in self.leads],
            "helps": [one.as_json() for one in self.helps],
        }


@dataclass(frozen=True)
class RoutingRule:
    """A version in force: its rule's code, its number, what it says."""

    code: str
    version: int
    content: RuleContent

    @property
    def label(self) -> str:
        """How a decision names it."""
        return f"{self.code}@{self.version}"


@dataclass(frozen=True)
class Question:
    """What is asked of the rules; `areas` gives the code of each place the case lies in, `at` is local time."""

    service_code: str
    group_code: str
    areas: Mapping[str, str]
    kinds: Collection[str]
    level: str
    origin: str
    at: datetime


def rank(content: RuleContent) -> tuple[int, ...]:
    """How specific a rule is; the greater is taken."""
    return (
        2 if content.service_code else 1 if content.group_code else 0,
        _AREA_RANKS[content.area_place],
        AREA_KINDS.get(content.area_kind, 0),
        int(bool(content.level)),
        int(bool(content.origin)),
        int(bool(content.season_from)),
        int(bool(content.time_from)),
    )


def fits(content: RuleContent, asked: Question) -> bool:
    """Whether a rule's conditions hold for a case."""
    return (
        content.service_code in {"", asked.service_code}
        and content.group_code in {"", asked.group_code}
        and (not content.area_code or asked.areas.get(content.area_place) == content.area_code)
        and (not content.area_kind or content.area_kind in asked.kinds)
        and content.level in {"", asked.level}
        and content.origin in {"", asked.origin}
        and _holds(_season(content), asked.at.month * 100 + asked.at.day)
        and _holds(_time(content), asked.at.hour * 60 + asked.at.minute)
    )


def fitting(rules: Iterable[RoutingRule], asked: Question) -> list[RoutingRule]:
    """The rules that fit, the one to be taken first."""
    found = [rule for rule in rules if fits(rule.content, asked)]
    return sorted(found, key=lambda rule: ([-n for n in rank(rule.content)], rule.code))


def choose(rules: Iterable[RoutingRule], asked: Question) -> RoutingRule | None:
    """The rule that holds for a case: of those that fit, the most specific."""
    return next(iter(fitting(rules, asked)), None)


Spans = list[tuple[int, int]]


def _season(content: RuleContent) -> Spans:
    starts, ends = content.season_from, content.season_to
    if not starts:
        return []
    return [(starts, ends)] if starts <= ends else [(starts, 1231), (101, ends)]


def _time(content: RuleContent) -> Spans:
    if not content.time_from:
        return []
    starts, ends = minutes_of(content.time_from), minutes_of(content.time_to) - 1
    return [(starts, ends)] if starts <= ends else [(starts, 1439), (0, ends)]


def minutes_of(text: str) -> int:
    """The minute of the day of HH:MM."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _holds(spans: Spans, mark: int) -> bool:
    return not spans or any(starts <= mark <= ends for starts, ends in spans)


def _meet(one: Spans, other: Spans) -> bool:
    return any(a <= d and c <= b for a, b in one for c, d in other) or not (one and other)


def clashes(one: RuleContent, other: RuleContent) -> bool:
    """Whether two rules of one rank could both fit a case: a case lies in one place of each sort."""
    return (
        rank(one) == rank(other)
        and one.service_code == other.service_code
        and one.group_code == other.group_code
        and one.area_code == other.area_code
        and one.area_kind == other.area_kind
        and one.level == other.level
        and one.origin == other.origin
        and _meet(_season(one), _season(other))
        and _meet(_time(one), _time(other))
    )
