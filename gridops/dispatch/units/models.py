"""The latest position of a unit on a task: no log entry, no track."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base


class UnitPosition(Base):
    """Where a unit is; overwritten by the next one, gone when the task ends."""

    __tablename__ = "unit_position"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.unit.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID]
    lon: Mapped[float]
    lat: Mapped[float]
    accuracy_m: Mapped[float | None]
    at: Mapped[datetime]
