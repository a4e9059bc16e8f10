"""HTTP words of the work calendar: years, days, hours, classes of areas. For administrators only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.area_questions.queries import asking_rows
from gridops.duties.calendar import editing, editing_hours, queries
from gridops.duties.calendar.notice import ListedDay, read_notice
from gridops.duties.calendar.presenting import calendar_warnings
from gridops.duties.calendar.wire import (
    CalendarOut,
    ClassIn,
    ClassOut,
    DayIn,
    DayOut,
    HoursIn,
    HoursOut,
    NoticeOut,
    NoticeQuery,
    YearQuery,
    mark_of,
)
from gridops.duties.history import changes_of
from gridops.duties.registers.wire import EndIn
from gridops.errors import fault
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people.roles import ADMIN
from gridops.sheets import open_book

bp = blueprint("calendar_admin", prefix="/api/v1/admin")
NOTICE_BYTES = 200_000


def _calendar(session: Session, year: int) -> CalendarOut:
    session.flush()
    session.expire_all()
    known = queries.calendar_years(session)
    asking = {name: asking_rows(session, name) for name in ("working_hours", "area_class")}
    return CalendarOut(
        year=year,
        is_known=year in known,
        known_years=known,
        days=[
            DayOut(day=row.day, is_working=row.is_working, note=row.note)
            for row in queries.days_of_year(session, year)
            if row.note or row.is_working != (row.day.weekday() < 5)
        ],
        hours=[HoursOut.of(row, asking["working_hours"]) for row in queries.all_hours(session)],
        classes=[ClassOut.of(row, asking["area_class"]) for row in queries.all_classes(session)],
        warnings=calendar_warnings(session),
        changes=changes_of(session, editing.CALENDAR_ID),
    )


@bp.get("/calendar")
@endpoint("A year of the work calendar", roles=ADMIN, query=YearQuery, answers={200: CalendarOut})
def get_calendar(call: Call[None, YearQuery]) -> Any:
    """Holidays and make-up days, hours by season, classes of areas, warnings, and who changed what."""
    return _calendar(call.session, call.query.year or queries.today(call.session).year)


@bp.put("/calendar/days/<day>")
@endpoint(
    "Change a day",
    roles=ADMIN,
    body=DayIn,
    answers={200: CalendarOut},
    refuses_at={"/day": "what is no day, or of a year without a calendar"},
)
def put_day(call: Call[DayIn, None], day: str) -> Any:
    """One day, of a year whose list is there."""
    actor_id = call.actor.id
    try:
        at = date.fromisoformat(day)
    except ValueError as error:
        raise fault("/day", "日期读不懂，如 2027-10-01", "Not a date such as 2027-10-01") from error
    listed = ListedDay(call.body.is_working, call.body.note)
    editing.set_day(call.session, actor_id, at, listed)
    return _calendar(call.session, at.year)


@bp.post("/calendar/notices")
@endpoint(
    "Take in a year's notice",
    roles=ADMIN,
    raw="text/csv",
    query=NoticeQuery,
    answers={200: NoticeOut},
    limit_bytes=NOTICE_BYTES,
    refuses_at={"": "a file without days, or of another year"},
)
def post_notice(call: Call[None, NoticeQuery]) -> Any:
    """Holidays and make-up days; a day that is both is refused. `dry_run` is the same run, rolled back."""
    actor_id = call.actor.id
    notice = read_notice(open_book(call.raw), year=call.query.year)
    named = [one for day, one in notice.days.items() if day.year == notice.year]
    if call.query.dry_run:
        call.session.undo_at_end()
    changed = editing.import_notice(call.session, actor_id, notice)
    return NoticeOut(
        year=notice.year,
        holidays=sum(not one.is_working for one in named),
        working=sum(one.is_working for one in named),
        changed=changed,
        is_dry_run=call.query.dry_run,
    )


@bp.post("/working-hours")
@endpoint("Working hours of a season", roles=ADMIN, body=HoursIn, answers={201: CalendarOut})
def post_hours(call: Call[HoursIn, None]) -> Any:
    """Hours of an area; refused where season and dates overlap other hours of the same area."""
    actor_id = call.actor.id
    body = call.body
    editing_hours.add_hours(
        call.session,
        actor_id,
        area_code=body.area_code,
        spells=[(spell.start, spell.end) for spell in body.spells],
        season=(mark_of(body.season_from), mark_of(body.season_to)),
        dates=(body.valid_from, body.valid_to),
        note=body.note,
    )
    return _calendar(call.session, body.valid_from.year), 201


@bp.post("/working-hours/<uuid:row_id>/end")
@endpoint("End working hours", roles=ADMIN, body=EndIn, answers={200: CalendarOut})
def post_hours_end(call: Call[EndIn, None], row_id: UUID) -> Any:
    """They hold to the day before; what never began is taken away."""
    actor_id = call.actor.id
    editing_hours.end_hours(call.session, actor_id, row_id, ends=call.body.valid_to)
    return _calendar(call.session, call.body.valid_to.year)


@bp.post("/area-classes")
@endpoint("The class of an area", roles=ADMIN, body=ClassIn, answers={201: CalendarOut})
def post_class(call: Call[ClassIn, None]) -> Any:
    """The class and the share of limits that holds there, for cases filed from then on."""
    actor_id = call.actor.id
    body = call.body
    editing_hours.add_class(
        call.session,
        actor_id,
        area_code=body.area_code,
        class_name=body.class_name,
        percent=body.percent,
        dates=(body.valid_from, body.valid_to),
    )
    return _calendar(call.session, body.valid_from.year), 201


@bp.post("/area-classes/<uuid:row_id>/end")
@endpoint("End the class of an area", roles=ADMIN, body=EndIn, answers={200: CalendarOut})
def post_class_end(call: Call[EndIn, None], row_id: UUID) -> Any:
    """It holds to the day before; what never began is taken away."""
    actor_id = call.actor.id
    editing_hours.end_class(call.session, actor_id, row_id, ends=call.body.valid_to)
    return _calendar(call.session, call.body.valid_to.year)
