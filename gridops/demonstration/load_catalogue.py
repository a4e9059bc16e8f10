"""The illustrative catalogue of matters with their standards, the work calendar's seed and the office hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.demonstration.tables import parts, rows
from gridops.duties.calendar.editing import seed_calendar
from gridops.duties.calendar.editing_hours import add_hours
from gridops.duties.calendar.limits import Limit
from gridops.duties.matters.models import Admission, Matter, Standard
from gridops.duties.matters.standards import Condition

VALID_FROM = date(2024, 1, 1)


def load_matters(session: Session) -> int:
    """Every row of the catalogue as a matter with one standard; returns how many."""
    table = rows("matters")
    for row in table:
        matter = Matter(
            id=new_id(),
            service_code=row["service_code"],
            source_list=row["source_list"],
            source_code=row["source_code"],
        )
        session.add(matter)
        session.flush()
        session.add(_version(matter, row))
        session.add(_admission(matter))
    session.flush()
    return len(table)


def _version(matter: Matter, row: Mapping[str, str]) -> Standard:
    condition = Condition(
        row["filing_condition"],
        row["closing_condition"],
        (Limit(int(row["limit_amount"]), row["limit_unit"]),),
    )
    return Standard(
        matter_id=matter.id,
        valid_from=VALID_FROM,
        service_name=row["service_name"],
        service_group=row["service_group"],
        group_code=row["group_code"],
        label_family=row["label_family"],
        intake_mode=row["intake_mode"],
        default_level=row["default_level"],
        lead_agency=row["lead_agency"],
        helping_agencies=parts(row["helping_agencies"]),
        is_restricted=row["restricted"] == "1",
        near_radius_m=int(row["near_radius_m"]),
        near_hours=int(row["near_hours"]),
        call_first=row["call_first"],
        urgency_default=row["urgency_default"],
        aliases=parts(row["aliases"]),
        season=row["season"],
        conditions=[condition.as_json()],
        verification=row["verification"],
        signpost=row["signpost"],
    )


def _admission(matter: Matter) -> Admission:
    """The demonstration's list is the workers' list from its first day."""
    now = clock.now()
    return Admission(
        matter_id=matter.id,
        state="approved",
        applied_by="",
        applied_at=now,
        reason="演示目录",
        decided_at=now,
        valid_from=VALID_FROM,
    )


def load_hours(session: Session) -> int:
    """The office hours of summer and of winter; returns how many seasons there are."""
    table = rows("working_hours")
    for row in table:
        add_hours(
            session,
            None,
            area_code=row["area_code"],
            spells=[_spell(part) for part in parts(row["spells"])],
            season=(_month_day(row["season_from"]), _month_day(row["season_to"])),
            dates=(date.fromisoformat(row["valid_from"]), None),
            note=row["note"],
        )
    return len(table)


def _spell(text: str) -> tuple[time, time]:
    begins, _, ends = text.partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def _month_day(text: str) -> int:
    month, _, day = text.partition("-")
    return int(month) * 100 + int(day)


def load_calendar(session: Session) -> list[int]:
    """The days of every year that the calendar package knows; unknown years stay out, and are warned of."""
    return seed_calendar(session)
