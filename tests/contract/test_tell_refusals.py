"""What the document tells of refusals, and what is read as the document says: numbers, days, texts, empty ones."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

from gridops.errors import CATALOGUE
from gridops.http.wire import REFUSES
from tests.contract.agreement.beyond import is_told
from tests.contract.problems import is_problem, pointers
from tests.reports import a_report
from tests.service import Service

API = "/api/v1"


@pytest.fixture(scope="module")
def document(standing: Service) -> dict[str, Any]:
    """The generated document."""
    return standing.anonymous().get(f"{API}/openapi.json").json


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def codes_told(operation: dict[str, Any], status: int) -> set[str]:
    told = operation["responses"][str(status)]["content"]["application/problem+json"]["schema"]
    return set(told["allOf"][1]["properties"]["code"]["enum"])


def test_a_refusal_is_told_with_codes_of_its_status(document: dict[str, Any]) -> None:
    seen = 0
    for name, operation in operations(document):
        for status in (s for s in operation["responses"] if s.isdigit() and int(s) >= 400):
            for code in codes_told(operation, int(status)):
                assert CATALOGUE[code].status == int(status), f"{name}: {code}"
                seen += 1
    assert seen > 300


def test_whoever_must_sign_in_is_told_so(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert ("401" in operation["responses"]) == (operation.get("security") != []), name


def test_uploads_tell_their_protocol(document: dict[str, Any]) -> None:
    item = document["paths"][f"{API}/uploads/{{upload_id}}"]
    for method in ("head", "patch", "post", "delete"):
        asked = {one["name"]: one for one in item[method]["parameters"] if one["in"] == "header"}
        assert asked["Tus-Resumable"]["required"], method
        assert codes_told(item[method], 412) == {"precondition-failed"}
    assert item["head"]["responses"]["200"]["headers"]["Upload-Offset"]["required"]


def test_rules_that_differ_by_a_parameters_name_are_one_path(
    standing: Service, document: dict[str, Any]
) -> None:
    paths = list(document["paths"])
    shapes = {"/".join("{}" if part.startswith("{") else part for part in path.split("/")) for path in paths}
    assert len(shapes) == len(paths)
    item = document["paths"][f"{API}/admin/powers/{{item_code_or_power_id}}"]
    allowed = standing.anonymous().options(f"{API}/admin/powers/{uuid.uuid4()}").headers["Allow"]
    assert {m.lower() for m in allowed.split(", ")} - {"head", "options"} == set(item)


def test_texts_are_told_to_hold_no_nul(document: dict[str, Any]) -> None:
    report = document["components"]["schemas"]["ReportIn"]["properties"]
    assert report["description"]["pattern"] == r"^[^\u0000]*$"
    # A blank is nothing where something must stand.
    assert report["service_code"]["pattern"] == r"^[^\u0000]*[^\s\u0000][^\u0000]*$"


def test_an_integer_may_be_written_with_a_point(standing: Service) -> None:
    photo = {"client_id": str(uuid.uuid4()), "sha256": "0" * 64, "content_type": "image/jpeg"}
    report = a_report(media=[photo | {"size": 12.0}])
    client = standing.client("worker.qingyang")
    sent = client.post(f"{API}/reports", json=report)
    assert (sent.status_code, sent.json["media"][0]["size"]) == (201, 12)
    # The same content: only the way of writing differs.
    report["media"][0]["size"] = 12
    assert client.post(f"{API}/reports", json=report).status_code == 200


@pytest.mark.parametrize("size", [12.5, "12", True, None])
def test_nothing_else_is_read_as_an_integer(standing: Service, size: Any) -> None:
    photo = {"client_id": str(uuid.uuid4()), "sha256": "0" * 64, "content_type": "image/jpeg", "size": size}
    answer = standing.client("worker.qingyang").post(f"{API}/reports", json=a_report(media=[photo]))
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/media/0/size"}


def test_a_whole_number_does_not_hide_another_fault(standing: Service) -> None:
    photo = {"client_id": "no id", "sha256": "0" * 64, "content_type": "image/jpeg", "size": 12.0}
    answer = standing.client("worker.qingyang").post(f"{API}/reports", json=a_report(media=[photo]))
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/media/0/client_id"}


@pytest.mark.parametrize("day", ["0", "1700000000", "0.5", "20261122", "2026-13-01"])
def test_a_number_is_no_day(standing: Service, day: str) -> None:
    answer = standing.client("worker.qingyang").get(f"{API}/areas?on={day}")
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/on"}


@pytest.mark.parametrize("moment", ["0", "1700000000", 1700000000])
def test_a_number_is_no_moment(standing: Service, moment: Any) -> None:
    answer = standing.client("worker.qingyang").post(f"{API}/reports", json=a_report(occurred_at=moment))
    assert is_problem(answer, 422, "invalid")
    assert pointers(answer) == {"/occurred_at"}


def test_a_parameter_without_a_value_counts_as_absent_and_is_told(
    standing: Service, document: dict[str, Any]
) -> None:
    assert standing.client("worker.qingyang").get(f"{API}/areas?level=&on=&q=").status_code == 200
    for one in document["paths"][f"{API}/areas"]["get"]["parameters"]:
        assert {"const": ""} in one["schema"]["anyOf"], one["name"]


def refused(status: int, code: str, *at: str, method: str = "POST") -> Any:
    body = {"code": code, "errors": [{"pointer": pointer} for pointer in at]}
    return SimpleNamespace(status_code=status, json=lambda: body, request=SimpleNamespace(method=method))


def told(
    document: dict[str, Any], path: str, method: str, answer: Any, kind: type = RejectedPositiveData
) -> bool:
    case = SimpleNamespace(operation=SimpleNamespace(path=path, method=method), meta=None)
    return is_told(kind.__new__(kind), case, answer, document)


def test_a_refusal_of_valid_input_counts_as_told_only_where_the_document_names_it(
    document: dict[str, Any],
) -> None:
    reports = (f"{API}/reports", "post")
    assert told(document, *reports, refused(422, "out-of-extent"))
    assert told(document, *reports, refused(422, "invalid", "/service_code", "/location/area_code"))
    assert not told(document, *reports, refused(422, "invalid", "/service_code", "/urgency"))
    assert not told(document, *reports, refused(422, "invalid", ""))
    assert not told(document, *reports, refused(422, "invalid"))
    assert not told(document, *reports, refused(410, "gone"))
    assert not told(document, *reports, refused(422, "digest-mismatch"))
    assert told(document, f"{API}/events", "get", refused(410, "resync-required"))
    assert told(document, f"{API}/areas", "get", refused(422, "invalid", "/cursor"))
    assert not told(document, f"{API}/areas", "get", refused(422, "invalid", "/level"))
    # What is wrong and was taken is never told.
    assert not told(document, *reports, refused(422, "out-of-extent"), AcceptedNegativeData)


def test_each_place_of_a_body_that_refuses_more_says_what(document: dict[str, Any]) -> None:
    found = []

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            if REFUSES in schema:
                found.append(schema[REFUSES])
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(document["components"]["schemas"])
    assert len(found) > 80
    assert all(isinstance(words, str) and len(words) > 5 for words in found)
