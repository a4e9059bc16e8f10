"""The table of burdens that were asked of townships and refused. Columns and constraints only."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.db.ids import new_id
from gridops.duties.burdens.words import BURDEN_KINDS


class RefusedBurden(Base):
    """What somebody asked of a township beyond the list, and the answer it was given."""

    __tablename__ = "refused_burden"
    __table_args__ = (
        CheckConstraint(one_of("kind", BURDEN_KINDS), name="kind"),
        CheckConstraint("(answer = '') = (answered_on IS NULL)", name="answered"),
        CheckConstraint("answered_on IS NULL OR answered_on >= asked_on", name="dates"),
        Index("ix_refused_burden_area_code", "area_code", "asked_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    area_code: Mapped[str] = mapped_column(Code)
    kind: Mapped[str]
    asked_by: Mapped[str]
    asked_on: Mapped[date]
    asked: Mapped[str]
    answer: Mapped[str] = mapped_column(server_default="", default="")
    answered_on: Mapped[date | None]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
