"""Tables of a move: the words written with it, and the number that its phone gave it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
)
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base
from gridops.db.ids import new_id


class IncidentNote(Base):
    """What was written with a move; the log itself holds no personal text."""

    __tablename__ = "incident_note"
    __table_args__ = (Index("ix_incident_note_incident_id", "incident_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(Integer)
    action: Mapped[str]
    account_id: Mapped[UUID]
    text: Mapped[str]


class IncidentMove(Base):
    """A move that a phone numbered itself, so that sending it twice does it once."""

    __tablename__ = "incident_move"

    move_id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id", ondelete="CASCADE"))
    account_id: Mapped[UUID]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
