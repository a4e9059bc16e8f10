"""The table of powers: who may decide what, where and in whose name, from a day to a day. No queries."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.db.dated.models import DatedRow, dates_in_order, no_overlap
from gridops.duties.powers.words import ACTS, BASES, HOLDERS


class Power(DatedRow, Base):
    """A holder's power to do one kind of act in one matter, or in a group of them; a row is a version of it.

    `holder` township: the township `area_code` itself, by its own offices, or by the agency named in
    `agency_code`. `holder` agency: `agency_code`, in `area_code` only where that is not empty.
    """

    __tablename__ = "power"
    __table_args__ = (
        CheckConstraint(one_of("act", ACTS), name="act"),
        CheckConstraint(one_of("basis", BASES), name="basis"),
        CheckConstraint(one_of("holder", HOLDERS), name="holder"),
        CheckConstraint("(service_code = '') <> (group_code = '')", name="what"),
        CheckConstraint(
            "CASE holder WHEN 'township' THEN area_code <> '' ELSE agency_code <> '' END", name="who"
        ),
        dates_in_order(),
        no_overlap(
            "ex_power_dates",
            "item_code",
            "act",
            "service_code",
            "group_code",
            "holder",
            "agency_code",
            "area_code",
        ),
        Index("ix_power_service_code", "service_code", "group_code"),
    )

    item_code: Mapped[str]
    item_name: Mapped[str]
    item_group: Mapped[str] = mapped_column(server_default="", default="")
    act: Mapped[str]
    service_code: Mapped[str] = mapped_column(server_default="", default="")
    group_code: Mapped[str] = mapped_column(server_default="", default="")
    holder: Mapped[str]
    agency_code: Mapped[str] = mapped_column(server_default="", default="")
    area_code: Mapped[str] = mapped_column(Code, server_default="", default="")
    basis: Mapped[str]
    reference: Mapped[str]
    in_name_of: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="", default="")
