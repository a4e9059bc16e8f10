"""Tables of keeping: the copies that were taken. What stands in a copy never passes through here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base
from gridops.db.ids import new_id


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
