"""The table of dispatches: a unit sent to a case for one purpose."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.ids import new_id
from gridops.incidents.dispatches.rules import DISPATCH_KINDS, DISPATCH_STATUSES


class Dispatch(Base):
    """One unit sent for one purpose."""

    __tablename__ = "dispatch"
    __table_args__ = (
        CheckConstraint(one_of("kind", DISPATCH_KINDS), name="kind"),
        CheckConstraint(one_of("status", DISPATCH_STATUSES), name="status"),
        Index("ix_dispatch_incident_id", "incident_id"),
        Index("ix_dispatch_unit_id", "unit_id", postgresql_where=text("is_current")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id", ondelete="CASCADE"))
    kind: Mapped[str]
    unit_id: Mapped[UUID]
    unit_name: Mapped[str]
    status: Mapped[str]
    is_current: Mapped[bool]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    assignee_id: Mapped[UUID | None]
    accepted_at: Mapped[datetime | None]
    en_route_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    arrived_location: Mapped[dict[str, Any] | None]
    finished_at: Mapped[datetime | None]
    handled_kind: Mapped[str | None]
    power: Mapped[dict[str, Any] | None]
    officers: Mapped[list[Any] | None]
