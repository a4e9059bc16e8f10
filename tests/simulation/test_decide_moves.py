"""Which move comes next, at a desk and in a unit."""

from __future__ import annotations

from random import Random

import pytest

from gridops.cli.simulation.deciding import Move, Post, desk_move, handler_move, post_of
from gridops.cli.simulation.ground import Spot
from gridops.cli.simulation.ledger import Record
from gridops.cli.simulation.planning import Fate
from tests.simulation.trial import MATTERS, UNITS, a_brief

GARBAGE, PARKING, UNCHECKED = MATTERS


def at_desk(brief: dict, matter: dict = GARBAGE, moves: tuple[str, ...] = (), **fate: object) -> Move | None:
    record = Record("case-1", "1-1", "worker", fate=Fate(**fate), moves=list(moves))  # type: ignore[arg-type]
    return desk_move(brief, record, units=UNITS, matter=matter, rng=Random(1))


def in_unit(brief: dict, moves: tuple[str, ...] = (), **fate: object) -> Move | None:
    record = Record("case-1", "1-1", "worker", fate=Fate(**fate), moves=list(moves))  # type: ignore[arg-type]
    return handler_move(brief, record, matter=GARBAGE, rng=Random(1))


def action(move: Move | None) -> str | None:
    return move.action if move is not None else None


@pytest.mark.parametrize(
    ("state", "fate", "moves", "expected"),
    [
        ("reported", {}, (), "dispatch"),
        ("reported", {"files_first": True}, (), "file"),
        ("reported", {"turn": "reject"}, (), "reject"),
        ("filed", {}, ("file",), "dispatch"),
        ("handled", {}, (), "verify"),
        ("handled", {"turn": "rework"}, (), "rework"),
        ("handled", {"turn": "rework"}, ("rework", "handle"), "verify"),
        ("verified", {}, (), "close"),
        ("handling", {}, (), None),
        ("closed", {}, (), None),
    ],
)
def test_a_desk_does_what_the_state_and_the_fate_ask_for(
    state: str, fate: dict, moves: tuple[str, ...], expected: str | None
) -> None:
    assert action(at_desk(a_brief(state), moves=moves, **fate)) == expected


def test_a_hotline_case_is_never_rejected() -> None:
    assert action(at_desk(a_brief(origin="hotline_12345"), turn="reject")) == "dispatch"


def test_what_the_simulation_has_nobody_for_goes_to_the_towns_enforcement_by_hand() -> None:
    move = at_desk(a_brief(), PARKING)
    assert move is not None
    assert move.body["unit_ids"] == ["unit-town"]
    outside = at_desk(a_brief(scope_code="370611"), PARKING)
    assert outside is not None
    assert outside.body["unit_ids"] == ["unit-district"]


def test_a_unit_without_anybody_is_called_back_or_replaced() -> None:
    brief = a_brief("dispatched", unit={"id": "unit-police", "name": "派出所"})
    assert action(at_desk(brief, PARKING, is_recalled=True)) == "recall"
    assert action(at_desk(brief, PARKING, ("dispatch", "recall"), is_recalled=True)) == "dispatch"
    assert action(at_desk(brief, PARKING)) == "dispatch"
    assert at_desk(a_brief("dispatched", unit={"id": "unit-town", "name": "中队"})) is None


def test_a_matter_without_a_check_is_closed_from_handled() -> None:
    assert action(at_desk(a_brief("handled"), UNCHECKED)) == "close"


@pytest.mark.parametrize(
    ("state", "fate", "moves", "expected"),
    [
        ("dispatched", {}, (), "accept"),
        ("dispatched", {"turn": "decline"}, (), "decline"),
        ("dispatched", {"turn": "decline"}, ("decline", "dispatch"), "accept"),
        ("handling", {"turn": "return"}, ("accept",), "return"),
        ("handling", {}, ("accept",), "handle"),
        ("handling", {"tells_way": True}, ("accept",), "en_route"),
        ("handling", {"tells_way": True}, ("accept", "en_route"), "arrive"),
        ("handling", {"tells_way": True}, ("accept", "en_route", "arrive"), "handle"),
        ("handling", {"tells_way": True}, ("accept", "en_route", "return", "accept"), "en_route"),
        ("handling", {"tells_way": True}, ("accept", "en_route", "arrive", "handle", "rework"), "handle"),
        ("handled", {}, (), None),
    ],
)
def test_a_unit_goes_step_by_step(
    state: str, fate: dict, moves: tuple[str, ...], expected: str | None
) -> None:
    assert action(in_unit(a_brief(state), moves=moves, **fate)) == expected


def test_a_position_on_arrival_is_told_only_where_the_standard_asks_for_it() -> None:
    record = Record("case-1", "1-1", "worker", spot=Spot(121.27, 37.5), moves=["accept", "en_route"])
    asking = {**GARBAGE, "arrival_asked": True}
    told = handler_move(a_brief("handling"), record, matter=asking, rng=Random(1))
    assert told is not None
    assert (told.action, told.body["location"]["lon"]) == ("arrive", 121.27)
    untold = in_unit(a_brief("handling"), ("accept", "en_route"), tells_way=True)
    assert untold == Move("arrive")


def test_a_case_belongs_to_the_smallest_post_that_may_take_it() -> None:
    posts = [
        Post("district", "370611"),
        Post("town", "370611001"),
        Post("village", "370611001001", small_only=True),
    ]
    assert post_of(posts, a_brief(level="grid")) == "village"
    assert post_of(posts, a_brief(level="township")) == "town"
    assert post_of(posts, a_brief(scope_code="370611102001001")) == "district"
    assert post_of(posts[1:], a_brief(scope_code="370611")) is None
