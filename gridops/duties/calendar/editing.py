"""The work calendar written: its seed, a year's notice, a single day. Deadlines already set stay. Never commits."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import chinese_calendar
from sqlalchemy.dialects.postgresql import insert

from gridops.db.session import Session
from gridops.duties.calendar import queries
from gridops.duties.calendar.models import WorkDay
from gridops.duties.calendar.notice import ListedDay, Notice, whole_year
from gridops.errors import fault
from gridops.log.appending import Entry, append

#: The one calendar of a deployment, as the log names it.
CALENDAR_ID = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gridops:calendar")
SEED_YEARS = range(2024, 2036)


def package_year(year: int) -> dict[date, ListedDay]:
    """Every day of a year as the calendar package knows it; empty for a year that it does not know."""
    day, found = date(year, 1, 1), {}
    while day.year == year:
        try:
            is_working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            return {}
        _, note = chinese_calendar.get_holiday_detail(day)
        found[day] = ListedDay(is_working, note or "")
        day += timedelta(days=1)
    return found


def seed_calendar(session: Session, actor_id: UUID | None = None) -> list[int]:
    """Put in the years that the package knows and the table does not; returns them."""
    known = set(queries.calendar_years(session))
    seeded = []
    for year in SEED_YEARS:
        days = package_year(year) if year not in known else {}
        if days:
            _put(session, days)
            seeded.append(year)
    if seeded:
        tell(session, actor_id, {"seeded": seeded})
    return seeded


def import_notice(session: Session, actor_id: UUID | None, notice: Notice) -> int:
    """Take in a year's notice: of a year that is known the days that it names, else the whole year with them.

    So a notice that amends two days changes two. Returns how many days are different from before, by what
    they are or what they are called. Deadlines that were set already stay.
    """
    is_known = queries.has_calendar_year(session, notice.year)
    days = dict(notice.days) if is_known else whole_year(notice) | dict(notice.days)
    rows = [row for year in {day.year for day in days} for row in queries.days_of_year(session, year)]
    before = {row.day: (row.is_working, row.note) for row in rows}
    changed = sorted(
        day for day, one in days.items()
        if (one.is_working, one.note) != before.get(day, (day.weekday() < 5, one.note))
    )  # fmt: skip
    _put(session, days)
    tell(session, actor_id, {"year": notice.year, "days": [day.isoformat() for day in changed]})
    return len(changed)


def set_day(session: Session, actor_id: UUID | None, day: date, listed: ListedDay) -> None:
    """Change one day of a year whose list is there: a single day would make an unknown year look known."""
    if not queries.has_calendar_year(session, day.year):
        zh = f"{day.year} 年日历尚未录入，请先导入全年放假安排"
        raise fault("/day", zh, f"The calendar of {day.year} is not there yet")
    _put(session, {day: listed})
    tell(session, actor_id, {"year": day.year, "days": [day.isoformat()], "is_working": listed.is_working})


def _put(session: Session, days: Mapping[date, ListedDay]) -> None:
    row = insert(WorkDay)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["day"], set_={"is_working": row.excluded.is_working, "note": row.excluded.note}
        ),
        [{"day": day, "is_working": one.is_working, "note": one.note} for day, one in days.items()],
    )


def tell(session: Session, actor_id: UUID | None, data: dict[str, object]) -> None:
    append(
        session,
        Entry(
            action="calendar.changed",
            entity="calendar",
            entity_id=CALENDAR_ID,
            version=1,
            actor_id=actor_id,
            data=data,
        ),
    )
