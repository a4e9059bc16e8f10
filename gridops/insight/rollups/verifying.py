"""Verifying: every number that is kept is counted anew from the cases, in one picture of both. Changes no count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridops import clock
from gridops.db.session import Session
from gridops.insight.cells import queries as cells
from gridops.insight.rollups.models import RollupState
from gridops.insight.rollups.queries import recounting
from gridops.insight.rollups.queries.keeping import WORDS
from gridops.insight.rollups.queries.state import state_of


@dataclass(frozen=True)
class Difference:
    """A key whose numbers differ: `key` in words, `counted` from the cases, `held` by the roll-up."""

    key: str
    counted: int
    held: int

    def __str__(self) -> str:
        return f"{self.key}: {self.counted} by the cases, {self.held} in the roll-up"


def find_differences(session: Session) -> Iterator[Difference]:
    """Every difference, in a transaction that keeps to one picture (read-only and repeatable)."""
    session.execute(recounting.ROOM)
    for month in recounting.months(session):
        for row in recounting.differences(session, month):
            yield Difference(_key(row), row.counted, row.held)
    for row in recounting.beyond_reach(session):
        yield Difference(f"{row.scope_code}, points within what is known of its reach", row.n, 0)
    for row in recounting.stale_places(session):
        yield Difference(f"{row.scope_code}, kept under {row.township_code} and {row.village_code}", 1, 0)
    for row in cells.differences(session):
        key = (
            f"cell {row.x}/{row.y} of the map, {row.scope_code}, {row.state}, {row.due_state}, {row.urgency}"
        )
        yield Difference(key, row.counted, row.held)


def _key(row: Any) -> str:
    day = f"{row.month:%Y-%m}" if row.d > 31 else f"{row.month:%Y-%m}-{row.d:02}"
    said = [f"{word} {getattr(row, word)}" for word in WORDS if getattr(row, word)]
    return ", ".join([f"{row.area_level} {row.area_code}", day, f"by {row.cut}", *said])


def note_verified(session: Session, found: int) -> None:
    """Keep when the roll-ups were verified and how many differences there were: /readyz tells it."""
    state = session.get_one(RollupState, 1)
    state.verified_at, state.differences = clock.now(), found


def last_verified_at(session: Session) -> tuple[str, datetime | None]:
    """The deployment's zone by name, and when the roll-ups were last verified."""
    state = state_of(session)
    return state.time_zone, state.verified_at
