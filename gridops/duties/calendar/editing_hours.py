"""Working hours by place and season, and classes of areas, written with their dates. Never commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import cast
from uuid import UUID

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.calendar import queries
from gridops.duties.calendar.editing import tell
from gridops.duties.calendar.models import AreaClass, WorkingHours
from gridops.duties.calendar.rules import WorkHours, check_season, check_spells
from gridops.errors import Fault, Problem, Unfit, fault, invalid
from gridops.territory import queries as territory_queries

Dated = WorkingHours | AreaClass


def add_hours(
    session: Session,
    actor_id: UUID | None,
    *,
    area_code: str,
    spells: Sequence[tuple[time, time]],
    season: tuple[int, int],
    dates: tuple[date, date | None],
    note: str = "",
) -> WorkingHours:
    """Working hours of an area in a season between two dates; 422 where they overlap others of the same area."""
    faults = _faults(lambda: check_spells(tuple(WorkHours(a, b) for a, b in spells)), "/spells")
    faults += _faults(lambda: check_season(season[0]), "/season_from")
    faults += _faults(lambda: check_season(season[1]), "/season_to")
    faults += _date_faults(dates) + _area_faults(session, area_code)
    if faults:
        raise invalid(*faults)
    row = WorkingHours(
        id=new_id(),
        area_code=area_code,
        valid_from=dates[0],
        valid_to=dates[1],
        season_from=season[0],
        season_to=season[1],
        spells=[[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in spells],
        note=note,
    )
    for other in queries.all_hours(session):
        if other.area_code == area_code and _meet(dates, other) and _seasons_meet(season, other):
            raise fault(
                "/valid_from",
                f"与已有的工作时间（{other.valid_from} 起）在季节和日期上重叠",
                f"Overlaps the hours that hold from {other.valid_from}",
            )
    session.add(row)
    session.flush()
    tell(session, actor_id, {"hours": str(row.id), "area": area_code})
    return row


def add_class(
    session: Session,
    actor_id: UUID | None,
    *,
    area_code: str,
    class_name: str,
    percent: int,
    dates: tuple[date, date | None],
) -> AreaClass:
    """The class of an area and the share of limits that holds there; it concerns cases filed from then on."""
    faults = _date_faults(dates) + _area_faults(session, area_code)
    if faults:
        raise invalid(*faults)
    for other in queries.all_classes(session):
        if other.area_code == area_code and _meet(dates, other):
            raise fault(
                "/valid_from",
                f"与「{other.class_name}」类的日期重叠",
                f"The dates overlap class {other.class_name}",
            )
    row = AreaClass(
        id=new_id(),
        area_code=area_code,
        class_name=class_name,
        percent=percent,
        valid_from=dates[0],
        valid_to=dates[1],
    )
    session.add(row)
    session.flush()
    tell(session, actor_id, {"area_class": str(row.id), "area": area_code})
    return row


def end_row(session: Session, actor_id: UUID | None, model: type[Dated], row_id: UUID, *, ends: date) -> None:
    """Have hours or a class end on a day, today at the earliest; what never began is taken away."""
    row = cast("Dated | None", session.get(model, row_id, with_for_update=True))
    if row is None:
        raise Problem("not-found")
    if ends < queries.today(session) or (row.valid_to is not None and ends > row.valid_to):
        raise fault(
            "/valid_to",
            "终止日不能早于今天，也不能延后",
            "It ends today or later, and not later than it does",
        )
    if ends <= row.valid_from:
        session.delete(row)
    else:
        row.valid_to = ends
    session.flush()
    tell(session, actor_id, {"ended": str(row_id), "valid_to": ends.isoformat()})


def _meet(dates: tuple[date, date | None], other: WorkingHours | AreaClass) -> bool:
    starts, ends = dates
    return (ends is None or other.valid_from < ends) and (other.valid_to is None or other.valid_to > starts)


def _seasons_meet(season: tuple[int, int], other: WorkingHours) -> bool:
    return any(
        a <= d and c <= b for a, b in _pieces(*season) for c, d in _pieces(other.season_from, other.season_to)
    )


def _pieces(begins: int, ends: int) -> list[tuple[int, int]]:
    return [(begins, ends)] if begins <= ends else [(begins, 1231), (101, ends)]


def _date_faults(dates: tuple[date, date | None]) -> list[Fault]:
    if dates[1] is not None and dates[1] <= dates[0]:
        return [Fault("/valid_to", "失效日期须晚于生效日期", "It ends after it begins")]
    return []


def _area_faults(session: Session, area_code: str) -> list[Fault]:
    if area_code and territory_queries.find_area(session, area_code) is None:
        return [Fault("/area_code", "没有这个区域", "No such area")]
    return []


def _faults(check: Callable[[], None], pointer: str) -> list[Fault]:
    try:
        check()
    except Unfit as error:
        return [Fault(pointer, *error.words)]
    return []
