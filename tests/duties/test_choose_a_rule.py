"""Which routing rule holds: the most specific one, the same in any order; ties are noticed before they are saved."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridops.duties.routing.rules import (
    PLACES,
    Question,
    RoutingRule,
    RuleContent,
    choose,
    clashes,
    fits,
    fitting,
    rank,
)

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)
#: A small world: two codes of each sort of place, so that rules often meet.
CODES = {place: (f"{place}-1", f"{place}-2") for place in PLACES}
SERVICES = {"C0102": "C01", "C0103": "C01", "S01": "S"}


def rule(code: str, **said: object) -> RoutingRule:
    return RoutingRule(code, 1, RuleContent(name=code, **said))  # type: ignore[arg-type]


def asked(**over: object) -> Question:
    usual: dict[str, object] = {
        "service_code": "C0102",
        "group_code": "C01",
        "areas": {place: codes[0] for place, codes in CODES.items()},
        "kinds": frozenset({"district", "street", "village", "base"}),
        "level": "township",
        "origin": "patrol",
        "at": NOON,
    }
    return Question(**{**usual, **over})  # type: ignore[arg-type]


EVERY = rule("every")
BY_ORIGIN = rule("origin", origin="patrol")
BY_LEVEL = rule("level", level="township")
BY_KIND = rule("kind", area_kind="street")
BY_TOWN = rule("town", area_code="township-1", area_place="township")
BY_GRID = rule("grid", area_code="grid-1", area_place="grid")
BY_GROUP = rule("group", group_code="C01")
BY_MATTER = rule("matter", service_code="C0102")
BY_TIME = rule("time", time_from="22:00", time_to="06:00")
BY_SEASON = rule("season", season_from=1101, season_to=331)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (EVERY, BY_SEASON),
        (BY_SEASON, BY_ORIGIN),
        (BY_ORIGIN, BY_LEVEL),
        (BY_LEVEL, BY_KIND),
        (BY_KIND, BY_TOWN),
        (BY_TOWN, BY_GRID),
        (BY_GRID, BY_GROUP),
        (BY_GROUP, BY_MATTER),
    ],
)
def test_what_is_more_specific_is_taken(weaker: RoutingRule, stronger: RoutingRule) -> None:
    assert choose([weaker, stronger], asked()) is stronger
    assert choose([stronger, weaker], asked()) is stronger


@pytest.mark.parametrize(
    ("one", "over"),
    [
        (BY_MATTER, {"service_code": "C0103"}),
        (BY_GROUP, {"group_code": "S"}),
        (BY_TOWN, {"areas": {"township": "township-2"}}),
        (BY_TOWN, {"areas": {}}),
        (BY_KIND, {"kinds": frozenset({"town"})}),
        (BY_LEVEL, {"level": "grid"}),
        (BY_ORIGIN, {"origin": "leader"}),
        (BY_SEASON, {"at": NOON.replace(month=6)}),
        (BY_TIME, {"at": NOON}),
        (BY_TIME, {"at": NOON.replace(hour=6)}),
    ],
)
def test_a_rule_does_not_hold_beyond_its_conditions(one: RoutingRule, over: dict) -> None:
    assert choose([one], asked(**over)) is None
    assert choose([one, EVERY], asked(**over)) is EVERY


def test_seasons_and_times_of_day_run_over_their_end() -> None:
    assert fits(BY_SEASON.content, asked(at=NOON.replace(month=1)))
    assert fits(BY_TIME.content, asked(at=NOON.replace(hour=23)))
    assert fits(BY_TIME.content, asked(at=NOON.replace(hour=5, minute=59)))


@pytest.mark.parametrize(
    ("one", "other", "ties"),
    [
        ({}, {}, True),
        ({"service_code": "C0102"}, {"service_code": "C0102"}, True),
        ({"service_code": "C0102"}, {"service_code": "C0103"}, False),
        ({"service_code": "C0102"}, {"group_code": "C01"}, False),
        ({"level": "grid"}, {"level": "village"}, False),
        ({"level": "grid"}, {"origin": "leader"}, False),
        ({"area_code": "a", "area_place": "township"}, {"area_code": "b", "area_place": "township"}, False),
        ({"area_kind": "street"}, {"area_kind": "town"}, False),
        ({"season_from": 1101, "season_to": 331}, {"season_from": 101, "season_to": 131}, True),
        ({"season_from": 1101, "season_to": 331}, {"season_from": 401, "season_to": 1031}, False),
        ({"time_from": "22:00", "time_to": "06:00"}, {"time_from": "06:00", "time_to": "22:00"}, False),
        ({"time_from": "22:00", "time_to": "06:01"}, {"time_from": "06:00", "time_to": "22:00"}, True),
    ],
)
def test_ties_are_noticed(one: dict, other: dict, ties: bool) -> None:
    first, second = RuleContent(name="one", **one), RuleContent(name="other", **other)
    assert clashes(first, second) is ties
    assert clashes(second, first) is ties


areas = st.one_of(
    st.just({}),
    st.sampled_from(PLACES).flatmap(
        lambda place: st.sampled_from(CODES[place]).map(lambda code: {"area_place": place, "area_code": code})
    ),
)
matters = st.sampled_from([{}, {"service_code": "C0102"}, {"service_code": "S01"}, {"group_code": "C01"}])
seasons = st.sampled_from(
    [{}, {"season_from": 1101, "season_to": 331}, {"season_from": 401, "season_to": 1031}]
)
times = st.sampled_from(
    [{}, {"time_from": "22:00", "time_to": "06:00"}, {"time_from": "08:00", "time_to": "18:00"}]
)
contents = st.builds(
    lambda matter, area, season, time, kind, level, origin: RuleContent(
        name="rule", area_kind=kind, level=level, origin=origin, **matter, **area, **season, **time
    ),
    matters,
    areas,
    seasons,
    times,
    st.sampled_from(["", "street", "town", "village", "community", "special"]),
    st.sampled_from(["", "grid", "township"]),
    st.sampled_from(["", "patrol", "hotline_12345"]),
)
questions = st.builds(
    lambda service, picks, kinds, level, origin, at: asked(
        service_code=service,
        group_code=SERVICES[service],
        areas={place: CODES[place][pick] for place, pick in zip(PLACES, picks, strict=True) if pick < 2},
        kinds=frozenset(kinds),
        level=level,
        origin=origin,
        at=at,
    ),
    st.sampled_from(sorted(SERVICES)),
    st.lists(st.integers(0, 2), min_size=len(PLACES), max_size=len(PLACES)),
    # Of one line a place has one kind: a street or a town, a village or a community, special or not.
    st.tuples(st.sampled_from(["street", "town"]), st.sampled_from(["village", "community"])).flatmap(
        lambda two: st.sampled_from([two, (*two, "special")])
    ),
    st.sampled_from(["grid", "village", "township"]),
    st.sampled_from(["patrol", "leader", "hotline_12345"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZONE)),  # noqa: DTZ001
)


def saved(drawn: list[RuleContent]) -> list[RoutingRule]:
    """The rules that would have been saved one after the other: none that ties with one before it."""
    kept: list[RuleContent] = []
    for content in drawn:
        if not any(clashes(content, one) for one in kept):
            kept.append(content)
    return [RoutingRule(f"rule-{n}", 1, content) for n, content in enumerate(kept)]


def made_for(question: Question) -> st.SearchStrategy[RuleContent]:
    """Rules that hold for a case: each condition is its own, or left empty."""
    matter = st.sampled_from(
        [{}, {"service_code": question.service_code}, {"group_code": question.group_code}]
    )
    area = st.sampled_from(
        [{}, *({"area_place": place, "area_code": code} for place, code in question.areas.items())]
    )
    time = st.sampled_from([{}, {"time_from": "00:00", "time_to": "23:59"}])
    season = st.sampled_from([{}, {"season_from": 101, "season_to": 1231}])
    return st.builds(
        lambda matter, area, season, time, kind, level, origin: RuleContent(
            name="rule", area_kind=kind, level=level, origin=origin, **matter, **area, **season, **time
        ),
        matter,
        area,
        season,
        time,
        st.sampled_from(["", *sorted(question.kinds)]),
        st.sampled_from(["", question.level]),
        st.sampled_from(["", question.origin]),
    )


worlds = questions.flatmap(
    lambda question: st.tuples(
        st.just(question), st.lists(st.one_of(contents, made_for(question)), max_size=14)
    )
)
pairs = questions.flatmap(
    lambda question: st.tuples(st.just(question), made_for(question), made_for(question))
)


@given(worlds, st.randoms(use_true_random=False))
def test_routing_is_deterministic_and_takes_the_one_most_specific_rule(
    world: tuple[Question, list[RuleContent]], chance: random.Random
) -> None:
    question, rules = world[0], saved(world[1])
    found = choose(rules, question)
    shuffled = list(rules)
    chance.shuffle(shuffled)
    assert choose(shuffled, question) == found
    fit = [one for one in rules if fits(one.content, question)]
    assert (found is None) is (not fit)
    if found is not None:
        assert fits(found.content, question)
        # Not only is none above it: of those that were saved none stands beside it either.
        assert [one for one in fit if rank(one.content) >= rank(found.content)] == [found]
        assert fitting(rules, question)[0] == found


@given(pairs)
def test_two_rules_of_one_rank_that_fit_one_case_always_tie(
    pair: tuple[Question, RuleContent, RuleContent],
) -> None:
    question, one, other = pair
    if question.at.hour == 23 and question.at.minute == 59:
        question = replace(question, at=question.at.replace(minute=58))
    assert fits(one, question)
    assert fits(other, question)
    assert clashes(one, other) is (rank(one) == rank(other))
