"""Tables of responsibilities: the list, and what is done before a dispute is settled. Columns and constraints only."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code, one_of
from gridops.db.dated.models import DatedRow, dates_in_order, no_overlap
from gridops.db.ids import new_id
from gridops.duties.responsibilities.words import FIRST_GROUNDS, PAYERS, RESPONSIBILITY_KINDS


class Responsibility(DatedRow, Base):
    """An item of a township's list (every township's where `area_code` is empty); a row is a version of it.

    `upper_agency` leads what the town assists in, or has taken back what was the town's. An item may name the
    matter or the group of matters that it is about.
    """

    __tablename__ = "responsibility"
    __table_args__ = (
        CheckConstraint(one_of("kind", RESPONSIBILITY_KINDS), name="kind"),
        CheckConstraint(one_of("paid_by", PAYERS), name="paid_by"),
        CheckConstraint("kind = 'basic' OR upper_agency <> ''", name="upper_agency"),
        CheckConstraint("service_code = '' OR group_code = ''", name="what"),
        dates_in_order(),
        no_overlap("ex_responsibility_dates", "item_code", "area_code"),
    )

    item_code: Mapped[str]
    item_name: Mapped[str]
    item_group: Mapped[str] = mapped_column(server_default="", default="")
    kind: Mapped[str]
    service_code: Mapped[str] = mapped_column(server_default="", default="")
    group_code: Mapped[str] = mapped_column(server_default="", default="")
    area_code: Mapped[str] = mapped_column(Code, server_default="", default="")
    upper_agency: Mapped[str] = mapped_column(server_default="", default="")
    upper_part: Mapped[str] = mapped_column(server_default="", default="")
    town_part: Mapped[str] = mapped_column(server_default="", default="")
    paid_by: Mapped[str]
    reference: Mapped[str]
    note: Mapped[str] = mapped_column(server_default="", default="")


class FirstDuty(Base):
    """What is done first and arbitrated after: a matter, a group of matters, or all that comes by an origin."""

    __tablename__ = "first_duty"
    __table_args__ = (
        CheckConstraint(one_of("ground", FIRST_GROUNDS), name="ground"),
        CheckConstraint(
            "(service_code <> '')::int + (group_code <> '')::int + (origin <> '')::int = 1", name="one_thing"
        ),
        Index("uq_first_duty_what", "service_code", "group_code", "origin", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    ground: Mapped[str]
    service_code: Mapped[str] = mapped_column(server_default="", default="")
    group_code: Mapped[str] = mapped_column(server_default="", default="")
    origin: Mapped[str] = mapped_column(server_default="", default="")
