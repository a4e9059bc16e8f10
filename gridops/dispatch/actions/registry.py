"""The registry of actions: name → body and what it does. The order is the order of the loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gridops.dispatch.actions import desk, field, levels, sending
from gridops.dispatch.actions.wire import ArriveIn, CloseIn, CorrectIn, DispatchIn, FileIn, HandleIn, VerifyIn
from gridops.dispatch.hand_downs.wire import EscalateIn, HandDownIn
from gridops.incidents.moves.moving import Change
from gridops.incidents.moves.wire import ActionIn, ReasonIn


@dataclass(frozen=True)
class Action:
    """An action of the contract."""

    summary: str
    body: type[ActionIn]
    run: Callable[[Change, Any], None]


ACTIONS: Mapping[str, Action] = {
    "file": Action("File a reported case", FileIn, desk.file),
    "reject": Action("Refuse to file", ReasonIn, desk.reject),
    "send_back": Action("Back to where it came from", ReasonIn, desk.send_back),
    "dispatch": Action("Send units", DispatchIn, sending.dispatch),
    "accept": Action("Take a case", ActionIn, field.accept),
    "decline": Action("Say no before accepting", ReasonIn, field.decline),
    "recall": Action("Call units back", ReasonIn, desk.recall),
    "return": Action("Return a case", ReasonIn, field.give_back),
    "en_route": Action("Under way", ActionIn, field.en_route),
    "arrive": Action("Arrived", ArriveIn, field.arrive),
    "handle": Action("Done", HandleIn, field.handle),
    "rework": Action("Have it done again", ReasonIn, desk.rework),
    "verify": Action("Checked and found done", VerifyIn, desk.verify),
    "close": Action("Close a case", CloseIn, desk.close),
    "escalate": Action("Pass a case up", EscalateIn, levels.escalate),
    "hand_down": Action("Hand a case down", HandDownIn, levels.hand_down),
    "correct": Action("Correct matter or place", CorrectIn, desk.correct),
}
