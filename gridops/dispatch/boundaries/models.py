"""The work that a change of boundaries makes, and what a person has to look at afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_OBJECT, Base, Code, one_of
from gridops.db.ids import new_id

#: The order in which a change is carried out; each step may be broken off and gone on with.
CHANGE_PHASES = ("units", "people", "registers", "cases", "stragglers", "done")


DOUBT_ENTITIES = ("incident", "account", "unit")


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
