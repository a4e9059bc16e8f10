"""The table of the duty roster. Columns and constraints only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.db.ids import new_id

#: By day, by night, around the clock.
SHIFTS = ("day", "night", "whole")


class DutyShift(Base):
    """Who is on duty for an area from a moment up to and without another; `day` is the one on which it begins.

    `officer_id` is the account of the duty officer, who has that role over the area for that time and no longer.
    """

    __tablename__ = "duty_shift"
    __table_args__ = (
        CheckConstraint(one_of("shift", SHIFTS), name="shift"),
        CheckConstraint("until_at > from_at", name="times"),
        ExcludeConstraint(
            ("area_code", "="),
            (text("tstzrange(from_at, until_at)"), "&&"),
            using="gist",
            name="ex_duty_shift_times",
        ),
        Index("ix_duty_shift_day", "day", "area_code"),
        Index("ix_duty_shift_officer_id", "officer_id", "until_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    area_code: Mapped[str] = mapped_column(Code)
    day: Mapped[date]
    shift: Mapped[str]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    leader_name: Mapped[str]
    leader_phone: Mapped[str]
    officer_name: Mapped[str]
    officer_phone: Mapped[str]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id"))
    driver_name: Mapped[str] = mapped_column(server_default="", default="")
    driver_phone: Mapped[str] = mapped_column(server_default="", default="")
