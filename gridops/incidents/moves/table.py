"""The table of moves: one declaration of each. Everything else about moves is read from here; nothing is decided.

Who binds a body and a function to a move is the room above (`dispatch/actions/bindings.py`).
"""

from __future__ import annotations

from collections.abc import Mapping

from gridops.incidents.moves import conditions, permits
from gridops.incidents.moves.move import Move, Source, Target
from gridops.incidents.rules import OPEN_STATES, STATES
from gridops.words import Words

OPEN = tuple(Source(state) for state in STATES if state in OPEN_STATES)


def _from(states: str) -> tuple[Source, ...]:
    return tuple(Source(state) for state in states.split())


def _to(state: str | None) -> tuple[Target, ...]:
    return (Target(state),)


#: A unit gives the case back: filed again, unless others were sent with it. What one of them has done stays done.
_GIVEN_BACK = (
    Target("handling", conditions.OTHERS_AT_WORK),
    Target("dispatched", conditions.OTHERS_WAITING),
    Target("handled", conditions.OTHERS_DONE),
    Target("filed"),
)

#: In the order of the loop.
_ALL = (
    Move(
        "file",
        Words("立案", "File"),
        Words("立案，起算时限", "File a reported case"),
        _from("reported"),
        _to("filed"),
        permits.BY_FILING_POST,
        "incident.filed",
        "FileIn",
        governance=Words("受理", "Take on"),
    ),
    Move(
        "reject",
        Words("不予立案", "Do not file"),
        Words("不予立案，告知上报人理由", "Refuse to file"),
        _from("reported"),
        _to("rejected"),
        permits.BY_REJECTING_POST,
        "incident.rejected",
        "ReasonIn",
        governance=Words("不予受理", "Do not take on"),
    ),
    Move(
        "send_back",
        Words("退回来源单位", "Send back to its origin"),
        Words("不属本地，退回来源单位", "Back to where it came from"),
        _from("reported filed"),
        _to("closed"),
        permits.BY_CENTRE_TO_ORIGIN,
        "incident.sent_back",
        "ReasonIn",
    ),
    Move(
        "dispatch",
        Words("派遣", "Dispatch"),
        Words("派出处置力量；未立案的同时立案", "Send units"),
        _from("reported filed dispatched handling"),
        (Target("handling", conditions.OTHERS_AT_WORK), Target("dispatched")),
        permits.BY_DISPATCHING_DESK,
        "incident.dispatched",
        "DispatchIn",
        changes_readiness=True,
        governance=Words("分流", "Assign"),
    ),
    Move(
        "accept",
        Words("接单", "Accept"),
        Words("接下事件", "Take a case"),
        (Source("dispatched"), Source("handling", conditions.UNIT_TO_ACCEPT)),
        _to("handling"),
        permits.BY_UNIT_OR_PROXY,
        "incident.accepted",
        "UnitActIn",
        changes_readiness=True,
    ),
    Move(
        "decline",
        Words("不接", "Decline"),
        Words("接单前说明不接的理由", "Say no before accepting"),
        (Source("dispatched"), Source("handling", conditions.UNIT_TO_DECLINE)),
        _GIVEN_BACK,
        permits.BY_UNIT,
        "incident.declined",
        "UnitReasonIn",
        changes_readiness=True,
    ),
    Move(
        "recall",
        Words("撤回", "Recall"),
        Words("撤回派出的力量，全部或其中一个", "Call units back, all or one"),
        _from("dispatched handling"),
        _GIVEN_BACK,
        permits.BY_DESK,
        "incident.recalled",
        "ReasonIn",
        changes_readiness=True,
    ),
    Move(
        "return",
        Words("退单", "Return"),
        Words("退回受理派遣席", "Return a case"),
        _from("dispatched handling"),
        _GIVEN_BACK,
        permits.BY_UNIT,
        "incident.returned",
        "UnitReasonIn",
        changes_readiness=True,
    ),
    Move(
        "en_route",
        Words("出发", "Set out"),
        Words("已在途中", "Under way"),
        _from("handling"),
        _to(None),
        permits.BY_UNIT,
        "incident.en_route",
        "UnitActIn",
        changes_readiness=True,
    ),
    Move(
        "arrive",
        Words("到场", "Arrive"),
        Words("已到现场", "Arrived"),
        _from("handling"),
        _to(None),
        permits.BY_UNIT,
        "incident.arrived",
        "ArriveIn",
        changes_readiness=True,
    ),
    Move(
        "handle",
        Words("办好了", "Done"),
        Words("处置完成，停止计时", "Done"),
        _from("handling"),
        (Target(None, conditions.OTHERS_RUNNING), Target("handled")),
        permits.BY_UNIT,
        "incident.handled",
        "HandleIn",
        changes_readiness=True,
    ),
    Move(
        "rework",
        Words("退回重办", "Send back for rework"),
        Words("退回重办，时限继续计算", "Have it done again"),
        _from("handled verified"),
        _to("handling"),
        permits.BY_DESK,
        "incident.reworked",
        "ReasonIn",
        changes_readiness=True,
    ),
    Move(
        "verify",
        Words("核查", "Verify"),
        Words("核查，认定已办好", "Checked and found done"),
        _from("handled"),
        _to("verified"),
        permits.BY_VERIFIER,
        "incident.verified",
        "VerifyIn",
        governance=Words("核实", "Confirm"),
    ),
    Move(
        "close",
        Words("结案", "Close"),
        Words("结案", "Close a case"),
        (Source("verified"), Source("handled", conditions.NO_CHECK_ASKED)),
        _to("closed"),
        permits.BY_CLOSING_POST,
        "incident.closed",
        "CloseIn",
        governance=Words("办结", "Conclude"),
    ),
    Move(
        "escalate",
        Words("上报上级", "Pass up"),
        Words("上报上一层级；镇街据清单退回下派", "Pass a case up"),
        OPEN,
        _to("filed"),
        permits.BY_DESK_BETWEEN_LEVELS,
        "incident.escalated",
        "EscalateIn",
        only=conditions.BELOW_DISTRICT,
        changes_readiness=True,
    ),
    Move(
        "hand_down",
        Words("下派", "Hand down"),
        Words("下派下一层级，写明依据和经费", "Hand a case down"),
        OPEN,
        _to("filed"),
        permits.BY_DESK_DOWNWARDS,
        "incident.handed_down",
        "HandDownIn",
        only=conditions.ABOVE_GRID,
        changes_readiness=True,
    ),
    Move(
        "correct",
        Words("更正", "Correct"),
        Words("更正事项或位置", "Correct matter or place"),
        OPEN,
        _to(None),
        permits.BY_DESK,
        "incident.corrected",
        "CorrectIn",
    ),
    Move(
        "resolve_on_site",
        Words("即时处置", "Settled on the spot"),
        Words("上报时已当场处置", "Settled on the spot by who reports it"),
        _from("reported"),
        _to("closed"),
        permits.BY_REPORTER,
        "incident.resolved_on_site",
        body="",
    ),
    Move(
        "record",
        Words("记录", "Record"),
        Words("只作记录，当即办结（如表扬）", "Written down and over, such as praise"),
        _from("reported"),
        _to("closed"),
        permits.BY_REPORTER,
        "incident.recorded",
        body="",
    ),
    Move(
        "merge",
        Words("合并", "Merge"),
        Words("与已有事件相同，并入该事件", "The same as a case that is there: closed into it"),
        _from("reported"),
        _to("closed"),
        permits.BY_REPORTER,
        "incident.merged",
        body="",
    ),
)

MOVES: Mapping[str, Move] = {move.name: move for move in _ALL}
#: The moves that somebody makes by the endpoint of actions; the others come with a report.
ACTIONS: Mapping[str, Move] = {name: move for name, move in MOVES.items() if move.body}
