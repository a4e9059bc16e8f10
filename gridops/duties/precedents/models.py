"""The table of precedents. Columns and constraints only; nothing is read from the case it names."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.db.ids import new_id
from gridops.duties.words import LEVELS


class Precedent(Base):
    """A decision of the centre after two returns: who handles a matter at a level in an area, until it is ended.

    The case is named by id and number only; nothing is read from it.
    """

    __tablename__ = "precedent"
    __table_args__ = (
        CheckConstraint(one_of("level", LEVELS), name="level"),
        CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name="ended"),
        Index(
            "uq_precedent_in_force",
            "service_code",
            "area_code",
            "level",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    service_code: Mapped[str]
    area_code: Mapped[str] = mapped_column(Code)
    level: Mapped[str]
    unit_id: Mapped[UUID]
    reason: Mapped[str]
    incident_id: Mapped[UUID]
    case_number: Mapped[str]
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None]
    ended_why: Mapped[str] = mapped_column(server_default="", default="")
