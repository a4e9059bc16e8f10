"""Pure: what must hold besides the state for a move to start, and which of several states it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gridops.incidents.moves.case import Case
from gridops.incidents.moves.permits import is_sent, may_stand_in
from gridops.people.roles import UNIT_MEMBERS
from gridops.people.rules import Actor
from gridops.words import Words


@dataclass(frozen=True)
class Condition:
    """What must hold of a case, and of who acts, for a move to be possible now."""

    words: Words
    holds: Callable[[Actor, Case], bool]


@dataclass(frozen=True)
class OtherUnits:
    """The other units once a move is made: whether one is at work, has not answered, is done."""

    is_at_work: bool = False
    is_waiting: bool = False
    is_done: bool = False


@dataclass(frozen=True)
class Outcome:
    """When a move leads to this one of several states."""

    words: Words
    holds: Callable[[OtherUnits], bool]


def _may_still_accept(actor: Actor, case: Case) -> bool:
    # A second unit answers for itself while the first is at work already: the case stays in handling.
    by_proxy = bool(case.waiting_unit_ids) and not is_sent(actor, case)
    return by_proxy or _may_still_decline(actor, case)


def _may_still_decline(actor: Actor, case: Case) -> bool:
    if may_stand_in(actor, case) and set(case.waiting_unit_ids) & set(case.unmanned_unit_ids):
        return True
    return actor.has_role_in(case.waiting_unit_ids, *UNIT_MEMBERS)


_UNANSWERED = Words("还有派往的力量未答复", "a unit that was sent has not answered yet")
UNIT_TO_ACCEPT = Condition(_UNANSWERED, _may_still_accept)
UNIT_TO_DECLINE = Condition(
    Words(
        "本力量（或代其记录的力量）尚未答复",
        "the actor's own unit, or the one he records for, has not answered yet",
    ),
    _may_still_decline,
)
NO_CHECK_ASKED = Condition(
    Words("事项标准不要求核查", "the standard asks for no check"), lambda _, case: case.verification == "none"
)
BELOW_DISTRICT = Condition(
    Words("不在区县", "not at the district's level"), lambda _, case: case.level != "district"
)
ABOVE_GRID = Condition(Words("不在网格层级", "not at the grid's level"), lambda _, case: case.level != "grid")

OTHERS_AT_WORK = Outcome(Words("另有力量已接单", "another unit is at work"), lambda others: others.is_at_work)
OTHERS_WAITING = Outcome(
    Words("另有力量未答复", "another unit has not answered yet"), lambda others: others.is_waiting
)
OTHERS_RUNNING = Outcome(
    Words("另有力量未办完", "another unit is not done"), lambda others: others.is_at_work or others.is_waiting
)
OTHERS_DONE = Outcome(Words("另有力量已办完", "another unit is done"), lambda others: others.is_done)
