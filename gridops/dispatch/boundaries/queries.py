"""Reading a change of boundaries: a draft with the open cases it concerns, how far a first day is, what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from gridops.db.session import Session
from gridops.dispatch.boundaries.models import BoundaryChange, BoundaryDoubt
from gridops.incidents.models import Incident
from gridops.territory.models import BoundarySet
from gridops.territory.sets.comparing import Comparison
from gridops.territory.sets.lineage import AreaChange
from gridops.territory.sets.putting_in_force import COMES_INTO_FORCE
from gridops.timers.models import Timer


@dataclass(frozen=True)
class ChangeWithCases:
    """A change and how many open cases stand in the areas it begins from."""

    change: AreaChange
    open_cases: int


def with_open_cases(session: Session, comparison: Comparison) -> list[ChangeWithCases]:
    """Each change of a comparison with the open cases that lie in its old areas today."""
    return [ChangeWithCases(c, _count_open(session, c.old_codes)) for c in comparison.changes]


def _count_open(session: Session, codes: Sequence[str]) -> int:
    # A restricted case is counted in its village, not in a grid of it.
    ranges: list[ColumnElement[bool]] = [
        and_(column >= code, column < code + "~", or_(~Incident.is_restricted, Incident.shown_code >= code))
        for code in codes
        for column in (Incident.scope_code, Incident.special_grid_code)
    ]
    if not ranges:
        return 0
    query = select(func.count()).select_from(Incident).where(Incident.is_open, or_(*ranges))
    return session.scalar(query) or 0


def find_change(session: Session, found: BoundarySet) -> tuple[BoundaryChange | None, list[BoundaryDoubt]]:
    """How far a set's first day has been carried out, and what a person is to look at."""
    change = session.get(BoundaryChange, found.id)
    doubts = session.scalars(
        select(BoundaryDoubt)
        .where(BoundaryDoubt.set_id == found.id)
        .order_by(BoundaryDoubt.entity, BoundaryDoubt.from_code, BoundaryDoubt.entity_id)
    )
    return change, list(doubts)


def waits_for_earlier(session: Session, found: BoundarySet) -> bool:
    """Whether the work of an earlier set is still to be done: they are carried out in their order."""
    waiting = exists().where(
        Timer.kind == COMES_INTO_FORCE,
        Timer.entity_id == BoundarySet.id,
        BoundarySet.valid_from < found.valid_from,
    )
    return bool(session.scalar(select(waiting)))


def count_doubts(session: Session, set_id: UUID) -> int:
    """How many of a set's followers a person is to look at."""
    found = select(func.count()).select_from(BoundaryDoubt).where(BoundaryDoubt.set_id == set_id)
    return session.scalar(found) or 0
