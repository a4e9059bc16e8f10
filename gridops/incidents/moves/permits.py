"""Pure: who may make a move on a case. Roles, places and persons only; from which states is the table's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gridops.incidents.moves.case import Case
from gridops.people.roles import CENTRE, DESK, UNIT_MEMBERS
from gridops.people.rules import Actor
from gridops.words import Words

#: Digits of a district's code, with which every code in it begins.
DISTRICT_DIGITS = 6


@dataclass(frozen=True)
class Permit:
    """Who may make a move: in words for readers, as a function for the service."""

    words: Words
    admits: Callable[[Actor, Case], bool]


def is_desk(actor: Actor, case: Case) -> bool:
    """A dispatcher of the place, or the head of its grids at the grid's and village's level."""
    if actor.has_role_over(case.scope_code, *CENTRE):
        return True
    return case.level in {"grid", "village"} and actor.has_role_over(case.scope_code, "grid_head")


def is_sent(actor: Actor, case: Case) -> bool:
    """A member of a unit that was sent and is not called back."""
    return actor.has_role_in(case.unit_ids, *UNIT_MEMBERS)


def is_handler(actor: Actor, case: Case) -> bool:
    """Whether the actor handled this case, or recorded its handling: doing and judging are never one person's."""
    return actor.id == case.handled_by or actor.id in case.assignee_ids


def may_file(actor: Actor, case: Case) -> bool:
    """The post that the standard or the routing names, else the desk."""
    if case.on_post is None:
        return is_desk(actor, case)
    return actor.has_role_over(case.scope_code, *case.on_post.file)


def _may_reject(actor: Actor, case: Case) -> bool:
    return may_file(actor, case) and case.policy.may_reject


def _may_send_back(actor: Actor, case: Case) -> bool:
    # What came from elsewhere goes back there by the centre's hand, not by a village's.
    return bool(case.policy.return_to) and actor.has_role_over(case.scope_code, *CENTRE)


def _may_dispatch(actor: Actor, case: Case) -> bool:
    # From `reported` the filing is part of the act.
    return may_file(actor, case) if case.state == "reported" else is_desk(actor, case)


def may_stand_in(actor: Actor, case: Case) -> bool:
    """Whether the actor may record for a unit that nobody signs in for: the place's desk, the head of its grids."""
    return actor.has_role_over(case.scope_code, *DESK)


def _may_accept(actor: Actor, case: Case) -> bool:
    return is_sent(actor, case) or may_stand_in(actor, case)


def _may_act_for_unit(actor: Actor, case: Case) -> bool:
    return is_sent(actor, case) or (bool(case.unmanned_unit_ids) and may_stand_in(actor, case))


def _may_verify(actor: Actor, case: Case) -> bool:
    asked = is_desk(actor, case) or actor.has_role_in(case.verify_unit_ids, *UNIT_MEMBERS)
    return asked and not is_handler(actor, case)


def _may_close(actor: Actor, case: Case) -> bool:
    if is_handler(actor, case):
        return False
    if case.on_post is None or case.on_post.close is None:
        return is_desk(actor, case)
    return actor.has_role_over(case.scope_code, *case.on_post.close)


def _may_change_level(actor: Actor, case: Case) -> bool:
    # From `reported` the filing is part of the act, and asks for whoever may file.
    return is_desk(actor, case) and (case.state != "reported" or may_file(actor, case))


def _may_hand_down(actor: Actor, case: Case) -> bool:
    """What the district holds, the district's own desk hands down; below it is each place's."""
    if not _may_change_level(actor, case):
        return False
    return case.level != "district" or actor.has_role_over(case.scope_code[:DISTRICT_DIGITS], *CENTRE)


def _is_reporter(actor: Actor, case: Case) -> bool:
    return actor.id == case.reporter_id


_DESK = Words(
    "辖区受理派遣、值班人员；网格、村社区层级也可由网格长",
    "The place's desk; grid heads at the levels of grid and village",
)
BY_DESK = Permit(_DESK, is_desk)
BY_FILING_POST = Permit(
    Words(
        "事项标准或分派规则指定的岗位，未指定的同受理派遣席",
        "The post that the standard or a routing rule names, else the desk",
    ),
    may_file,
)
BY_REJECTING_POST = Permit(
    Words("同立案；来源不允许的除外（如 12345）", "Who may file, unless the origin forbids it (12345)"),
    _may_reject,
)
BY_CENTRE_TO_ORIGIN = Permit(
    Words(
        "辖区受理派遣、值班人员；来源可退回的", "The place's dispatchers, where the origin takes cases back"
    ),
    _may_send_back,
)
BY_DISPATCHING_DESK = Permit(
    Words("受理派遣席；未立案时须有立案权限", "The desk; from reported whoever may file"), _may_dispatch
)
BY_UNIT = Permit(
    Words(
        "派往力量的人员；力量无账号的，由辖区网格长、受理派遣人员代为记录",
        "Members of a unit that was sent; the desk by proxy where nobody signs in for the unit",
    ),
    _may_act_for_unit,
)
BY_UNIT_OR_PROXY = Permit(
    Words(
        "派往力量的人员；辖区网格长、受理派遣人员可代办", "Members of a unit that was sent; the desk by proxy"
    ),
    _may_accept,
)
BY_VERIFIER = Permit(
    Words(
        "受理派遣席或核查力量；处置人本人除外", "The desk, or the unit asked to verify; never who handled it"
    ),
    _may_verify,
)
BY_CLOSING_POST = Permit(
    Words(
        "事项标准指定的岗位，未指定的同受理派遣席；处置人本人除外",
        "The post that the standard names, else the desk; never who handled it",
    ),
    _may_close,
)
BY_DESK_BETWEEN_LEVELS = Permit(
    Words("受理派遣席；未立案时须有立案权限", "The desk; from reported whoever may file"), _may_change_level
)
BY_DESK_DOWNWARDS = Permit(
    Words(
        "受理派遣席；区县事件须由区县受理派遣人员",
        "The desk; what the district holds, the district's dispatchers",
    ),
    _may_hand_down,
)
BY_REPORTER = Permit(Words("上报人，随上报一并", "Who reports it, with the report"), _is_reporter)
