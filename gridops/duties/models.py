"""Tables of duties: what may happen (matters), by which standard it is handled, and the work calendar."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, EMPTY_LIST, Base, one_of
from gridops.db.ids import new_id
from gridops.duties.rules import INTAKE_MODES, LABEL_FAMILIES, LEVELS, LIMIT_UNITS, URGENCIES, VERIFICATIONS

Texts = ARRAY(Text)


class Matter(Base):
    """What may happen. `service_code` is opaque; the imported list and its code are kept beside it."""

    __tablename__ = "matter"
    __table_args__ = (
        CheckConstraint(one_of("label_family", LABEL_FAMILIES), name="label_family"),
        CheckConstraint(one_of("intake_mode", INTAKE_MODES), name="intake_mode"),
        CheckConstraint(one_of("default_level", LEVELS), name="default_level"),
        CheckConstraint(one_of("urgency_default", URGENCIES), name="urgency_default"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    service_code: Mapped[str] = mapped_column(unique=True)
    service_name: Mapped[str]
    service_group: Mapped[str]
    group_code: Mapped[str]
    source_list: Mapped[str] = mapped_column(server_default="")
    source_code: Mapped[str] = mapped_column(server_default="")
    label_family: Mapped[str]
    intake_mode: Mapped[str]
    default_level: Mapped[str]
    lead_agency: Mapped[str]
    helping_agencies: Mapped[list[str]] = mapped_column(Texts, server_default=EMPTY_ARRAY)
    is_restricted: Mapped[bool] = mapped_column(server_default=text("false"))
    near_radius_m: Mapped[int] = mapped_column(Integer, server_default="50")
    near_hours: Mapped[int] = mapped_column(Integer, server_default="24")
    call_first: Mapped[str] = mapped_column(server_default="")
    urgency_default: Mapped[str] = mapped_column(server_default="normal")
    aliases: Mapped[list[str]] = mapped_column(Texts, server_default=EMPTY_ARRAY)
    season: Mapped[str] = mapped_column(server_default="")
    fields: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST)
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))


class Standard(Base):
    """How a matter is handled from a date on; a case keeps the standard it was filed under."""

    __tablename__ = "standard"
    __table_args__ = (
        UniqueConstraint("matter_id", "valid_from"),
        CheckConstraint(one_of("limit_unit", LIMIT_UNITS), name="limit_unit"),
        CheckConstraint(one_of("limit_mode", ("elapsed", "from_next_day")), name="limit_mode"),
        CheckConstraint(one_of("verification", VERIFICATIONS), name="verification"),
        CheckConstraint("limit_amount > 0", name="limit_amount"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    matter_id: Mapped[UUID] = mapped_column(ForeignKey("gridops.matter.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    limit_amount: Mapped[int] = mapped_column(Integer)
    limit_unit: Mapped[str]
    limit_mode: Mapped[str] = mapped_column(server_default="elapsed")
    verification: Mapped[str]
    filing_condition: Mapped[str] = mapped_column(server_default="")
    closing_condition: Mapped[str] = mapped_column(server_default="")


class WorkDay(Base):
    """A day of the work calendar: holidays and make-up working days are only known from announcements."""

    __tablename__ = "work_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(server_default="")
