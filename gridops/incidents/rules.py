"""Pure: the case's state table. Which moves there are, from where, to where; no database, no Flask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

STATES = (
    "reported",
    "filed",
    "dispatched",
    "handling",
    "handled",
    "verified",
    "closed",
    "rejected",
    "suspended",
)
OPEN_STATES = frozenset(STATES) - {"closed", "rejected"}
DUE_STATES = ("normal", "soon", "overdue", "paused", "done")
GRID_METHODS = ("inside", "probable", "nearest", "worker_default", "unresolved")
DISPATCH_KINDS = ("handle", "check", "verify")
DISPATCH_STATUSES = (
    "dispatched",
    "accepted",
    "en_route",
    "on_scene",
    "cleared",
    "declined",
    "recalled",
    "returned",
)


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


def is_open(state: str) -> bool:
    """Whether a case in `state` still wants something done."""
    return state in OPEN_STATES


def may_move(action: str, state: str, *, verification: str) -> bool:
    """Whether the state table allows `action` from `state`; `handled` closes only where no check is asked."""
    move = MOVES[action]
    if state not in move.sources:
        return False
    if action == "close" and state == "handled":
        return verification == "none"
    return True


def due_state(*, now: datetime, due_at: datetime | None, state: str, soon: timedelta) -> str:
    """How near the deadline is. The handling clock stops when the unit confirms (`handled`)."""
    if state not in {"reported", "filed", "dispatched", "handling", "suspended"}:
        return "done"
    if state == "suspended":
        return "paused"
    if due_at is None or now < due_at - soon:
        return "normal"
    return "soon" if now < due_at else "overdue"


def soon_span(start: datetime, due_at: datetime) -> timedelta:
    """How long before the deadline a case counts as `soon`: a quarter of its limit, at most one day."""
    return min((due_at - start) / 4, timedelta(days=1))


def case_prefix(district_code: str, day: str) -> str:
    """How the 19-digit case number in use begins: county 6 + date 8; a serial of 5 follows."""
    return f"{district_code[:6]}{day}"


def mask_name(name: str | None) -> str | None:
    """A person's name as others may see it: the family name only."""
    return f"{name[0]}**" if name else None


def mask_phone(phone: str | None) -> str | None:
    """A telephone number as others may see it."""
    if not phone:
        return None
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) >= 7 else "****"
