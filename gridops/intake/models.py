"""What could not be read is kept, so that nothing a phone sent is lost."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.ids import new_id

#: What became of a body: read at last, or put away by a person.
SETTLED_AS = ("taken_in", "dismissed")


class Quarantine(Base):
    """A body that could not be read, from a signed-in device; the oldest are kept by their hash only.

    `told` is what the last attempt to take it in came to; settled, nobody has to look at it any more.
    """

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("ix_quarantine_device", text("coalesce(device_id, account_id)"), "received_at"),
        CheckConstraint(
            f"(settled_as IS NULL) = (settled_at IS NULL) AND {one_of('settled_as', SETTLED_AS)}",
            name="settled_as",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID]
    device_id: Mapped[UUID | None]
    path: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None]
    settled_as: Mapped[str | None]
    told: Mapped[str | None]
