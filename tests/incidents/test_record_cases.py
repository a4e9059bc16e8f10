"""Recording new cases: one call for every room that makes them, whoever heard of the case."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from gridops import clock
from gridops.db.session import Session
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.models import Matter, Standard
from gridops.incidents.media.models import IncidentMedia
from gridops.incidents.media.wire import MediaIn
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.recording.new_case import NewCase, PlacedPoint
from gridops.incidents.recording.writing import record_cases
from gridops.log.models import LogEntry
from gridops.people.models import Account
from gridops.people.rules import Actor
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point
from tests.reports import QINGYANG


@pytest.fixture
def actor(session: Session) -> Actor:
    account = session.scalars(select(Account).where(Account.username == "dispatcher.qingyang")).one()
    return Actor(account.id, account.username, account.display_name, ())


def a_case(session: Session, service_code: str = "C0102", **said: object) -> NewCase:
    rule = matter_queries.find_in_force(session, [service_code])[service_code]
    lon, lat = QINGYANG["lon"], QINGYANG["lat"]
    place = locate_many(session, [Point(lon, lat, 8.0, "gps")])[0]
    case = NewCase(
        id=uuid.uuid4(),
        content_hash=b"what was said",
        matter=rule.matter,
        standard=rule.standard,
        spot=PlacedPoint(place, lon, lat, "gps", 8.0, QINGYANG),
        occurred_at=clock.now(),
        description="井盖缺失",
    )
    return replace(case, **said)  # type: ignore[arg-type]


def test_what_the_database_refuses_is_raised_and_nothing_of_it_stands(session: Session, actor: Actor) -> None:
    good, bad = a_case(session), a_case(session, origin="hearsay")
    with pytest.raises(DBAPIError), session.begin_nested():
        record_cases(session, actor, [good, bad])
    assert session.get(Incident, good.id) is None


def test_a_case_is_written_with_its_number_its_place_and_its_log_entry(
    session: Session, actor: Actor
) -> None:
    case = a_case(session)
    written = record_cases(session, actor, [case])[case.id]
    assert (written.state, written.version, written.is_open) == ("reported", 1, True)
    assert written.case_number.startswith(f"370611{clock.now():%Y}")
    assert (written.description, written.grid_code) == ("井盖缺失", case.place.grid_code)
    assert (written.urgency, written.level) == (case.standard.urgency_default, case.standard.default_level)
    entry = session.scalars(select(LogEntry).where(LogEntry.entity_id == case.id)).one()
    assert (entry.action, entry.actor_id, entry.persons) == ("incident.reported", actor.id, [actor.id])
    assert session.get(IncidentPrivate, case.id) is None


def test_what_routing_lays_down_before_the_filing_goes_before_the_standard(
    session: Session, actor: Actor
) -> None:
    case = a_case(session, level="district", accept_roles=["supervisor"], urgency="major")
    written = record_cases(session, actor, [case])[case.id]
    assert (written.level, written.accept_roles, written.urgency) == ("district", ["supervisor"], "major")


def test_a_restricted_case_keeps_its_text_and_its_person_apart(session: Session, actor: Actor) -> None:
    restricted = session.scalars(
        select(Matter.service_code)
        .join(Standard, Standard.matter_id == Matter.id)
        .where(Standard.is_restricted, Standard.valid_to.is_(None))
        .order_by(Matter.service_code)
    ).first()
    assert restricted is not None
    case = a_case(
        session, restricted, address="某村", fields={"a": 1}, person_name="王某", person_phone="130"
    )
    assert case.standard.is_restricted
    written = record_cases(session, actor, [case])[case.id]
    assert (written.description, written.address, written.fields) == (None, None, {})
    private = session.get_one(IncidentPrivate, case.id)
    assert (private.description, private.address, private.fields) == ("井盖缺失", "某村", {"a": 1})
    assert (private.person_name, private.person_phone) == ("王某", "130")


def test_photos_are_declared_with_the_case(session: Session, actor: Actor) -> None:
    photo = MediaIn(client_id=uuid.uuid4(), sha256="A" * 64, content_type="image/jpeg", size=9)
    case = a_case(session, media=[photo])
    record_cases(session, actor, [case])
    declared = session.scalars(select(IncidentMedia).where(IncidentMedia.incident_id == case.id)).one()
    assert (declared.media_id, declared.sha256, declared.version) == (photo.client_id, "a" * 64, 1)


def test_an_id_that_is_taken_is_left_out_and_nothing_is_written_for_it(
    session: Session, actor: Actor
) -> None:
    first, other = a_case(session), a_case(session)
    record_cases(session, actor, [first])
    again = replace(first, description="别的", person_name="王某")
    assert set(record_cases(session, actor, [again, other])) == {other.id}
    assert session.get_one(Incident, first.id).description == "井盖缺失"
    assert session.get(IncidentPrivate, first.id) is None
    entries = select(func.count()).select_from(LogEntry).where(LogEntry.entity_id == first.id)
    assert session.scalar(entries) == 1


def test_no_cases_make_no_statement(session: Session, actor: Actor) -> None:
    assert record_cases(session, actor, []) == {}
