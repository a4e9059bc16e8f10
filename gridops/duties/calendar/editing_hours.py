"""Working hours by place and season, and classes of areas, written with their dates. Never commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from gridops.db.dated.queries import RowT
from gridops.db.dated.register import DatedRegister
from gridops.db.dated.rules import Span, check_order
from gridops.db.session import Session
from gridops.duties.calendar import queries
from gridops.duties.calendar.editing import tell
from gridops.duties.calendar.models import AreaClass, WorkingHours
from gridops.duties.calendar.rules import WorkHours, check_season, check_spells
from gridops.errors import Fault, Unfit, invalid
from gridops.territory import queries as territory_queries


def _seasons_meet(row: WorkingHours, columns: Mapping[str, Any]) -> bool:
    """Whether hours of two seasons would be worked on one day of the year."""
    return any(
        a <= d and c <= b
        for a, b in _pieces(row.season_from, row.season_to)
        for c, d in _pieces(columns["season_from"], columns["season_to"])
    )


def _pieces(begins: int, ends: int) -> list[tuple[int, int]]:
    return [(begins, ends)] if begins <= ends else [(begins, 1231), (101, ends)]


HOURS = DatedRegister(WorkingHours, ("area_code",), meets=_seasons_meet)
CLASSES = DatedRegister(AreaClass, ("area_code",))


def add_hours(
    session: Session,
    actor_id: UUID | None,
    *,
    area_code: str,
    spells: Sequence[tuple[time, time]],
    season: tuple[int, int],
    dates: Span,
    note: str = "",
) -> WorkingHours:
    """Working hours of an area in a season between two dates; 422 where they overlap others of the same area."""
    faults = _faults(lambda: check_spells(tuple(WorkHours(a, b) for a, b in spells)), "/spells")
    faults += _faults(lambda: check_season(season[0]), "/season_from")
    faults += _faults(lambda: check_season(season[1]), "/season_to")
    faults += check_order(dates) + _area_faults(session, area_code)
    if faults:
        raise invalid(*faults)
    columns = {
        "area_code": area_code,
        "season_from": season[0],
        "season_to": season[1],
        "spells": [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in spells],
        "note": note,
    }
    row = HOURS.add(session, columns, dates)
    tell(session, actor_id, {"hours": str(row.id), "area": area_code})
    return row


def add_class(
    session: Session,
    actor_id: UUID | None,
    *,
    area_code: str,
    class_name: str,
    percent: int,
    dates: Span,
) -> AreaClass:
    """The class of an area and the share of limits that holds there; it concerns cases filed from then on."""
    faults = check_order(dates) + _area_faults(session, area_code)
    if faults:
        raise invalid(*faults)
    row = CLASSES.add(session, {"area_code": area_code, "class_name": class_name, "percent": percent}, dates)
    tell(session, actor_id, {"area_class": str(row.id), "area": area_code})
    return row


def end_hours(session: Session, actor_id: UUID | None, row_id: UUID, *, ends: date) -> None:
    """Have hours end on a day, today at the earliest; what never began is taken away."""
    _end(session, actor_id, HOURS, row_id, ends)


def end_class(session: Session, actor_id: UUID | None, row_id: UUID, *, ends: date) -> None:
    """Have a class end on a day, today at the earliest; what never began is taken away."""
    _end(session, actor_id, CLASSES, row_id, ends)


def _end(
    session: Session, actor_id: UUID | None, register: DatedRegister[RowT], row_id: UUID, ends: date
) -> None:
    row, today = register.get(session, row_id), queries.today(session)
    if today <= ends <= row.valid_from and row.valid_from > today:
        register.withdraw(session, row, today=today)
    else:
        register.end(session, row, ends, today=today)
    tell(session, actor_id, {"ended": str(row_id), "valid_to": ends.isoformat()})


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
