"""Who may make which move: each permit by roles, places and persons alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from gridops.duties.origins.rules import OriginPolicy
from gridops.incidents.moves.case import Case, OnPost
from gridops.incidents.moves.rules import allowed_actions, is_possible, may_act
from gridops.incidents.moves.table import ACTIONS, MOVES
from gridops.people.rules import Actor, Grant

DISTRICT, TOWN, OTHER_TOWN = "370611", "370611001", "370611102"
GRID = "370611001001001"
UNIT, SECOND_UNIT, CHECKERS = UUID(int=11), UUID(int=12), UUID(int=13)
HOTLINE = OriginPolicy(may_reject=False, return_to="12345 热线")


def someone(number: int, *grants: Grant) -> Actor:
    return Actor(UUID(int=number), f"someone{number}", "某人", grants)


WORKER = someone(1, Grant("grid_worker", area=GRID))
HEAD = someone(2, Grant("grid_head", area=GRID))
DISPATCHER = someone(3, Grant("dispatcher", area=TOWN))
NEIGHBOUR = someone(4, Grant("dispatcher", area=OTHER_TOWN))
DISTRICT_DESK = someone(5, Grant("dispatcher", area=DISTRICT))
HANDLER = someone(6, Grant("handler", unit=UNIT))
SECOND_HANDLER = someone(7, Grant("handler", unit=SECOND_UNIT))
CHECKER = someone(8, Grant("handler", unit=CHECKERS))
SUPERVISOR = someone(9, Grant("supervisor", area=DISTRICT))
ADMIN = someone(10, Grant("admin", area=DISTRICT))
CAST = (
    WORKER,
    HEAD,
    DISPATCHER,
    NEIGHBOUR,
    DISTRICT_DESK,
    HANDLER,
    SECOND_HANDLER,
    CHECKER,
    SUPERVISOR,
    ADMIN,
)

CASE = Case(
    state="reported",
    level="township",
    origin="patrol",
    scope_code=GRID,
    unit_ids=(),
    verify_unit_ids=(),
    handled_by=None,
    assignee_ids=(),
    verification="phone",
    reporter_id=WORKER.id,
)
SENT = replace(CASE, state="dispatched", unit_ids=[UNIT], waiting_unit_ids=[UNIT])
HANDLED = replace(CASE, state="handled", unit_ids=[UNIT], handled_by=HANDLER.id, assignee_ids=[HANDLER.id])


def who_may(action: str, case: Case) -> Sequence[Actor]:
    return [actor for actor in CAST if may_act(actor, action, case)]


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("outsider", [NEIGHBOUR, SUPERVISOR, ADMIN], ids=["neighbour", "supervisor", "admin"])
def test_nobody_moves_a_case_of_another_place_or_by_a_role_that_only_looks(
    action: str, outsider: Actor
) -> None:
    for case in (CASE, SENT, HANDLED):
        assert not may_act(outsider, action, replace(case, policy=HOTLINE))


def test_the_desk_files_and_the_head_of_grids_only_at_his_levels() -> None:
    assert who_may("file", CASE) == [DISPATCHER, DISTRICT_DESK]
    assert who_may("file", replace(CASE, level="grid")) == [HEAD, DISPATCHER, DISTRICT_DESK]
    assert who_may("file", replace(CASE, level="village")) == [HEAD, DISPATCHER, DISTRICT_DESK]


def test_a_post_that_the_standard_names_files_and_closes_instead_of_the_desk() -> None:
    posted = replace(CASE, on_post=OnPost(file=["grid_head"], close=None))
    assert who_may("file", posted) == [HEAD]
    assert who_may("reject", posted) == [HEAD]
    assert who_may("close", replace(posted, state="verified")) == [DISPATCHER, DISTRICT_DESK]
    closing = replace(posted, state="verified", on_post=OnPost(file=["grid_head"], close=["grid_head"]))
    assert who_may("close", closing) == [HEAD]


def test_from_reported_the_filing_is_part_of_dispatch_and_of_a_change_of_level() -> None:
    posted = replace(CASE, on_post=OnPost(file=["grid_worker"], close=None))
    assert who_may("dispatch", posted) == [WORKER]
    assert who_may("escalate", posted) == []
    filed = replace(posted, state="filed")
    assert who_may("dispatch", filed) == [DISPATCHER, DISTRICT_DESK]
    assert who_may("escalate", filed) == [DISPATCHER, DISTRICT_DESK]


def test_what_an_origin_does_not_let_be_rejected_goes_back_there_by_the_centre() -> None:
    from_hotline = replace(CASE, level="grid", policy=HOTLINE)
    assert who_may("reject", from_hotline) == []
    assert who_may("send_back", from_hotline) == [DISPATCHER, DISTRICT_DESK]
    assert who_may("send_back", CASE) == []


def test_the_unit_that_was_sent_acts_and_the_desk_only_accepts_by_proxy() -> None:
    for action in ("decline", "return", "en_route", "arrive", "handle"):
        assert who_may(action, SENT) == [HANDLER], action
    assert who_may("accept", SENT) == [HEAD, DISPATCHER, DISTRICT_DESK, HANDLER]
    assert who_may("recall", SENT) == [DISPATCHER, DISTRICT_DESK]


def test_who_handled_a_case_neither_verifies_nor_closes_it() -> None:
    everybody = someone(6, Grant("handler", unit=UNIT), Grant("dispatcher", area=TOWN))
    for action in ("verify", "close"):
        assert not may_act(everybody, action, HANDLED)
        assert may_act(DISPATCHER, action, HANDLED)
    by_assignee = replace(HANDLED, handled_by=None)
    assert not may_act(everybody, "close", by_assignee)


def test_a_unit_asked_to_verify_does_so_and_no_other_unit() -> None:
    asked = replace(HANDLED, verify_unit_ids=[CHECKERS])
    assert who_may("verify", asked) == [DISPATCHER, DISTRICT_DESK, CHECKER]


def test_what_the_district_holds_is_handed_down_by_the_district_alone() -> None:
    filed = replace(CASE, state="filed")
    assert who_may("hand_down", filed) == [DISPATCHER, DISTRICT_DESK]
    assert who_may("hand_down", replace(filed, level="district")) == [DISTRICT_DESK]


def test_a_report_settled_or_merged_at_once_is_its_reporters() -> None:
    for move in ("resolve_on_site", "merge"):
        assert [actor for actor in CAST if MOVES[move].permit.admits(actor, CASE)] == [WORKER]


def test_nothing_goes_above_the_district_or_below_the_grid() -> None:
    assert not is_possible(DISTRICT_DESK, "escalate", replace(CASE, level="district"))
    assert not is_possible(DISPATCHER, "hand_down", replace(CASE, level="grid"))
    assert is_possible(DISPATCHER, "hand_down", CASE)


def test_a_second_unit_answers_for_itself_while_the_first_is_at_work() -> None:
    joint = replace(CASE, state="handling", unit_ids=[UNIT, SECOND_UNIT], waiting_unit_ids=[SECOND_UNIT])
    assert is_possible(SECOND_HANDLER, "accept", joint)
    assert is_possible(SECOND_HANDLER, "decline", joint)
    assert not is_possible(HANDLER, "accept", joint), "it has accepted already"
    assert not is_possible(HANDLER, "decline", joint)
    assert is_possible(DISPATCHER, "accept", joint), "by proxy"
    assert not is_possible(DISPATCHER, "decline", joint)
    assert not is_possible(DISPATCHER, "accept", replace(joint, waiting_unit_ids=[]))


def test_handled_is_closed_without_a_check_only_where_the_standard_asks_for_none() -> None:
    assert not is_possible(DISPATCHER, "close", HANDLED)
    assert is_possible(DISPATCHER, "close", replace(HANDLED, verification="none"))
    assert is_possible(DISPATCHER, "close", replace(HANDLED, state="verified"))


def test_allowed_actions_come_in_the_order_of_the_loop() -> None:
    assert allowed_actions(DISPATCHER, CASE) == [
        "file",
        "reject",
        "dispatch",
        "escalate",
        "hand_down",
        "correct",
    ]
    assert allowed_actions(HANDLER, SENT) == ["accept", "decline", "return"]
    assert allowed_actions(SUPERVISOR, CASE) == []
