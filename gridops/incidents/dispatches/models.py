"""Tables of dispatches: a unit sent to a case for one purpose, and who was spoken to where somebody records for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, Base, one_of
from gridops.db.ids import new_id
from gridops.incidents.dispatches.rules import DISPATCH_KINDS, DISPATCH_STATUSES


class Dispatch(Base):
    """One unit sent for one purpose. Those of one `batch` were sent together, or added to those at work."""

    __tablename__ = "dispatch"
    __table_args__ = (
        CheckConstraint(one_of("kind", DISPATCH_KINDS), name="kind"),
        CheckConstraint(one_of("status", DISPATCH_STATUSES), name="status"),
        Index("ix_dispatch_incident_id", "incident_id"),
        Index("ix_dispatch_unit_id", "unit_id", postgresql_where=text("is_current")),
        Index("ix_dispatch_assignee_id", "assignee_id", postgresql_where=text("is_current")),
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
    batch: Mapped[int] = mapped_column(Integer, server_default=text("1"), default=1)
    #: The moves that somebody else recorded for the unit, and who recorded its handling.
    by_proxy: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=EMPTY_ARRAY, default=list)
    recorded_by: Mapped[UUID | None]


class DispatchProxy(Base):
    """What was recorded for a unit that nobody signs in for: who of it was spoken to, and when; out of the log."""

    __tablename__ = "dispatch_proxy"
    __table_args__ = (Index("ix_dispatch_proxy_incident_id", "incident_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id", ondelete="CASCADE"))
    dispatch_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.dispatch.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(Integer)
    action: Mapped[str]
    account_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    spoke_to: Mapped[str]
    spoke_at: Mapped[datetime]
    document_number: Mapped[str | None]
