"""Reading the list of responsibilities and what is done first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from gridops.db.session import Session
from gridops.duties.registers.queries import rows_for
from gridops.duties.responsibilities.models import FirstDuty, Responsibility


def responsibilities_for(
    session: Session, *, service_code: str, group_code: str, area_code: str, on: date
) -> Sequence[Responsibility]:
    """Items in force on a day that name a matter, or its group, for a place's township or for all."""
    return rows_for(
        session, Responsibility, service_code=service_code, group_code=group_code, area_code=area_code, on=on
    )


def all_responsibilities(session: Session) -> Sequence[Responsibility]:
    """Every row of the list: by item and township, the newest first."""
    return session.scalars(
        select(Responsibility).order_by(
            Responsibility.item_code, Responsibility.area_code, Responsibility.valid_from.desc()
        )
    ).all()


def responsibilities_by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID, Responsibility]:
    """Items by id."""
    if not ids:
        return {}
    rows = session.scalars(select(Responsibility).where(Responsibility.id.in_(list(ids))))
    return {row.id: row for row in rows}


def first_duties(session: Session) -> Sequence[FirstDuty]:
    """What is done first and arbitrated after, by ground."""
    return session.scalars(
        select(FirstDuty).order_by(
            FirstDuty.ground, FirstDuty.origin, FirstDuty.group_code, FirstDuty.service_code
        )
    ).all()
