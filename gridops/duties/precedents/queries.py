"""Reading precedents: those in force for matters in areas, all of them, those of one case."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select, text

from gridops.db.held import is_held, rows_held
from gridops.db.session import Session
from gridops.duties.precedents.models import Precedent

_STANDING = select(Precedent).where(Precedent.ended_at.is_(None))
_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('gridops.precedent'))")


def lock_precedents(session: Session) -> None:
    """One decision at a time: whether one stands already is asked of what is there."""
    session.execute(_LOCK)


def precedents_in_force(
    session: Session, service_codes: Collection[str], area_codes: Collection[str]
) -> Sequence[Precedent]:
    """Precedents of some matters in some areas that nobody has ended."""
    if is_held(session):
        rows = rows_held(session, "precedents", _STANDING)
        return [p for p in rows if p.service_code in service_codes and p.area_code in area_codes]
    return session.scalars(
        select(Precedent).where(
            Precedent.ended_at.is_(None),
            Precedent.service_code.in_(sorted(service_codes)),
            Precedent.area_code.in_(sorted(area_codes)),
        )
    ).all()


def find_precedent(session: Session, *, service_code: str, area_code: str, level: str) -> Precedent | None:
    """The precedent in force for a matter at a level in exactly this area, locked."""
    return session.scalar(
        select(Precedent)
        .where(
            Precedent.ended_at.is_(None),
            Precedent.service_code == service_code,
            Precedent.area_code == area_code,
            Precedent.level == level,
        )
        .with_for_update()
    )


def all_precedents(session: Session, *, limit: int = 500) -> Sequence[Precedent]:
    """Precedents, those in force first, then the newest."""
    return session.scalars(
        select(Precedent)
        .order_by(Precedent.ended_at.is_not(None), Precedent.decided_at.desc(), Precedent.id)
        .limit(limit)
    ).all()


def precedents_of(session: Session, incident_id: UUID) -> Sequence[Precedent]:
    """What a case decided, also what has been ended, locked for a change."""
    return session.scalars(
        select(Precedent).where(Precedent.incident_id == incident_id).order_by(Precedent.id).with_for_update()
    ).all()


def get_precedent(session: Session, precedent_id: UUID) -> Precedent | None:
    """A precedent locked for a change."""
    return session.get(Precedent, precedent_id, with_for_update=True)


def count_naming_unit(session: Session, unit_id: UUID) -> int:
    """How many precedents in force name a unit."""
    named = select(func.count()).where(Precedent.unit_id == unit_id, Precedent.ended_at.is_(None))
    return session.scalar(named) or 0
