"""What each move of the table does here: the body that comes in with it, the function that decides and records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gridops.dispatch.actions import desk, field, levels, sending
from gridops.dispatch.actions.wire import (
    ArriveIn,
    CloseIn,
    CorrectIn,
    DispatchIn,
    FileIn,
    HandleIn,
    UnitActIn,
    UnitReasonIn,
    VerifyIn,
)
from gridops.dispatch.hand_downs.wire import EscalateIn, HandDownIn
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.wire import ActionIn, ReasonIn


@dataclass(frozen=True)
class Binding:
    """The body of a move and the function that makes it."""

    body: type[ActionIn]
    make: Callable[[CaseEdit, Any], None]


BINDINGS: Mapping[str, Binding] = {
    "file": Binding(FileIn, desk.file),
    "reject": Binding(ReasonIn, desk.reject),
    "send_back": Binding(ReasonIn, desk.send_back),
    "dispatch": Binding(DispatchIn, sending.dispatch),
    "accept": Binding(UnitActIn, field.accept),
    "decline": Binding(UnitReasonIn, field.decline),
    "recall": Binding(ReasonIn, desk.recall),
    "return": Binding(UnitReasonIn, field.give_back),
    "en_route": Binding(UnitActIn, field.en_route),
    "arrive": Binding(ArriveIn, field.arrive),
    "handle": Binding(HandleIn, field.handle),
    "rework": Binding(ReasonIn, desk.rework),
    "verify": Binding(VerifyIn, desk.verify),
    "close": Binding(CloseIn, desk.close),
    "escalate": Binding(EscalateIn, levels.escalate),
    "hand_down": Binding(HandDownIn, levels.hand_down),
    "correct": Binding(CorrectIn, desk.correct),
}
