"""Reading rows that name certain areas and are not over on a day, register by register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from gridops.db.dated.queries import RowT
from gridops.db.session import Session
from gridops.duties.burdens.models import RefusedBurden
from gridops.duties.precedents.models import Precedent
from gridops.people.models import Unit


def rows_naming(session: Session, model: type[RowT], codes: Collection[str], on: date) -> list[RowT]:
    """Dated rows that name one of some areas and hold on a day or later, oldest first."""
    named = model.area_code.in_(sorted(codes))  # type: ignore[attr-defined]
    query = select(model).where(named, or_(model.valid_to.is_(None), model.valid_to > on))
    return list(session.scalars(query.order_by(model.valid_from, model.id)))


def precedents_naming(session: Session, codes: Collection[str]) -> list[Precedent]:
    """Precedents in force in some areas, locked, the oldest first."""
    query = select(Precedent).where(Precedent.ended_at.is_(None), Precedent.area_code.in_(sorted(codes)))
    return list(session.scalars(query.order_by(Precedent.decided_at, Precedent.id).with_for_update()))


def burdens_naming(session: Session, codes: Collection[str]) -> list[RefusedBurden]:
    """Refused burdens of some areas, locked."""
    query = select(RefusedBurden).where(RefusedBurden.area_code.in_(sorted(codes)))
    return list(session.scalars(query.order_by(RefusedBurden.id).with_for_update()))


def active_unit_like(session: Session, unit_id: UUID, area_code: str) -> UUID | None:
    """The active unit of the same agency for an area, in the place of one that was closed."""
    closed = session.get(Unit, unit_id)
    if closed is None or closed.is_active:
        return None
    query = select(Unit.id).where(
        Unit.agency_id == closed.agency_id, Unit.area_code == area_code, Unit.is_active
    )
    return session.scalar(query.order_by(Unit.name, Unit.id).limit(1))
