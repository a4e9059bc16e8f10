"""The timers' table."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base
from gridops.db.ids import new_id


class Timer(Base):
    """Something to look at when `due_at` has come; setting it again moves it."""

    __tablename__ = "timer"
    __table_args__ = (UniqueConstraint("entity_id", "kind"), Index("ix_timer_due_at", "due_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[UUID]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
