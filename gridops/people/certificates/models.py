"""The table of certificates. Columns and constraints only."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base
from gridops.db.ids import new_id


class Certificate(Base):
    """Who may enforce, for which agency, up to and with which day; `withdrawn_on`: the day from which it is void."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="dates"),
        Index("ix_certificate_agency_id", "agency_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int] = mapped_column(Integer, server_default="1", default=1)
    number: Mapped[str] = mapped_column(unique=True)
    officer_name: Mapped[str]
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.agency.id"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("gridops.account.id"))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date]
    withdrawn_on: Mapped[date | None]
