"""Tables of attempts: how full each tally is, and by which devices an account has come rightly. Digests only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Double, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.people.attempts.rules import KINDS


class SignInTally(Base):
    """Attempts of one subject: `asked` counts all, `level` is what those that were tried have filled.

    The subject is a digest, since people type passwords into the wrong box.
    """

    __tablename__ = "sign_in_tally"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        Index("ix_sign_in_tally_at", "at"),
    )

    subject: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    kind: Mapped[str]
    asked: Mapped[int] = mapped_column(BigInteger)
    level: Mapped[float] = mapped_column(Double)
    at: Mapped[datetime]


class KnownDevice(Base):
    """A device from which an account has signed in rightly, by the mark it was given, and where that was last."""

    __tablename__ = "known_device"
    __table_args__ = (
        Index("ix_known_device_account_id", "account_id"),
        Index("ix_known_device_address_hash", "address_hash"),
        Index("ix_known_device_expires_at", "expires_at"),
    )

    mark_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("gridops.account.id", ondelete="CASCADE"), primary_key=True
    )
    device_id: Mapped[UUID]
    address_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
