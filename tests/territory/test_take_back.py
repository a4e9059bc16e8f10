"""Taking back a set that is coming: the set before runs on, nothing of it is left but a draft and the log."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from gridops import clock
from gridops.demonstration.coming import SET_NAME, load_coming
from gridops.errors import Problem
from gridops.log.models import LogEntry
from gridops.territory.models import BoundarySet
from gridops.territory.sets.drafting import begin_draft
from gridops.territory.sets.putting_in_force import put_in_force
from gridops.territory.sets.queries.finding import counts_of, find_set, get_set_in_force
from gridops.territory.sets.taking_back import take_back

NOBODY = "00000000-0000-7000-8000-000000000000"
URL = "/api/v1/admin/geodata/sets/{}/take-back"
TABLES = (
    "SELECT code, area_id, valid_from, valid_to FROM gridops.area_code ORDER BY 1",
    "SELECT from_code, to_code FROM gridops.area_lineage ORDER BY 1, 2",
    "SELECT kind, entity_id FROM gridops.timer WHERE kind = 'boundary_set.comes_into_force' ORDER BY 2",
    "SELECT name, valid_from, valid_to FROM gridops.boundary_set WHERE state = 'in_force' ORDER BY 2",
)


def state_of(session):
    session.flush()
    return [session.execute(text(statement)).all() for statement in TABLES]


@pytest.fixture
def day():
    """A day that is to come whenever the test runs."""
    return clock.now().date() + timedelta(days=30)


@pytest.fixture
def before(session):
    return state_of(session)


@pytest.fixture
def coming(session, before, day):
    return load_coming(session, day)


def test_only_an_administrator_may(service, day):
    with service.database.transaction() as session:
        set_id = load_coming(session, day).id
    body = {"name": "修订"}
    assert service.anonymous().post(URL.format(set_id), json=body).status_code == 401
    for username in ("supervisor.fushan", "dispatcher.fushan"):
        assert service.client(username).post(URL.format(set_id), json=body).status_code == 403
    admin = service.client("admin")
    assert admin.post(URL.format(NOBODY), json=body).status_code == 404
    assert admin.post(URL.format(set_id), json={}).status_code == 422
    answer = admin.post(URL.format(set_id), json=body)
    assert (answer.status_code, answer.json["name"]) == (201, "修订")
    states = {s["name"]: s["state"] for s in admin.get("/api/v1/boundary-sets").json["items"]}
    assert (states[SET_NAME], states["修订"]) == ("retired", "draft")
    assert admin.post(URL.format(set_id), json={"name": "再来"}).status_code == 409


def test_a_set_that_has_begun_is_never_taken_back(session):
    with pytest.raises(Problem, match="no set that is coming"):
        take_back(session, get_set_in_force(session), "again")


def test_a_set_is_not_taken_back_from_under_a_later_one(session, coming, day):
    begin_draft(session, "later", coming.id)
    put_in_force(session, "later", day + timedelta(days=30))
    with pytest.raises(Problem, match="Take back later first"):
        take_back(session, coming, "again")


def test_a_name_that_is_taken_is_refused(session, coming):
    with pytest.raises(Problem, match="already"):
        take_back(session, coming, get_set_in_force(session).name)


def test_everything_stands_as_it_stood_before_and_the_content_is_a_draft(session, before, coming):
    assert state_of(session) != before
    counts = counts_of(session, coming.id)
    made = take_back(session, coming, "修订")
    assert state_of(session) == before
    assert (coming.state, made.state, made.valid_from) == ("retired", "draft", None)
    assert counts_of(session, made.id) == counts
    (told,) = session.scalars(select(LogEntry).where(LogEntry.action == "boundary_set.taken_back")).all()
    assert (told.entity_id, told.data["draft"]) == (coming.id, str(made.id))


def test_its_content_comes_into_force_on_another_day_with_the_same_codes(session, coming, day):
    take_back(session, coming, "修订")
    later = put_in_force(session, "修订", day + timedelta(days=7))
    assert later.valid_from == day + timedelta(days=7)
    rows = session.execute(
        text(
            "SELECT valid_from, valid_to FROM gridops.area_code"
            " WHERE code IN ('370611105', '370611102205') ORDER BY code"
        )
    ).all()
    assert [tuple(row) for row in rows] == [
        (date(2024, 1, 1), later.valid_from),
        (later.valid_from, None),
    ]
    assert find_set(session, SET_NAME).state == "retired"
    in_force = session.scalars(select(BoundarySet.name).where(BoundarySet.state == "in_force")).all()
    assert set(in_force) == {get_set_in_force(session).name, "修订"}
