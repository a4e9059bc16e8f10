"""Pure: the table of moves. Which there are, from where, to where; no database, no Flask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridops.incidents.rules import OPEN_STATES


@dataclass(frozen=True)
class Move:
    """One move of the state table. `to` None keeps the state; `entry` names the log's action."""

    name: str
    sources: frozenset[str]
    to: str | None
    entry: str


def _move(name: str, sources: str, to: str | None, past: str) -> tuple[str, Move]:
    states = OPEN_STATES if sources == "open" else frozenset(sources.split())
    return name, Move(name, frozenset(states), to, f"incident.{past}")


MOVES: Mapping[str, Move] = dict(
    [
        _move("file", "reported", "filed", "filed"),
        _move("reject", "reported", "rejected", "rejected"),
        _move("send_back", "reported filed", "closed", "sent_back"),
        _move("dispatch", "reported filed dispatched handling", "dispatched", "dispatched"),
        _move("accept", "dispatched", "handling", "accepted"),
        _move("decline", "dispatched", "filed", "declined"),
        _move("recall", "dispatched handling", "filed", "recalled"),
        _move("return", "dispatched handling", "filed", "returned"),
        _move("en_route", "handling", "handling", "en_route"),
        _move("arrive", "handling", "handling", "arrived"),
        _move("handle", "handling", "handled", "handled"),
        _move("rework", "handled verified", "handling", "reworked"),
        _move("verify", "handled", "verified", "verified"),
        _move("close", "verified handled", "closed", "closed"),
        _move("escalate", "open", "filed", "escalated"),
        _move("hand_down", "open", "filed", "handed_down"),
        _move("correct", "open", None, "corrected"),
    ]
)


def may_move(action: str, state: str, *, verification: str) -> bool:
    """Whether the state table allows `action` from `state`; `handled` closes only where no check is asked."""
    move = MOVES[action]
    if state not in move.sources:
        return False
    if action == "close" and state == "handled":
        return verification == "none"
    return True
