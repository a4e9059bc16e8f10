"""The table of legal holds. What they keep never passes through here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base
from gridops.db.ids import new_id


class LegalHold(Base):
    """Who has a case kept, why, and until when: `until` is the last day, None for no end; lifted before it."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(lifted_by IS NULL) = (lifted_at IS NULL)", name="lifted"),
        Index("ix_legal_hold_incident_id", "incident_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id"))
    reason: Mapped[str]
    until: Mapped[date | None]
    placed_by: Mapped[UUID] = mapped_column(ForeignKey("gridops.account.id"))
    placed_at: Mapped[datetime]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id"))
    lifted_at: Mapped[datetime | None]
