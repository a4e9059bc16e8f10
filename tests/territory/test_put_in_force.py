"""Putting a set in force: it must be whole, it ends the one before, and no two overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from gridops import clock
from gridops.errors import Problem
from gridops.log.models import LogEntry
from gridops.territory.areas.queries import find_area
from gridops.territory.importing.writing import import_layer
from gridops.territory.models import BoundarySet
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point
from gridops.territory.sets.putting_in_force import put_in_force
from gridops.territory.sets.queries.finding import find_set_in_force
from tests.territory.trial import SHAPES


def load_again(session, name):
    """A second whole draft."""
    for file, level in (("district", "district"), ("townships", "township"), ("grids", "grid")):
        import_layer(session, SHAPES / f"{file}.geojson", level=level, set_name=name)


def test_an_unknown_set_is_not_found(session):
    with pytest.raises(Problem, match="no boundary set"):
        put_in_force(session, "nowhere", date(2024, 1, 1))


def test_a_set_without_grids_is_not_whole(load_in_district, session):
    load_in_district("townships", "township")
    with pytest.raises(Problem, match="no base grid"):
        put_in_force(session, "trial", date(2024, 1, 1))


def test_a_set_of_another_district_is_refused(load, session):
    load("district", "district", code_of=lambda _: "888801")
    with pytest.raises(Problem, match="999901"):
        put_in_force(session, "trial", date(2024, 1, 1))


def test_an_area_whose_parent_is_missing_is_named(whole_draft, session):
    whole_draft("townships", "township", replace_layer=True, code_of=lambda p: p["code"] + "9")
    with pytest.raises(Problem, match="999901001001"):
        put_in_force(session, "trial", date(2024, 1, 1))


def test_a_whole_draft_comes_in_force_and_is_logged(whole_draft, session):
    found = put_in_force(session, "trial", date(2024, 1, 1))
    assert (found.state, found.valid_from, found.valid_to) == ("in_force", date(2024, 1, 1), None)
    entry = session.scalars(
        select(LogEntry).where(LogEntry.entity_id == found.id, LogEntry.action == "boundary_set.put_in_force")
    ).one()
    assert entry.data == {"valid_from": "2024-01-01", "counts": {"district": 1, "township": 2, "grid": 4}}


def test_a_set_in_force_is_no_draft_any_more(whole_draft, session):
    put_in_force(session, "trial", date(2024, 1, 1))
    with pytest.raises(Problem, match="in_force already"):
        put_in_force(session, "trial", date(2025, 1, 1))


def test_the_next_set_ends_the_one_before_and_old_days_keep_the_old_one(whole_draft, session):
    old = put_in_force(session, "trial", date(2024, 1, 1))
    load_again(session, "next")
    new = put_in_force(session, "next", date(2025, 7, 1))
    assert old.valid_to == date(2025, 7, 1)
    assert find_set_in_force(session, date(2023, 12, 31)) is None
    assert find_set_in_force(session, date(2025, 6, 30)).id == old.id
    assert find_set_in_force(session, date(2025, 7, 1)).id == new.id
    point = [Point(120.003, 36.003, None, "manual")]
    before, after = (locate_many(session, point, on=day)[0] for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert before.grid_code == after.grid_code == "999901001001"
    assert before.grid_version_id != after.grid_version_id
    assert find_area(session, "999901001001", on=date(2024, 5, 1)).id == before.grid_version_id


def test_a_set_cannot_begin_before_one_that_is_in_force(whole_draft, session):
    put_in_force(session, "trial", date(2024, 1, 1))
    load_again(session, "next")
    for day in (date(2024, 1, 1), date(2023, 1, 1)):
        with pytest.raises(Problem, match="begin after that day"):
            put_in_force(session, "next", day)


def test_today_is_a_day_of_the_deployments_zone(whole_draft, session):
    put_in_force(session, "trial", date(2024, 1, 1))
    load_again(session, "next")
    put_in_force(session, "next", date(2025, 7, 1))
    with clock.frozen(datetime(2025, 6, 30, 15, 59, tzinfo=UTC)):
        assert find_set_in_force(session).name == "trial"
    with clock.frozen(datetime(2025, 6, 30, 16, 0, tzinfo=UTC)):
        assert find_set_in_force(session).name == "next"


def test_the_database_itself_refuses_two_sets_in_force_on_one_day(session):
    session.add_all(
        BoundarySet(name=name, state="in_force", valid_from=start, valid_to=date(1999, 1, 1))
        for name, start in (("one", date(1990, 1, 1)), ("two", date(1995, 1, 1)))
    )
    with pytest.raises(IntegrityError, match="ex_boundary_set_in_force"):
        session.flush()
