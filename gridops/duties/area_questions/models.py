"""The table of questions that a change of boundaries leaves: where a row goes whose area was split. Columns only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, Codes, one_of
from gridops.db.ids import new_id

#: Registers whose rows name an area.
ASKING = ("power", "responsibility", "routing_rule", "precedent", "working_hours", "area_class")
#: Its area went to several, to none, or to one where something else holds already.
REASONS = ("split", "gone", "taken")


class AreaQuestion(Base):
    """A row asks where it holds from `first_day` on: in which of `heirs`, or nowhere.

    The row stands for what follows it in its line under the same area. `answer` are the areas that were chosen.
    """

    __tablename__ = "area_question"
    __table_args__ = (
        CheckConstraint(one_of("register", ASKING), name="register"),
        CheckConstraint(one_of("reason", REASONS), name="reason"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),
        UniqueConstraint("register", "row_id", "area_code", "first_day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    register: Mapped[str]
    row_id: Mapped[UUID]
    area_code: Mapped[str] = mapped_column(Code)
    first_day: Mapped[date]
    reason: Mapped[str]
    heirs: Mapped[list[str]] = mapped_column(Codes)
    asked_at: Mapped[datetime]
    answer: Mapped[list[str] | None] = mapped_column(Codes)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
