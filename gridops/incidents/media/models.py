"""The table of photos declared on a case. Their bytes are another room's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
)
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base


class IncidentMedia(Base):
    """A photo that a report or a move declared; it may arrive before or after."""

    __tablename__ = "incident_media"
    __table_args__ = (Index("ix_incident_media_media_id", "media_id"),)

    incident_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.incident.id", ondelete="CASCADE"), primary_key=True
    )
    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    stage: Mapped[str]
    sha256: Mapped[str]
    content_type: Mapped[str]
    size: Mapped[int] = mapped_column(Integer)
    declared_by: Mapped[UUID]
    version: Mapped[int] = mapped_column(Integer)
