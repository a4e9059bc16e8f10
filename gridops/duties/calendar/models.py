"""Tables of working time: which days are worked, at which hours by season and place, and classes of areas."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, Code
from gridops.db.dated.models import DatedRow, dates_in_order, no_overlap

#: A season as a set of days of the year; one that runs over the new year is in two pieces.
_SEASON = (
    "CASE WHEN season_from <= season_to THEN int4multirange(int4range(season_from, season_to, '[]'))"
    " ELSE int4multirange(int4range(season_from, 1231, '[]'), int4range(101, season_to, '[]')) END"
)


class WorkDay(Base):
    """A day of the work calendar: holidays and make-up working days are only known from announcements."""

    __tablename__ = "work_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(server_default="", default="")


class WorkingHours(DatedRow, Base):
    """Working hours of an area (empty code: everywhere) in a season, between two dates; the nearest area's hold."""

    __tablename__ = "working_hours"
    __table_args__ = (
        dates_in_order(),
        CheckConstraint("season_from BETWEEN 101 AND 1231 AND season_to BETWEEN 101 AND 1231", name="season"),
        CheckConstraint("jsonb_array_length(spells) > 0", name="spells"),
        no_overlap("ex_working_hours_season", "area_code", also=_SEASON),
    )

    area_code: Mapped[str] = mapped_column(Code)
    season_from: Mapped[int] = mapped_column(Integer)
    season_to: Mapped[int] = mapped_column(Integer)
    spells: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(server_default="", default="")


class AreaClass(DatedRow, Base):
    """The class of an area for limits (such as core, general) and the share of them that holds there."""

    __tablename__ = "area_class"
    __table_args__ = (
        dates_in_order(),
        CheckConstraint("percent BETWEEN 10 AND 1000", name="percent"),
        CheckConstraint("class_name <> ''", name="class_name"),
        no_overlap("ex_area_class_dates", "area_code"),
    )

    area_code: Mapped[str] = mapped_column(Code)
    class_name: Mapped[str]
    percent: Mapped[int] = mapped_column(Integer)
