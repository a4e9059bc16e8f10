"""Clients rely on names: each path, each field of an answer, as the contract spells them, and none renamed."""

from __future__ import annotations

import re
import uuid
from typing import Any

import jsonschema_rs
import pytest

from tests.contract.endpoints import ENDPOINTS
from tests.reports import QINGYANG, a_report
from tests.service import Service

API = "/api/v1"
INCIDENT = {
    "id",
    "case_number",
    "client_id",
    "origin",
    "external_numbers",
    "external_due_at",
    "urgency",
    "service_code",
    "service_name",
    "service_group",
    "description",
    "fields",
    "state",
    "level",
    "location",
    "reported_location",
    "address",
    "grid",
    "special_grid",
    "areas",
    "reporter",
    "on_behalf_of",
    "unit",
    "routing",
    "dispatches",
    "reported_at",
    "occurred_at",
    "filed_at",
    "dispatched_at",
    "due_at",
    "due_state",
    "closed_at",
    "merged_into",
    "version",
    "media",
    "allowed_actions",
}
HTTP_METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}


def has(document: Any, *names: str) -> bool:
    """Whether a document has all fields named; `a.b` looks inside, `a[].b` inside the first item of a list."""
    for name in names:
        here = document
        for part in name.split("."):
            field = part.removesuffix("[]")
            assert field in here, f"{name} is missing: {sorted(here)}"
            here = here[field]
            if part.endswith("[]"):
                assert here, f"{name}: the list is empty, nothing can be seen"
                here = here[0]
    return True


def test_every_path_of_the_contract_is_documented(service: Service) -> None:
    document = service.anonymous().get(f"{API}/openapi.json").json
    known = {
        (method, re.sub(r"\{\w+\}", "{}", path))
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert set(ENDPOINTS) - known == set()


def test_the_document_is_openapi_3_1_and_holds_together(service: Service) -> None:
    answer = service.anonymous().get(f"{API}/openapi.json")
    document = answer.json
    assert answer.content_type == "application/json"
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    references = set(re.findall(r'"\$ref":\s*"([^"]+)"', answer.text))
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references <= schemas
    names = [op["operationId"] for item in document["paths"].values() for op in item.values()]
    assert len(set(names)) == len(names)
    for path, operations in document["paths"].items():
        assert set(operations) <= HTTP_METHODS, path
        in_path = set(re.findall(r"\{(\w+)\}", path))
        for operation in operations.values():
            assert operation["responses"], path
            declared = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert declared == in_path, path
            problem = operation["responses"]["default"]["content"]
            assert list(problem) == ["application/problem+json"], path


def test_the_documented_schemas_are_schemas(service: Service) -> None:
    document = service.anonymous().get(f"{API}/openapi.json").json
    schemas = document["components"]["schemas"]
    assert len(schemas) > 30
    for schema in schemas.values():
        # Raises for what is no schema, and for a reference that leads nowhere.
        jsonschema_rs.Draft202012Validator({**schema, "components": {"schemas": schemas}})


def test_a_session_is_spelled_as_promised(service: Service) -> None:
    client = service.client("dispatcher.qingyang")
    sent = {"username": "dispatcher.qingyang", "password": "gridops-demo", "device_name": "desk"}
    answer = service.anonymous().post(f"{API}/sessions", json=sent)
    assert has(answer.json, "token", "expires_at", "actor.id", "actor.name", "actor.roles[]", "actor.areas[]")
    assert isinstance(answer.json["actor"]["units"], list)
    assert has(client.get(f"{API}/sessions/current").json, "actor.id")
    assert has(client.get(f"{API}/devices").json, "items[].id", "next_cursor")
    assert has(client.post(f"{API}/live-tickets").json, "ticket")


def test_an_incident_is_spelled_as_promised(service: Service) -> None:
    photo = {
        "client_id": str(uuid.uuid4()),
        "sha256": "0" * 64,
        "content_type": "image/jpeg",
        "size": 1,
        "stage": "before",
    }
    case = service.report(
        "dispatcher.qingyang",
        media=[photo],
        origin="phone",
        on_behalf_of={"name": "王", "phone": "13900000000"},
    )
    case = service.act("dispatcher.qingyang", case, "dispatch")
    answer = service.client("dispatcher.qingyang").get(f"{API}/incidents/{case['id']}")
    assert set(answer.json) >= INCIDENT
    assert has(
        answer.json,
        *(f"location.{name}" for name in ("lon", "lat", "coord_sys", "accuracy_m", "source")),
        *(f"grid.{name}" for name in ("code", "name", "method", "probability", "candidates")),
        *(f"areas[].{name}" for name in ("level", "kind", "code", "name")),
        *("reporter.id", "reporter.name", "on_behalf_of.masked", "unit.id", "unit.name"),
        *(f"routing.{name}" for name in ("unit", "power", "basis", "rule", "reason")),
        *(f"dispatches[].{n}" for n in ("id", "kind", "unit", "status", "accepted_at", "arrived_at")),
        *("media[].client_id", "media[].arrived"),
    )
    assert answer.json["location"]["coord_sys"] == "cgcs2000"
    assert answer.json["reported_location"] == QINGYANG
    assert answer.json["client_id"] == answer.json["id"]
    assert answer.headers["ETag"].startswith(f'"{answer.json["version"]}')


def test_lists_of_cases_take_every_filter_and_form(service: Service) -> None:
    case = service.report("worker.qingyang")
    client = service.client("dispatcher.qingyang")
    for query in (
        "area=370611001",
        "bbox=121.2,37.4,121.4,37.6",
        "near=121.27,37.50&radius_m=100",
        "service_code=C0102",
        "state=reported",
        f"level={case['level']}",
        "origin=patrol",
        f"reporter={case['reporter']['id']}",
        "since=2026-01-01&until=2100-01-01",
        "due_state=normal",
        "q=垃圾",
    ):
        items = client.get(f"{API}/incidents?{query}").json["items"]
        assert case["id"] in [item["id"] for item in items], query
    assert has(client.get(f"{API}/incidents").json, "items[].id", "next_cursor")
    mine = service.client("worker.qingyang").get(f"{API}/incidents?reporter=me").json["items"]
    assert [item["id"] for item in mine] == [case["id"]]
    layer = client.get(f"{API}/incidents", headers={"Accept": "application/geo+json"})
    assert (layer.content_type, layer.json["type"]) == ("application/geo+json", "FeatureCollection")
    table = client.get(f"{API}/incidents", headers={"Accept": "text/csv"})
    assert table.mimetype == "text/csv"
    assert case["case_number"] in table.text


def test_the_small_answers_are_spelled_as_promised(service: Service) -> None:
    service.report("worker.qingyang")
    service.number()
    client = service.client("dispatcher.qingyang")

    def get(path: str) -> Any:
        return client.get(f"{API}{path}").json

    assert has(get("/snapshot"), "cursor", "incidents[].id", "incidents[].version", "units[].id", "counters")
    assert has(
        get("/events?after=0"),
        "cursor",
        *(
            f"events[].{n}"
            for n in ("seq", "prev", "at", "action", "entity", "entity_id", "version", "areas")
        ),
        "events[].data",
    )
    assert has(get("/units"), "items[].id", "items[].name", "items[].status", "next_cursor")
    matter = ["service_code", "service_name", "service_group", "aliases", "restricted", "limit", "fields"]
    assert has(get("/matters"), *(f"items[].{name}" for name in matter))
    area = ["code", "name", "level", "kind", "parent_code"]
    assert has(get("/areas?level=township"), *(f"items[].{name}" for name in area))
    assert has(get("/areas/370611001"), *area, "geometry.type", "geometry.coordinates")
    place = get("/locate?lon=121.27&lat=37.5&coord_sys=cgcs2000&accuracy_m=10")
    assert has(place, "grid.code", "grid.method", "grid.candidates", "areas[].code")
    similar = get("/incidents/similar?lon=121.27&lat=37.5&coord_sys=cgcs2000&service_code=C0102")
    assert has(similar, "items[].id")


def test_an_area_query_is_spelled_as_promised(service: Service) -> None:
    service.report("worker.qingyang")
    asked = {
        "area": "370611001",
        "from": "2026-01-01",
        "to": "2100-01-01",
        "group_by": ["village", "service_group", "state", "day"],
        "include": ["counts", "indicators", "incidents", "heat"],
    }
    answer = service.client("supervisor.qingyang").post(f"{API}/area-queries", json=asked)
    indicator = ["name", "numerator", "denominator", "value", "definition"]
    assert has(
        answer.json,
        "total",
        "counts[].key.village",
        "counts[].key.service_group",
        "counts[].key.state",
        "counts[].key.day",
        "counts[].n",
        *(f"indicators[].{name}" for name in indicator),
        "incidents.items[].id",
        "incidents.next_cursor",
        "heat.features[].geometry",
    )
    assert answer.json["heat"]["type"] == "FeatureCollection"


def test_a_timeline_and_a_clock_explain_a_case(service: Service) -> None:
    case = service.report("worker.qingyang")
    service.act("dispatcher.qingyang", case, "file")
    client = service.client("dispatcher.qingyang")
    assert has(client.get(f"{API}/incidents/{case['id']}/timeline").json, "items[].at", "items[].action")
    assert has(
        client.get(f"{API}/incidents/{case['id']}/clock").json, "due_at", "steps[].start", "steps[].end"
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/incidents", None, 401, "not-authenticated"),
        ("POST", "/reports", a_report(origin="phone"), 403, "out-of-scope"),
        ("GET", f"/incidents/{uuid.UUID(int=1)}", None, 404, "not-found"),
        ("PUT", "/incidents", {}, 405, "method-not-allowed"),
        ("GET", "/events?after=999999999", None, 410, "resync-required"),
        ("POST", "/reports", {}, 422, "invalid"),
    ],
)
def test_a_problem_document_is_spelled_as_promised(
    service: Service, method: str, path: str, body: Any, status: int, code: str
) -> None:
    token = {} if status == 401 else {"Authorization": f"Bearer {service.client('worker.qingyang').token}"}
    answer = service.anonymous().open(f"{API}{path}", method=method, json=body, headers=token)
    assert answer.content_type == "application/problem+json"
    assert has(answer.json, "type", "title", "status", "code", "detail", "errors")
    assert (answer.status_code, answer.json["status"], answer.json["code"]) == (status, status, code)
    if code == "invalid":
        assert {"/client_id", "/service_code", "/location", "/occurred_at"} == {
            fault["pointer"] for fault in answer.json["errors"]
        }
        assert all(fault["message"] for fault in answer.json["errors"])
