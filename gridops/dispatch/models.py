"""Tables of dispatch: the latest position of a unit on a task (no log entry, no track), what the district has
handed down, and the work that a change of boundaries makes, with what a person has to look at afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_OBJECT, Base, Code, one_of
from gridops.db.ids import new_id

#: The order in which a change is carried out; each step may be broken off and gone on with.
CHANGE_PHASES = ("units", "people", "cases", "stragglers", "done")
DOUBT_ENTITIES = ("incident", "account", "unit")
HAND_DOWN_STATES = ("based", "disputed", "refused", "declined", "arbitrated")
HAND_DOWN_DECISIONS = ("township", "district", "shared")


class UnitPosition(Base):
    """Where a unit is; overwritten by the next one, gone when the task ends."""

    __tablename__ = "unit_position"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.unit.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID]
    lon: Mapped[float]
    lat: Mapped[float]
    accuracy_m: Mapped[float | None]
    at: Mapped[datetime]


class BoundaryChange(Base):
    """How far the work of a set's first day has come: `cursor` is the last case that was looked at."""

    __tablename__ = "boundary_change"
    __table_args__ = (
        CheckConstraint(one_of("phase", CHANGE_PHASES), name="phase"),
        CheckConstraint("(phase = 'done') = (finished_at IS NOT NULL)", name="finished"),
    )

    set_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"), primary_key=True
    )
    from_set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    phase: Mapped[str]
    cursor: Mapped[UUID | None]
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class BoundaryDoubt(Base):
    """Something that followed the larger share of an area but not clearly: a person is to look at it."""

    __tablename__ = "boundary_doubt"
    __table_args__ = (
        CheckConstraint(one_of("entity", DOUBT_ENTITIES), name="entity"),
        UniqueConstraint("set_id", "entity_id", "from_code"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.boundary_set.id", ondelete="CASCADE"))
    entity: Mapped[str]
    entity_id: Mapped[UUID]
    from_code: Mapped[str] = mapped_column(Code)
    to_code: Mapped[str | None] = mapped_column(Code)
    share: Mapped[float | None]
    reason: Mapped[str]


class HandDown(Base):
    """A case that the district handed down, or tried to: by which item and at whose cost, and how it ended.

    `ground` says why it could not be blocked; `cited_id` is the item that the township declined it by.
    """

    __tablename__ = "hand_down"
    __table_args__ = (
        CheckConstraint(one_of("state", HAND_DOWN_STATES), name="state"),
        CheckConstraint(one_of("decision", ("", *HAND_DOWN_DECISIONS)), name="decision"),
        CheckConstraint(
            "(state = 'arbitrated') = (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decision = '')",
            name="decided",
        ),
        Index("ix_hand_down_incident_id", "incident_id"),
        Index("ix_hand_down_township_code", "township_code", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.incident.id", ondelete="CASCADE"))
    township_code: Mapped[str] = mapped_column(Code)
    from_level: Mapped[str]
    to_level: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None]
    state: Mapped[str]
    basis: Mapped[str] = mapped_column(server_default="", default="")
    funding: Mapped[str] = mapped_column(server_default="", default="")
    responsibility_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.responsibility.id"))
    ground: Mapped[str] = mapped_column(server_default="", default="")
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[UUID | None]
    cited_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.responsibility.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    decision: Mapped[str] = mapped_column(server_default="", default="")
    decision_note: Mapped[str] = mapped_column(server_default="", default="")
