"""Tables of the log: entries are only ever added; the numbered window may be pruned, entries never."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Integer, LargeBinary, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, EMPTY_OBJECT, Base, Codes, Uuids


class LogEntry(Base):
    """One thing that happened. `data` holds ids and codes only, never personal text."""

    __tablename__ = "log_entry"
    __table_args__ = (Index("ix_log_entry_entity", "entity_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(Integer)
    data: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    areas: Mapped[list[str]] = mapped_column(Codes, server_default=EMPTY_ARRAY)
    units: Mapped[list[UUID]] = mapped_column(Uuids, server_default=EMPTY_ARRAY)
    persons: Mapped[list[UUID]] = mapped_column(Uuids, server_default=EMPTY_ARRAY)


class LogPending(Base):
    """Entries that the sequencer has not numbered yet."""

    __tablename__ = "log_pending"

    entry_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("gridops.log_entry.id"), primary_key=True, autoincrement=False
    )


class LogBlock(Base):
    """One act of numbering: which entries, in which order, and the hash that chains it to the block before."""

    __tablename__ = "log_block"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seq: Mapped[int] = mapped_column(BigInteger)
    entry_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class LogSequence(Base):
    """The live stream's window: dense numbers over entries."""

    __tablename__ = "log_sequence"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("gridops.log_entry.id"), unique=True)
    block: Mapped[int] = mapped_column(BigInteger, ForeignKey("gridops.log_block.id"))
