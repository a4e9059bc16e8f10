"""HTTP, row-level security and sockets agree on who may see; the database sees nothing when nobody has entered."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gridops.db.session import Database, become
from gridops.incidents.models import Incident
from gridops.live import frames
from gridops.people import scope
from gridops.people.rules import Actor, Grant, Sight, may_read_private, may_see
from tests.reports import a_report, at
from tests.service import Service

CAST = (
    "worker.qingyang",
    "worker2.qingyang",
    "worker.gaotuan",
    "head.qingyang",
    "dispatcher.qingyang",
    "dispatcher.gaotuan",
    "dispatcher.fushan",
    "handler.qingyang",
    "head.enforcement",
    "supervisor.qingyang",
    "supervisor.gaotuan",
    "supervisor.fushan",
    "approver.qingyang",
    "auditor",
    "admin",
)


@pytest.fixture
def some_cases(service: Service) -> list[dict]:
    """Cases of several townships, states, units, one of them restricted."""
    restricted = next(
        m["service_code"]
        for m in service.client("auditor").get("/api/v1/matters").json["items"]
        if m["restricted"]
    )
    cases = [
        service.report("worker.qingyang"),
        service.report("worker2.qingyang", service_code=restricted),
        service.report("worker.gaotuan", location=at(121.10, 37.42)),
        service.report("dispatcher.fushan", location=at(121.27, 37.30)),
        service.report("worker.qingyang", location=at(121.05, 37.61)),
    ]
    cases[0] = service.act("dispatcher.qingyang", cases[0], "dispatch")
    cases[0] = service.act("handler.qingyang", cases[0], "accept")
    return cases


def test_http_policies_and_sockets_agree(service: Service, some_cases: list[dict]) -> None:
    service.number()
    seen_by: dict[str, set[str]] = {}
    for username in CAST:
        client = service.client(username)
        actor = client.actor
        over_http = {
            c["id"] for c in some_cases if client.get(f"/api/v1/incidents/{c['id']}").status_code == 200
        }
        listed = {i["id"] for i in client.get("/api/v1/incidents?limit=200").json["items"]}
        snapshot = {i["id"] for i in client.get("/api/v1/snapshot").json["incidents"]}
        sight = Sight(uuid.UUID(actor["id"]), tuple(actor["areas"]), tuple(map(uuid.UUID, actor["units"])))
        with service.database.transaction("gridops_system") as session:
            page = frames.page_after(session, sight, 0, prev=0)
        by_socket = {
            e.data["incident"]["id"] for e in page.events if e.entity == "incident" and "incident" in e.data
        }
        assert over_http == listed == snapshot == by_socket, username
        seen_by[username] = over_http
    ids = [c["id"] for c in some_cases]
    assert seen_by["supervisor.fushan"] == set(ids)
    assert seen_by["dispatcher.gaotuan"] == {ids[2]}
    assert seen_by["worker2.qingyang"] == {ids[1]}
    assert seen_by["handler.qingyang"] == {ids[0]}
    assert seen_by["admin"] == set()


codes = st.sampled_from(
    [
        "370611",
        "370611001",
        "370611001001",
        "370611001001001",
        "370611102",
        "370611102201",
        "37061",
        "3706110010",
    ]
)
unit_ids = st.sampled_from([uuid.UUID(int=n) for n in range(1, 5)])
account_ids = st.sampled_from([uuid.UUID(int=n) for n in range(11, 14)])
grants = st.builds(
    lambda role, area, unit: Grant(role, area=area, unit=None if area else unit),
    st.sampled_from(["grid_worker", "grid_head", "dispatcher", "handler", "supervisor", "auditor", "admin"]),
    st.none() | codes,
    unit_ids,
)
actors = st.builds(lambda i, g: Actor(i, "x", "x", tuple(g)), account_ids, st.lists(grants, max_size=3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actor=actors,
    code=codes,
    special=st.none() | st.just("370611001001901"),
    units=st.lists(unit_ids, max_size=2, unique=True),
    persons=st.lists(account_ids, max_size=2, unique=True),
    joined=st.booleans(),
    restricted=st.booleans(),
)
def test_the_policies_are_may_see(
    policy_case: tuple[Database, uuid.UUID],
    actor: Actor,
    code: str,
    special: str | None,
    units: list,
    persons: list,
    joined: bool,
    restricted: bool,
) -> None:
    database, case = policy_case
    with database.transaction() as session:
        session.execute(
            text(
                "UPDATE gridops.incident SET scope_code = :c, special_grid_code = :s, unit_ids = :u,"
                " person_ids = :p, joined_ids = :j, is_restricted = :r, description = NULL WHERE id = :id"
            ),
            {
                **{"c": code, "s": special, "u": units, "p": persons, "id": case},
                **{"j": persons[:1] if joined else [], "r": restricted},
            },
        )
        scope.enter(session, actor)
        by_policy = session.scalar(text("SELECT count(*) FROM gridops.incident")) == 1
        private = session.scalar(text("SELECT count(*) FROM gridops.incident_private")) == 1
        become(session, "gridops_map")
        clause, params = scope.scope_clause(actor, "i")
        by_clause = (
            session.scalar(text(f"SELECT count(*) FROM gridops.incident i WHERE {clause}"), params) == 1
        )
    areas = [c for c in (code, special) if c]
    expected = may_see(actor, areas, units, persons)
    assert by_policy == by_clause == expected
    in_chain = persons[1:] if joined else persons
    assert private == (expected and may_read_private(actor, areas, units, in_chain))


@pytest.fixture
def policy_case(service: Service) -> tuple[Database, uuid.UUID]:
    """One case with a private row, whose reporter is nobody of the property's accounts."""
    report = a_report(on_behalf_of={"name": "某某"})
    case = service.client("worker.qingyang").post("/api/v1/reports", json=report).json
    return service.database, uuid.UUID(case["id"])


@pytest.mark.parametrize("workers", [0, 4])
def test_nobody_in_particular_sees_nothing(service: Service, workers: int) -> None:
    """Also in a parallel plan: a policy that fails open when nothing is set would show here."""
    service.report("worker.qingyang")
    with service.database.transaction("gridops_app") as session:
        session.execute(text(f"SET LOCAL max_parallel_workers_per_gather = {workers}"))
        for name in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
            session.execute(text(f"SET LOCAL {name} = 0"))
        for table in ("incident", "incident_private", "incident_note", "incident_media", "dispatch"):
            assert session.scalar(text(f"SELECT count(*) FROM gridops.{table}")) == 0
        assert session.query(Incident).count() == 0


def test_an_area_inside_another_is_one_sight() -> None:
    actor = Actor(uuid.uuid4(), "x", "x", (Grant("supervisor", "370611"), Grant("dispatcher", "370611001")))
    assert actor.areas == ("370611",)
    assert replace(actor, grants=()).areas == ()
