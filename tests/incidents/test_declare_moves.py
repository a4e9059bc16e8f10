"""The table of moves: one declaration, and everything that follows from it agrees with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gridops.app import bare_app
from gridops.dispatch.actions.bindings import BINDINGS
from gridops.http import openapi
from gridops.incidents.moves.conditions import OtherUnits
from gridops.incidents.moves.describing import describe
from gridops.incidents.moves.move import Move
from gridops.incidents.moves.rules import state_after
from gridops.incidents.moves.table import ACTIONS, MOVES
from gridops.incidents.rules import OPEN_STATES, STATES

HOUSE = Path(__file__).resolve().parents[2] / "gridops"
EVERY_MOVE = pytest.mark.parametrize("move", MOVES.values(), ids=lambda move: move.name)


def test_a_move_does_not_start_from_a_state_that_the_table_does_not_name() -> None:
    with pytest.raises(ValueError, match="close does not start from filed"):
        state_after(MOVES["close"], "filed", OtherUnits())


def test_each_action_of_the_table_is_bound_to_the_body_it_names_and_nothing_else_is_bound() -> None:
    assert {name: move.body for name, move in ACTIONS.items()} == {
        name: binding.body.__name__ for name, binding in BINDINGS.items()
    }


@EVERY_MOVE
def test_a_move_starts_from_open_states_and_leads_to_states_that_exist(move: Move) -> None:
    assert {source.state for source in move.sources} <= OPEN_STATES
    assert {target.state for target in move.targets if target.state} <= set(STATES)


@EVERY_MOVE
def test_the_last_target_holds_whatever_the_other_units_do(move: Move) -> None:
    assert move.targets[-1].when is None
    assert all(target.when is not None for target in move.targets[:-1])


def test_no_two_moves_are_logged_by_one_word() -> None:
    entries = [move.entry for move in MOVES.values()]
    assert len(set(entries)) == len(entries)
    assert all(re.fullmatch(r"incident\.[a-z_]+", entry) for entry in entries)


@pytest.mark.parametrize("move", ["decline", "return"])
def test_a_case_given_back_is_where_the_other_units_are(move: str) -> None:
    def after(others: OtherUnits) -> str:
        return state_after(MOVES[move], "dispatched", others)

    assert after(OtherUnits()) == "filed"
    assert after(OtherUnits(is_waiting=True)) == "dispatched"
    assert after(OtherUnits(is_at_work=True)) == "handling"
    assert after(OtherUnits(is_at_work=True, is_waiting=True)) == "handling"


def test_a_case_is_handled_once_no_other_unit_is_left() -> None:
    assert state_after(MOVES["handle"], "handling", OtherUnits(is_waiting=True)) == "handling"
    assert state_after(MOVES["handle"], "handling", OtherUnits(is_at_work=True)) == "handling"
    assert state_after(MOVES["handle"], "handling", OtherUnits()) == "handled"


def test_under_way_and_corrected_leave_the_state_as_it_is() -> None:
    assert state_after(MOVES["arrive"], "handling", OtherUnits()) == "handling"
    assert state_after(MOVES["correct"], "verified", OtherUnits()) == "verified"


def test_the_buttons_speak_the_words_of_the_label_family() -> None:
    assert MOVES["file"].button("city").zh == "立案"
    assert MOVES["file"].button("governance").zh == "受理"
    assert MOVES["close"].button("governance").zh == "办结"
    assert MOVES["accept"].button("governance") == MOVES["accept"].button("city")


def test_an_action_is_described_with_its_states_and_who_may() -> None:
    assert describe(MOVES["close"]) == (
        "From verified, handled (if the standard asks for no check) to closed."
        " Who: The post that the standard names, else the desk; never who handled it."
    )


def test_only_an_edit_by_the_table_sets_the_state_of_a_case() -> None:
    sets_state = re.compile(r"(?:\bi|incident|case|first)\.(?:state|is_open) = |, *i\.state\b.* = ")
    found = [
        path.relative_to(HOUSE).as_posix()
        for room in ("incidents", "dispatch", "intake", "worker")
        for path in (HOUSE / room).rglob("*.py")
        if sets_state.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["incidents/moves/editing.py"]


def test_the_contracts_document_says_of_each_action_who_may_and_from_which_states() -> None:
    paths = openapi.document(bare_app())["paths"]
    for name, move in ACTIONS.items():
        said = paths[f"/api/v1/incidents/{{incident_id}}/actions/{name}"]["post"]
        assert describe(move) in said["description"]
        assert said["summary"] == move.does.en
