"""The office hours of the demonstration: other ones in summer than in winter, without a gap between them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from gridops.db.session import Session
from gridops.demonstration.load_catalogue import load_hours
from gridops.duties.calendar.queries import clock_terms
from gridops.duties.calendar.rules import WorkHours
from tests.demonstration.test_catalogue_data import rows_of

MORNING = WorkHours(time(8, 30), time(12))


@pytest.mark.parametrize(
    ("day", "afternoon"),
    [
        (date(2026, 4, 30), time(17, 30)),
        (date(2026, 5, 1), time(18)),
        (date(2026, 9, 30), time(18)),
        (date(2026, 10, 1), time(17, 30)),
        (date(2027, 1, 4), time(17, 30)),
    ],
)
def test_the_afternoon_is_longer_in_summer(session: Session, day: date, afternoon: time) -> None:
    assert load_hours(session) == 2
    assert hours_on(session, day) == (MORNING, WorkHours(time(14), afternoon))


def hours_on(session: Session, day: date) -> tuple[WorkHours, ...]:
    return tuple(clock_terms(session, "Asia/Shanghai", day, "370611001").calendar.hours_on(day))


def test_every_day_of_the_year_has_its_season() -> None:
    seasons = [(row["season_from"], row["season_to"]) for row in rows_of("working_hours.csv")]
    for n in range(365):
        mark = f"{date(2026, 1, 1) + timedelta(days=n):%m-%d}"
        held = [a <= mark <= b if a <= b else mark >= a or mark <= b for a, b in seasons]
        assert sum(held) == 1, mark
