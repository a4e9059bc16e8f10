"""Routing: who is proposed, at which level, and the reason in words."""

from __future__ import annotations

import uuid

import pytest

from gridops.duties.matters import queries as matter_queries
from gridops.people.models import Unit
from tests.reports import at
from tests.service import Service


@pytest.fixture
def by_level(service: Service) -> dict[str, str]:
    """One plain matter of each default level."""
    with service.database.transaction() as session:
        found: dict[str, str] = {}
        for rule in matter_queries.all_in_force(session):
            if rule.standard.intake_mode == "manual" and not rule.standard.is_restricted:
                found.setdefault(rule.standard.default_level, rule.matter.service_code)
    return found


@pytest.mark.parametrize(
    ("level", "kind"), [("grid", "grid"), ("village", "village"), ("township", None), ("district", None)]
)
def test_each_level_has_its_unit(service: Service, by_level: dict, level: str, kind: str | None) -> None:
    case = service.report("worker.qingyang", service_code=by_level[level])
    case = service.act("dispatcher.qingyang", case, "file")
    unit = case["routing"]["unit"]
    assert case["unit"] is None
    assert unit["name"] in case["routing"]["reason"]
    sent = service.act("dispatcher.qingyang", case, "dispatch")
    assert sent["unit"]["id"] == unit["id"]
    with service.database.transaction() as session:
        found = session.get(Unit, uuid.UUID(unit["id"]))
    assert found is not None
    assert case["grid"]["code"].startswith(found.area_code)
    assert {"grid": 15, "village": 12, "township": 9, "district": 6}[level] == len(found.area_code)
    assert found.kind == kind if kind else found.kind in {"body", "stationed"}


def test_exposed_rubbish_in_qingyang_goes_to_the_stationed_enforcement(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    assert case["unit"]["name"] == "清洋街道综合行政执法中队"
    assert "清洋街道综合行政执法中队" in case["routing"]["reason"]


def test_nobody_found_stays_in_the_queue_with_the_reason(service: Service) -> None:
    case = service.report("worker.qingyang", location=at(121.45, 37.50), service_code="C0102")
    case = service.act("dispatcher.fushan", case, "file")
    assert case["state"] == "filed"
    assert case["routing"]["reason"]


def test_a_unit_of_another_town_cannot_be_named(service: Service) -> None:
    units = service.client("dispatcher.gaotuan").get("/api/v1/units?area=370611102&limit=500").json["items"]
    case = service.report("worker.qingyang")
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/dispatch",
        json={"version": 1, "unit_ids": [units[0]["id"]]},
    )
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/unit_ids/0")
    assert service.client("worker.qingyang").get(f"/api/v1/incidents/{case['id']}").json["version"] == 1


def test_only_the_lead_agency_orders_and_penalises(service: Service) -> None:
    case = service.report("worker.qingyang")
    worker = service.client("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[worker.actor["units"][0]])
    case = service.act("worker.qingyang", case, "accept")
    answer = worker.post(
        f"/api/v1/incidents/{case['id']}/actions/handle",
        json={"version": case["version"], "kind": "penalise", "note": "罚款"},
    )
    assert (answer.status_code, answer.json["code"]) == (409, "no-power")
    assert [holder["name"] for holder in answer.json["holders"]] == ["综合行政执法"]
    service.act("worker.qingyang", case, "handle", kind="clean", note="清了")
