"""The rows of this room go on under the areas that took the place of theirs; where that is open, they ask.

Never commits. Doing it again changes nothing: what has followed names no old area, what has asked is not asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.area_questions.models import AreaQuestion
from gridops.duties.area_questions.queries import open_questions, was_asked
from gridops.duties.following.fates import AreaChange, Fate
from gridops.duties.following.precedents import PrecedentFollower
from gridops.duties.following.queries import burdens_naming
from gridops.duties.following.registers import DATED, DatedFollower
from gridops.errors import Problem
from gridops.log.appending import Entry, append

Follower = DatedFollower | PrecedentFollower
FOLLOWERS: Mapping[str, Follower] = {one.name: one for one in (*DATED, PrecedentFollower())}


def follow_areas(session: Session, change: AreaChange) -> dict[str, int]:
    """Have every register follow; how many rows were carried over, joined what was there, or asked."""
    counts: dict[str, int] = defaultdict(int)
    _pass_on(session, change)
    for register in FOLLOWERS.values():
        register.lock(session)
        lines = register.lines(session, change.fates, change.first_day)
        # What comes from the larger area is there first.
        for rows in sorted(lines, key=lambda rows: -change.fates[rows[0].area_code].area_m2):
            counts[_follow(session, register, rows, change)] += len(rows)
    counts["rows.followed"] += _move_burdens(session, change)
    counts.pop("rows.asked_before", None)
    return dict(counts)


def _follow(session: Session, register: Follower, rows: Sequence[Any], change: AreaChange) -> str:
    fate = change.fates[rows[0].area_code]
    if was_asked(session, register.name, rows[0].id, rows[0].area_code, change.first_day):
        return "rows.asked_before"
    if not fate.follows:
        return _ask(session, register, rows, change, fate.reason)
    to_code = fate.heirs[0]
    try:
        register.refuse_place(session, rows, to_code, change.first_day)
    except Problem:
        if register.absorb(session, rows, to_code, change.first_day):
            return "rows.joined"
        return _ask(session, register, rows, change, "taken")
    register.carry(session, None, rows, to_code, change.first_day)
    return "rows.followed"


def _ask(session: Session, register: Follower, rows: Sequence[Any], change: AreaChange, reason: str) -> str:
    row = rows[0]
    asked = AreaQuestion(
        id=new_id(),
        register=register.name,
        row_id=row.id,
        area_code=row.area_code,
        first_day=change.first_day,
        reason=reason,
        heirs=list(change.fates[row.area_code].heirs),
        asked_at=clock.now(),
    )
    session.add(asked)
    data = {"register": register.name, "row": str(row.id), "area": row.area_code, "heirs": asked.heirs}
    append(session, Entry("area_question.asked", "area_question", asked.id, 1, None, data=data))
    return "rows.asked"


def _pass_on(session: Session, change: AreaChange) -> None:
    """Questions of an earlier set that are still open name the areas of this one."""
    for asked in open_questions(session, is_locking=True):
        if asked.first_day < change.first_day:
            heirs = [after for code in asked.heirs for after in _heirs_of(change.fates.get(code), code)]
            asked.heirs = list(dict.fromkeys(heirs))


def _heirs_of(fate: Fate | None, code: str) -> tuple[str, ...]:
    return (code,) if fate is None else fate.heirs


def _move_burdens(session: Session, change: AreaChange) -> int:
    """What was refused is a record of the past: it is kept where most of its area is, so that its desk sees it."""
    entries = []
    for row in burdens_naming(session, change.fates):
        heirs = change.fates[row.area_code].heirs
        if not heirs or heirs[0] == row.area_code or row.area_code in heirs:
            continue
        old, row.area_code = row.area_code, heirs[0]
        row.version += 1
        data = {"kind": row.kind, "area_code": row.area_code, "followed": [old, row.area_code]}
        entries.append(Entry("burden.moved", "burden", row.id, row.version, None, data=data))
    append(session, *entries)
    return len(entries)
