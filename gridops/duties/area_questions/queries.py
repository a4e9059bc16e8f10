"""Reading questions of areas: those that nobody has answered, and which rows of a register ask one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from gridops.db.session import Session
from gridops.duties.area_questions.models import AreaQuestion


def open_questions(session: Session, *, is_locking: bool = False) -> Sequence[AreaQuestion]:
    """What nobody has answered, by register and area; locked for a change where that is asked."""
    query = (
        select(AreaQuestion)
        .where(AreaQuestion.answered_at.is_(None))
        .order_by(AreaQuestion.register, AreaQuestion.area_code, AreaQuestion.asked_at, AreaQuestion.id)
    )
    return session.scalars(query.with_for_update() if is_locking else query).all()


def asking_rows(session: Session, register: str) -> dict[UUID, UUID]:
    """Row → the open question that it asks, of one register."""
    query = select(AreaQuestion.row_id, AreaQuestion.id).where(
        AreaQuestion.register == register, AreaQuestion.answered_at.is_(None)
    )
    return {row.row_id: row.id for row in session.execute(query.order_by(AreaQuestion.asked_at))}


def was_asked(session: Session, register: str, row_id: UUID, area_code: str, first_day: date) -> bool:
    """Whether a row has asked about an area and a set's first day, answered or not."""
    asked = select(AreaQuestion.id).where(
        AreaQuestion.register == register,
        AreaQuestion.row_id == row_id,
        AreaQuestion.area_code == area_code,
        AreaQuestion.first_day == first_day,
    )
    return session.scalar(select(asked.exists())) is True
