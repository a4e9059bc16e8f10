"""Pure: who may make which move on a case. Roles and places only; the state table is asked apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gridops.duties.rules.origins import USUAL, OriginPolicy
from gridops.incidents.moves.rules import MOVES, may_move
from gridops.people.rules import Actor

#: Who acts for a unit once it is sent: its handlers, its head, and a grid's own worker.
UNIT_ROLES = ("handler", "agency_head", "grid_worker", "grid_head")
#: Digits of a district's code, with which every code in it begins.
DISTRICT_DIGITS = 6


@dataclass(frozen=True)
class Manner:
    """How a standard wants its cases judged; `posts` by level, empty where the usual rule holds; policies by origin."""

    verification: str
    posts: Mapping[str, Mapping[str, Sequence[str]]]
    policies: Mapping[str, OriginPolicy]


@dataclass(frozen=True)
class OnPost:
    """The roles that file and close a case at its level, those who stand in counted; None: the usual rule holds."""

    file: Sequence[str]
    close: Sequence[str] | None


@dataclass(frozen=True)
class Case:
    """What a permit looks at."""

    state: str
    level: str
    origin: str
    scope_code: str
    unit_ids: Sequence[UUID]
    verify_unit_ids: Sequence[UUID]
    handled_by: UUID | None
    assignee_ids: Sequence[UUID]
    verification: str
    on_post: OnPost | None = None
    #: Units sent that have not answered yet, whatever the others of a joint dispatch do meanwhile.
    waiting_unit_ids: Sequence[UUID] = ()
    policy: OriginPolicy = USUAL


def is_desk(actor: Actor, case: Case) -> bool:
    """A dispatcher of the place, or the head of its grids at the grid's and village's level."""
    if actor.has_role_over(case.scope_code, "dispatcher", "duty_officer"):
        return True
    return case.level in {"grid", "village"} and actor.has_role_over(case.scope_code, "grid_head")


def _is_sent(actor: Actor, case: Case) -> bool:
    return actor.has_role_in(case.unit_ids, *UNIT_ROLES)


def _is_handler(actor: Actor, case: Case) -> bool:
    """Whether the actor handled this case: handling and judging are never one person's."""
    return actor.id == case.handled_by or actor.id in case.assignee_ids


def _may_move(actor: Actor, case: Case) -> bool:
    """To another level; from `reported` the filing is part of the act, and asks for whoever may file."""
    return is_desk(actor, case) and (case.state != "reported" or _may_file(actor, case))


def _may_hand_down(actor: Actor, case: Case) -> bool:
    """What the district holds, the district's own desk hands down; below it is each place's."""
    if not _may_move(actor, case):
        return False
    district = case.scope_code[:DISTRICT_DIGITS]
    return case.level != "district" or actor.has_role_over(district, "dispatcher", "duty_officer")


def _may_accept(actor: Actor, case: Case) -> bool:
    by_proxy = actor.has_role_over(case.scope_code, "grid_head", "dispatcher", "duty_officer")
    return _is_sent(actor, case) or by_proxy


def _may_file(actor: Actor, case: Case) -> bool:
    if case.on_post is None:
        return is_desk(actor, case)
    return actor.has_role_over(case.scope_code, *case.on_post.file)


def _may_dispatch(actor: Actor, case: Case) -> bool:
    # From `reported` the filing is part of the act.
    return _may_file(actor, case) if case.state == "reported" else is_desk(actor, case)


def _may_reject(actor: Actor, case: Case) -> bool:
    return _may_file(actor, case) and case.policy.may_reject


def _may_send_back(actor: Actor, case: Case) -> bool:
    # What came from elsewhere goes back there by the centre's hand, not by a village's.
    return bool(case.policy.return_to) and actor.has_role_over(case.scope_code, "dispatcher", "duty_officer")


def _may_verify(actor: Actor, case: Case) -> bool:
    asked = is_desk(actor, case) or actor.has_role_in(case.verify_unit_ids, *UNIT_ROLES)
    return asked and not _is_handler(actor, case)


def _may_close(actor: Actor, case: Case) -> bool:
    if _is_handler(actor, case):
        return False
    if case.on_post is None or case.on_post.close is None:
        return is_desk(actor, case)
    return actor.has_role_over(case.scope_code, *case.on_post.close)


_PERMITS: Mapping[str, Callable[[Actor, Case], bool]] = {
    "file": _may_file,
    "reject": _may_reject,
    "send_back": _may_send_back,
    "dispatch": _may_dispatch,
    "accept": _may_accept,
    "decline": _is_sent,
    "recall": is_desk,
    "return": _is_sent,
    "en_route": _is_sent,
    "arrive": _is_sent,
    "handle": _is_sent,
    "rework": is_desk,
    "verify": _may_verify,
    "close": _may_close,
    "escalate": _may_move,
    "hand_down": _may_hand_down,
    "correct": is_desk,
}


def may_act(actor: Actor, action: str, case: Case) -> bool:
    """Whether the actor's roles allow the action on the case, whatever its state."""
    return _PERMITS[action](actor, case)


def is_possible(actor: Actor, action: str, case: Case) -> bool:
    """Whether the case as it stands allows the action.

    A second unit answers for itself while the first is at work already: the case stays in handling.
    """
    if action in {"accept", "decline"} and case.state == "handling":
        is_asked = actor.has_role_in(case.waiting_unit_ids, *UNIT_ROLES)
        return is_asked or (action == "accept" and bool(case.waiting_unit_ids) and not _is_sent(actor, case))
    if (action, case.level) in {("escalate", "district"), ("hand_down", "grid")}:
        return False
    return may_move(action, case.state, verification=case.verification)


def allowed_actions(actor: Actor, case: Case) -> list[str]:
    """The actions that both the state and the actor's roles allow now, in the order of the loop."""
    return [action for action in MOVES if is_possible(actor, action, case) and may_act(actor, action, case)]
