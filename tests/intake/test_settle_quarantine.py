"""What could not be read is seen by auditor and administrator, taken in after all or put away; its body by nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from gridops.intake.quarantining import warn_of_quarantine
from tests.reports import a_report
from tests.service import Service

REPORTS, QUARANTINE = "/api/v1/reports", "/api/v1/audit/quarantine"
WORKER = "worker.qingyang"


def send(service: Service, body: bytes, path: str = REPORTS, username: str = WORKER) -> dict[str, Any]:
    """What is known of a body that was refused as unreadable."""
    answer = service.client(username).post(path, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-json")
    return dict(service.client("admin").get(QUARANTINE).json["items"][0])


def gbk(report: dict[str, Any]) -> bytes:
    """A report as a program on a Chinese system sends it that does not know UTF-8."""
    return json.dumps(report, ensure_ascii=False).encode("gb18030")


def settle(service: Service, row: dict[str, Any], how: str, username: str = "admin") -> Any:
    return service.client(username).post(f"{QUARANTINE}/{row['id']}/{how}")


@pytest.mark.parametrize("username", [WORKER, "dispatcher.qingyang", "supervisor.fushan"])
def test_only_auditor_and_administrator_see_it(service: Service, username: str) -> None:
    row = send(service, b"{")
    assert service.client(username).get(QUARANTINE).status_code == 403
    assert service.client("auditor").get(QUARANTINE).status_code == 200
    for how in ("retry", "dismiss"):
        assert settle(service, row, how, username).status_code == 403
        assert settle(service, row, how, "auditor").status_code == 403


def test_what_is_known_of_a_body_is_told_and_the_body_never(service: Service) -> None:
    row = send(service, b'{"description": "secret words')
    assert (row["path"], row["size"], row["has_body"], row["settled_as"]) == (REPORTS, 29, True, None)
    assert row["account"]["id"] == service.client(WORKER).actor["id"]
    assert "secret" not in service.client("admin").get(QUARANTINE).text


def test_a_report_in_another_encoding_is_taken_in_as_its_senders_own(service: Service) -> None:
    report = a_report(description="路口积水严重")
    row = send(service, gbk(report))
    answer = settle(service, row, "retry")
    assert (answer.status_code, answer.json["settled_as"], answer.json["told"]) == (
        200,
        "taken_in",
        "taken_in",
    )
    assert answer.json["has_body"] is False, "what is a case now need not lie here too"
    case = service.client(WORKER).get(f"/api/v1/incidents/{report['client_id']}").json
    assert (case["description"], case["reporter"]["id"]) == (
        "路口积水严重",
        service.client(WORKER).actor["id"],
    )
    assert service.client("admin").get(f"/api/v1/incidents/{report['client_id']}").status_code == 404
    assert service.client("admin").get(QUARANTINE).json["items"] == []
    with service.database.transaction("gridops_system") as session:
        assert warn_of_quarantine(session) == []


def test_a_batch_is_taken_in_as_far_as_it_is_good_and_told_where_it_is_not(service: Service) -> None:
    good, bad = a_report(), a_report(service_code="X")
    row = send(service, gbk({"reports": [good, bad]}), f"{REPORTS}/batch")
    answer = settle(service, row, "retry")
    assert (answer.json["settled_as"], answer.json["told"]) == (None, "invalid")
    assert service.client(WORKER).get(f"/api/v1/incidents/{good['client_id']}").status_code == 200
    assert settle(service, row, "retry").json["told"] == "invalid", "the good one is known by now"


def test_what_cannot_be_read_still_stays_and_says_so(service: Service) -> None:
    row = send(service, b'{"client_id":')
    answer = settle(service, row, "retry")
    assert (answer.status_code, answer.json["told"], answer.json["settled_at"]) == (200, "bad-json", None)
    assert service.client("admin").get(QUARANTINE).json["items"][0]["id"] == row["id"]


def test_what_is_no_report_is_not_tried(service: Service) -> None:
    case = service.report(WORKER)
    row = send(service, b"{", f"/api/v1/incidents/{case['id']}/actions/file", "dispatcher.qingyang")
    assert settle(service, row, "retry").json["told"] == "not-a-report"


def test_what_is_put_away_is_asked_about_no_more_and_is_settled_once(service: Service) -> None:
    row = send(service, b"{")
    assert settle(service, row, "dismiss").json["settled_as"] == "dismissed"
    assert service.client("admin").get(QUARANTINE).json["items"] == []
    [kept] = service.client("auditor").get(f"{QUARANTINE}?state=all").json["items"]
    assert kept["id"] == row["id"]
    for how in ("retry", "dismiss"):
        answer = settle(service, row, how)
        assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    with service.database.transaction("gridops_system") as session:
        entries = session.execute(
            text("SELECT action, actor_id FROM gridops.log_entry WHERE entity = 'quarantine'")
        ).all()
    assert [(e.action, str(e.actor_id)) for e in entries] == [
        ("quarantine.dismissed", service.client("admin").actor["id"])
    ]


def test_a_body_of_which_only_the_hash_is_kept_cannot_be_tried(service: Service) -> None:
    row = send(service, b"{")
    with service.database.transaction("gridops_system") as session:
        session.execute(text("UPDATE gridops.quarantine SET body = NULL"))
    assert settle(service, row, "retry").status_code == 410
    missing = service.client("admin").post(f"{QUARANTINE}/00000000-0000-7000-8000-000000000000/dismiss")
    assert missing.status_code == 404


def test_the_bodies_are_listed_by_pages(service: Service) -> None:
    for n in range(3):
        send(service, b"{" * (n + 1))
    sizes, cursor = [], ""
    while cursor is not None:
        page = service.client("admin").get(f"{QUARANTINE}?limit=2&cursor={cursor}").json
        sizes += [one["size"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert sorted(sizes) == [1, 2, 3]
