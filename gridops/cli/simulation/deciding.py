"""Which move comes next on a case: by its state, its fate and what was done on it already. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from gridops.cli.simulation.ground import Units
from gridops.cli.simulation.ledger import Record
from gridops.demonstration.mix import HANDLED_WORDS, REASONS, kind_of


@dataclass(frozen=True)
class Move:
    """An action with its words; `photos` are taken by whoever makes it."""

    action: str
    body: dict[str, Any] = field(default_factory=dict)
    photos: int = 0


@dataclass(frozen=True)
class Post:
    """A desk: whose it is, which area it looks after, whether for small matters only (a grid head's)."""

    username: str
    area: str
    small_only: bool = False


def post_of(posts: Sequence[Post], brief: Mapping[str, Any]) -> str | None:
    """The desk that a case belongs to: the one with the smallest area that holds it."""
    is_small = brief["level"] in ("grid", "village")
    holders = [p for p in posts if brief["scope_code"].startswith(p.area) and (is_small or not p.small_only)]
    return max(holders, key=lambda p: len(p.area)).username if holders else None


def desk_move(
    brief: Mapping[str, Any], record: Record, *, units: Units, matter: Mapping[str, Any], rng: Random
) -> Move | None:
    """What a desk does with the case now; None where it is not the desk's turn."""
    state, fate = brief["state"], record.fate
    if state == "reported" and fate.turn == "reject" and brief["origin"] != "hotline_12345":
        return _with_reason("reject", rng)
    if state == "reported" and fate.files_first:
        return Move("file")
    if state in ("reported", "filed"):
        return _dispatch(brief, record, units=units, matter=matter)
    if state == "dispatched" and units.handler_of((brief["unit"] or {}).get("id")) is None:
        # Nobody of the simulation works there: called back, or sent to those who are on duty.
        if fate.is_recalled and "recall" not in record.moves:
            return _with_reason("recall", rng)
        return _by_hand(brief, units)
    if state == "handled":
        if fate.turn == "rework" and "rework" not in record.moves:
            return _with_reason("rework", rng)
        if matter["verification"] != "none":
            return Move("verify", {"how": rng.choice(("phone", "visit", "photo")), "result": "属实，已处理"})
    if state in ("handled", "verified"):
        return Move("close", {"disposition": "已办结", **_answered(brief)})
    return None


def _answered(brief: Mapping[str, Any]) -> dict[str, str]:
    """Who asked from outside is answered, and rung, before the case is closed."""
    if brief["origin"] not in ("hotline_12345", "leader", "agency"):
        return {}
    return {"answer": "已处置完毕，结果已告知", "call_back": "satisfied"}


def _dispatch(
    brief: Mapping[str, Any], record: Record, *, units: Units, matter: Mapping[str, Any]
) -> Move | None:
    is_enforcement = matter["lead_agency"] == "enforcement" and brief["level"] == "township"
    is_first = "dispatch" not in record.moves
    if not record.needs_hand and (is_enforcement or (record.fate.trusts_proposal and is_first)):
        return Move("dispatch")
    return _by_hand(brief, units)


def _by_hand(brief: Mapping[str, Any], units: Units) -> Move | None:
    unit_id = units.by_hand(brief["scope_code"])
    return Move("dispatch", {"unit_ids": [unit_id], "note": "请尽快处置"}) if unit_id else None


def handler_move(
    brief: Mapping[str, Any], record: Record, *, matter: Mapping[str, Any], rng: Random
) -> Move | None:
    """What the unit does with the case now."""
    state, fate = brief["state"], record.fate
    if state == "dispatched":
        if fate.turn == "decline" and "decline" not in record.moves:
            return _with_reason("decline", rng)
        return Move("accept")
    if state != "handling":
        return None
    if fate.turn == "return" and "return" not in record.moves:
        return _with_reason("return", rng)
    done = set(_since_accepted(record.moves))
    is_asked = bool(matter.get("arrival_asked"))
    if (fate.tells_way or is_asked) and "handle" not in done:
        for action in ("en_route", "arrive"):
            if action not in done:
                return Move(action, _here(record) if is_asked and action == "arrive" else {})
    body = {"kind": kind_of(matter), "note": rng.choice(HANDLED_WORDS)}
    return Move("handle", body, photos=fate.after_photos)


def _here(record: Record) -> dict[str, Any]:
    """Where the unit stands on arrival, told only where the matter's standard asks for it."""
    if record.spot is None:
        return {}
    point = {"lon": record.spot.lon, "lat": record.spot.lat, "coord_sys": "cgcs2000", "source": "gps"}
    return {"location": point}


def _since_accepted(moves: Sequence[str]) -> Sequence[str]:
    at = max((n for n, move in enumerate(moves) if move == "accept"), default=0)
    return moves[at:]


def _with_reason(action: str, rng: Random) -> Move:
    return Move(action, {"reason": rng.choice(REASONS[action])})
