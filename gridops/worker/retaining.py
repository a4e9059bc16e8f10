"""Letting go of what has outlived its term, kind by kind, by one mechanism; each time is an entry of the log.

How a kind goes is its room's; how long it stays is a row. A dry run is the same run, undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Database, Session
from gridops.dispatch.units.queries import forget_positions_before
from gridops.incidents.holds.queries import count_held, forget_persons_before
from gridops.intake.quarantining import forget_quarantine
from gridops.keeping.queries import retention_terms
from gridops.log.appending import Entry, append
from gridops.media.purging import purge_unclaimed
from gridops.people.forgetting import forget_devices
from gridops.territory.queries import today

APPLIED = "retention.applied"
#: Cases whose persons go in one transaction; those that are left go with the next round.
MOST_CASES = 500


@dataclass(frozen=True)
class Gone:
    """What went of one kind: how many rows, how many a legal hold kept, and the cases by id and number."""

    rows: int
    held: int = 0
    cases: Sequence[Any] = field(default_factory=tuple)


@dataclass(frozen=True)
class Retained:
    """One kind with its term in days, and what went."""

    kind: str
    days: int
    gone: Gone


def _media(session: Session, folder: Path, term: timedelta) -> Gone:
    return Gone(purge_unclaimed(session, folder, term))


def _positions(session: Session, _folder: Path, term: timedelta) -> Gone:
    return Gone(forget_positions_before(session, clock.now() - term))


def _persons(session: Session, _folder: Path, term: timedelta) -> Gone:
    before, day = clock.now() - term, today(session)
    cases = forget_persons_before(session, before, today=day, limit=MOST_CASES)
    return Gone(len(cases), count_held(session, before, today=day), cases)


def _devices(session: Session, _folder: Path, term: timedelta) -> Gone:
    return Gone(forget_devices(session, term))


def _quarantine(session: Session, _folder: Path, term: timedelta) -> Gone:
    return Gone(forget_quarantine(session, term))


KINDS: Mapping[str, Callable[[Session, Path, timedelta], Gone]] = {
    "unclaimed_media": _media,
    "positions": _positions,
    "persons_of_closed_cases": _persons,
    "devices": _devices,
    "quarantine": _quarantine,
}


def retain(database: Database, media_dir: Path, *, is_trial: bool = False) -> list[Retained]:
    """Let every kind go that has outlived its term, each in a transaction of its own; on trial nothing goes."""
    with database.transaction("gridops_system") as session:
        terms = retention_terms(session)
    return [_retain(database, media_dir, kind, terms[kind], is_trial=is_trial) for kind in KINDS]


def _retain(database: Database, media_dir: Path, kind: str, days: int, *, is_trial: bool) -> Retained:
    with database.transaction("gridops_system") as session:
        if is_trial:
            session.undo_at_end()
        done = Retained(kind, days, KINDS[kind](session, media_dir, timedelta(days=days)))
        if done.gone.rows:
            append(session, _entry(done))
    return done


def _entry(done: Retained) -> Entry:
    told = {
        "kind": done.kind,
        "days": done.days,
        "rows": done.gone.rows,
        "held": done.gone.held,
        "cases": [str(case.id) for case in done.gone.cases],
    }
    return Entry(APPLIED, "retention", new_id(), 1, None, data=told)
