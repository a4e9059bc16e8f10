"""Reading duties: matters with the standard in force, the work calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import extract, or_, select

from gridops import clock
from gridops.db.session import Session
from gridops.duties.models import Matter, Standard, WorkDay
from gridops.duties.rules import WorkCalendar


@dataclass(frozen=True)
class Rule:
    """A matter and the standard in force for it."""

    matter: Matter
    standard: Standard


def _in_force(on: date) -> list[object]:
    return [Standard.valid_from <= on, or_(Standard.valid_to.is_(None), Standard.valid_to > on)]


def find_rules(session: Session, service_codes: Sequence[str], on: date | None = None) -> dict[str, Rule]:
    """Active matters by service code, each with its standard in force on a day (today without one)."""
    day = on or clock.now().date()
    rows = session.execute(
        select(Matter, Standard)
        .join(Standard, Standard.matter_id == Matter.id)
        .where(Matter.service_code.in_(list(service_codes)), Matter.is_active, *_in_force(day))  # type: ignore[arg-type]
    )
    return {m.service_code: Rule(m, s) for m, s in rows}


def all_rules(session: Session, on: date | None = None) -> list[Rule]:
    """Every active matter with its standard in force, by code."""
    day = on or clock.now().date()
    rows = session.execute(
        select(Matter, Standard)
        .join(Standard, Standard.matter_id == Matter.id)
        .where(Matter.is_active, *_in_force(day))  # type: ignore[arg-type]
        .order_by(Matter.service_code)
    )
    return [Rule(m, s) for m, s in rows]


def get_standard(session: Session, standard_id: UUID) -> Standard:
    """The standard a case was filed under."""
    found = session.get(Standard, standard_id)
    if found is None:
        raise LookupError(f"standard {standard_id} is gone")
    return found


def work_calendar(session: Session, zone: str, around: date) -> WorkCalendar:
    """The calendar from a little before `around` to two years after."""
    rows = session.execute(
        select(WorkDay.day, WorkDay.is_working).where(
            WorkDay.day >= around.replace(day=1), WorkDay.day <= date(around.year + 2, 12, 31)
        )
    )
    return WorkCalendar(ZoneInfo(zone), {row[0]: row[1] for row in rows})


def has_calendar_year(session: Session, year: int) -> bool:
    """Whether the calendar of a year is known; without it weekdays are taken and administrators warned."""
    return (
        session.scalar(select(WorkDay.day).where(extract("year", WorkDay.day) == year).limit(1)) is not None
    )
