"""What the district has handed down, or tried to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.db.ids import new_id

HAND_DOWN_STATES = ("based", "disputed", "refused", "declined", "arbitrated")


HAND_DOWN_DECISIONS = ("township", "district", "shared")


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
