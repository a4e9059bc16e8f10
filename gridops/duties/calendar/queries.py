"""Reading working time: the announced days, hours by place and season, classes of areas."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import extract, func, literal, or_, select

from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.duties.calendar.deadlines import Terms
from gridops.duties.calendar.models import AreaClass, WorkDay, WorkingHours
from gridops.duties.calendar.rules import SeasonHours, WorkCalendar, WorkHours
from gridops.territory import queries as territory_queries

#: A year counts as announced when all its days are there; a few stray days of a neighbour's notice are not a year.
_WHOLE_YEAR = 365
_WARN_AHEAD = timedelta(days=45)
#: Dates of versions are the deployment's.
today = territory_queries.today


def clock_terms(session: Session, zone: str, around: date, area_code: str = "") -> Terms:
    """What a place gives the clock from the year before `around` on: calendar, hours, class.

    `area_code` is of any level; the empty one means the deployment's own hours.
    """
    rows = (
        held(
            session, ("days that differ", around.year), lambda asking: _days_that_differ(asking, around.year)
        )
        if is_held(session)
        else _days_that_differ(session, around.year)
    )
    calendar = WorkCalendar(
        ZoneInfo(zone),
        {row.day: row.is_working for row in rows},
        seasons=_seasons(session, area_code),
        known_years=frozenset(row.day.year for row in rows if row.of_year >= _WHOLE_YEAR),
    )
    found = _class_of(session, area_code, around)
    return Terms(calendar, found.class_name, found.percent) if found is not None else Terms(calendar)


def _days_that_differ(session: Session, year: int) -> Sequence[Any]:
    """(day, is_working, of_year) from the year before on, where a day is not what its weekday says."""
    of_year = func.count().over(partition_by=extract("year", WorkDay.day)).label("of_year")
    listed = select(WorkDay.day, WorkDay.is_working, of_year).where(WorkDay.day >= date(year - 1, 1, 1))
    sub = listed.subquery()
    # Monday to Friday is what an unlisted day falls back to, so only what differs is read.
    return session.execute(select(sub).where(sub.c.is_working != (extract("isodow", sub.c.day) < 6))).all()


def default_calendar(session: Session, zone: str) -> WorkCalendar:
    """Every announced day, with the usual hours: for questions that name no place."""
    days = session.execute(select(WorkDay.day, WorkDay.is_working))
    return WorkCalendar(
        ZoneInfo(zone), {row[0]: row[1] for row in days}, known_years=frozenset(calendar_years(session))
    )


def _covering(column: Any, area_code: str) -> Any:
    """Rows of an area that holds `area_code`: their code begins it."""
    return literal(area_code).startswith(column)


_CLASSES = select(AreaClass)
#: The nearest area's first, and of those the newest.
_NEAREST = (
    func.length(WorkingHours.area_code).desc(),
    WorkingHours.valid_from.desc(),
    WorkingHours.season_from,
)


def _seasons(session: Session, area_code: str) -> tuple[SeasonHours, ...]:
    if is_held(session):
        known = held(session, "hours read", _held_hours)
        return tuple(season for area, season in known if area_code.startswith(area))
    rows = session.scalars(
        select(WorkingHours).where(_covering(WorkingHours.area_code, area_code)).order_by(*_NEAREST)
    )
    return tuple(season_of(row) for row in rows)


def _held_hours(session: Session) -> Sequence[tuple[str, SeasonHours]]:
    rows = rows_held(session, "hours", select(WorkingHours).order_by(*_NEAREST))
    return [(row.area_code, season_of(row)) for row in rows]


def season_of(row: WorkingHours) -> SeasonHours:
    """The hours of a row as the clock takes them."""
    spells = tuple(WorkHours(time.fromisoformat(a), time.fromisoformat(b)) for a, b in row.spells)
    return SeasonHours(spells, row.season_from, row.season_to, row.valid_from, row.valid_to)


def _class_of(session: Session, area_code: str, on: date) -> AreaClass | None:
    if not area_code:
        return None
    if is_held(session):
        rows = rows_held(session, "classes", _CLASSES)
        near = [row for row in rows if area_code.startswith(row.area_code) and holds_on(row, on)]
        return max(near, key=lambda row: len(row.area_code), default=None)
    return session.scalars(
        select(AreaClass)
        .where(
            _covering(AreaClass.area_code, area_code),
            AreaClass.valid_from <= on,
            or_(AreaClass.valid_to.is_(None), AreaClass.valid_to > on),
        )
        .order_by(func.length(AreaClass.area_code).desc())
        .limit(1)
    ).first()


def calendar_years(session: Session) -> list[int]:
    """The years whose list was announced."""
    year = extract("year", WorkDay.day)
    rows = session.scalars(select(year).group_by(year).having(func.count() >= _WHOLE_YEAR).order_by(year))
    return [int(row) for row in rows]


def has_calendar_year(session: Session, year: int) -> bool:
    """Whether the calendar of a year is known; without it weekdays are taken and administrators warned."""
    days = select(func.count()).where(WorkDay.day >= date(year, 1, 1), WorkDay.day <= date(year, 12, 31))
    return (session.scalar(days) or 0) >= _WHOLE_YEAR


def unknown_years(session: Session, today: date) -> list[int]:
    """The years, of those that limits run into soon, whose list was not announced."""
    years = sorted({today.year, (today + _WARN_AHEAD).year})
    return [year for year in years if not has_calendar_year(session, year)]


def days_of_year(session: Session, year: int) -> Sequence[WorkDay]:
    """Every listed day of a year, in order."""
    return session.scalars(
        select(WorkDay)
        .where(WorkDay.day >= date(year, 1, 1), WorkDay.day <= date(year, 12, 31))
        .order_by(WorkDay.day)
    ).all()


def all_hours(session: Session) -> Sequence[WorkingHours]:
    """Every row of working hours."""
    return session.scalars(
        select(WorkingHours).order_by(
            WorkingHours.area_code, WorkingHours.valid_from, WorkingHours.season_from
        )
    ).all()


def all_classes(session: Session) -> Sequence[AreaClass]:
    """Every class of an area."""
    return session.scalars(select(AreaClass).order_by(AreaClass.area_code, AreaClass.valid_from)).all()
