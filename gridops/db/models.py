"""The stamp of the reference data: one row, raised by triggers with the commit of whoever edits any of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base


class ReferenceStamp(Base):
    """Which reference data there is; read by every signed-in request, written by triggers alone."""

    __tablename__ = "reference_stamp"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, server_default=text("1"))
    stamp: Mapped[int] = mapped_column(BigInteger, server_default=text("1"))
