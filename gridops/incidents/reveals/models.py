"""The table of reveals: who was shown the persons of a case, when and for what. Rows are only added."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.ids import new_id
from gridops.incidents.reveals.rules import PURPOSES


class Reveal(Base):
    """One look at the persons of a case by one account."""

    __tablename__ = "reveal"
    __table_args__ = (
        CheckConstraint(one_of("purpose", PURPOSES), name="purpose"),
        Index("ix_reveal_incident_id", "incident_id", "at"),
        Index("ix_reveal_at", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id", ondelete="CASCADE"))
    account_id: Mapped[UUID]
    purpose: Mapped[str]
    note: Mapped[str | None]
    at: Mapped[datetime]
