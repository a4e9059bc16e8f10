"""Tables of keeping: copies that were taken, and how long things stay. Neither copies nor things pass through here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.ids import new_id

KINDS = ("unclaimed_media", "positions", "persons_of_closed_cases", "devices", "quarantine")


class Backup(Base):
    """A copy that was finished: the moment it shows, the log's newest block in it, its size in bytes."""

    __tablename__ = "backup"
    __table_args__ = (
        CheckConstraint("octet_length(log_hash) = 32", name="log_hash"),
        CheckConstraint("size > 0", name="size"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    taken_at: Mapped[datetime]
    log_seq: Mapped[int] = mapped_column(BigInteger)
    log_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(BigInteger)
    is_encrypted: Mapped[bool]


class RetentionTerm(Base):
    """How many days a kind is kept once nothing needs it; the rows are there from the start."""

    __tablename__ = "retention_term"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint("days BETWEEN 1 AND 36500", name="days"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
