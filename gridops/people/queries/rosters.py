"""Reading the duty roster: by day and area, who is on now, rows locked for a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_

from gridops.db.session import Session
from gridops.people.models import Account
from gridops.people.rosters.models import DutyShift


@dataclass(frozen=True)
class ShiftFilter:
    """Which shifts are listed: from a day on, up to and with another, of an area and those within it."""

    starts: date | None = None
    ends: date | None = None
    area: str = ""


def list_shifts(
    session: Session, asked: ShiftFilter, *, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[DutyShift]:
    """Shifts in the order of their beginnings, from behind `after` (beginning, id)."""
    query = select(DutyShift).order_by(DutyShift.from_at, DutyShift.id).limit(limit)
    if asked.starts is not None:
        query = query.where(DutyShift.day >= asked.starts)
    if asked.ends is not None:
        query = query.where(DutyShift.day <= asked.ends)
    if asked.area:
        query = query.where(DutyShift.area_code.startswith(asked.area, autoescape=True))
    if after is not None:
        query = query.where(tuple_(DutyShift.from_at, DutyShift.id) > after)
    return session.scalars(query).all()


def shifts_at(session: Session, codes: Sequence[str], at: datetime) -> Sequence[DutyShift]:
    """The shifts that go on at a moment for exactly these areas, the smallest area first."""
    query = select(DutyShift).where(
        DutyShift.area_code.in_(list(codes)), DutyShift.from_at <= at, DutyShift.until_at > at
    )
    return session.scalars(query.order_by(func.length(DutyShift.area_code).desc())).all()


def lock_shift(session: Session, shift_id: UUID) -> DutyShift | None:
    """A shift, locked until the end of the transaction and read afresh."""
    return session.get(DutyShift, shift_id, with_for_update=True, populate_existing=True)


def has_shift_between(session: Session, area_code: str, from_at: datetime, until_at: datetime) -> bool:
    """Whether an area has a shift at some of that time."""
    met = exists().where(
        DutyShift.area_code == area_code, DutyShift.from_at < until_at, DutyShift.until_at > from_at
    )
    return bool(session.scalar(select(met)))


def account_of_phone(session: Session, phone: str) -> UUID | None:
    """The account in use that has a telephone number."""
    return session.scalar(select(Account.id).where(Account.phone == phone, Account.is_active))
