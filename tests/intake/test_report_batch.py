"""Up to 500 reports at once: each answered on its own, a bad one harms no other."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from gridops.incidents.recording import writing
from gridops.intake import reporting
from tests.reports import a_report, at
from tests.service import Service

BATCH = "/api/v1/reports/batch"


def test_nobody_in_particular_sends_no_batch(service: Service) -> None:
    assert service.anonymous().post(BATCH, json={"reports": [a_report()]}).status_code == 401


def test_500_reports_of_which_3_are_bad(service: Service) -> None:
    reports = [a_report() for _ in range(500)]
    reports[7]["service_code"] = "NOPE"
    del reports[250]["location"]["coord_sys"]
    reports[499]["location"] = at(-71.06, 42.36)
    answer = service.client("worker.qingyang").post(BATCH, json={"reports": reports})
    assert answer.status_code == 200
    results = answer.json["results"]
    assert [r["client_id"] for r in results] == [r["client_id"] for r in reports]
    bad = {n: r for n, r in enumerate(results) if r["status"] != 201}
    assert {n: r["status"] for n, r in bad.items()} == {7: 422, 250: 422, 499: 422}
    assert bad[7]["problem"]["errors"][0]["pointer"] == "/service_code"
    assert bad[250]["problem"]["errors"][0]["pointer"] == "/location/coord_sys"
    assert bad[499]["problem"]["code"] == "out-of-extent"
    with service.database.transaction("gridops_system") as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.incident")) == 497
        assert session.scalar(text("SELECT count(*) FROM gridops.log_entry WHERE entity = 'incident'")) == 497
    again = service.client("worker.qingyang").post(BATCH, json={"reports": reports}).json["results"]
    assert sorted({r["status"] for r in again}) == [200, 422]


def test_rubbish_among_reports_is_answered_in_its_place(service: Service) -> None:
    good = a_report()
    sent = {"reports": [1, None, "x", [], {}, {"client_id": "<b>"}, good, good]}
    results = service.client("worker.qingyang").post(BATCH, json=sent).json["results"]
    assert [r["status"] for r in results] == [422, 422, 422, 422, 422, 422, 201, 200]
    assert results[5]["client_id"] is None


def test_the_same_id_twice_with_other_content_is_a_conflict(service: Service) -> None:
    one = a_report()
    results = (
        service.client("worker.qingyang")
        .post(BATCH, json={"reports": [one, {**one, "description": "别的"}]})
        .json["results"]
    )
    assert [r["status"] for r in results] == [201, 409]


@pytest.mark.parametrize("reports", [[], [a_report()] * 501, "x", None])
def test_a_batch_of_a_wrong_size_is_refused(service: Service, reports: object) -> None:
    answer = service.client("worker.qingyang").post(BATCH, json={"reports": reports})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/reports")


def test_only_if_the_database_refuses_is_a_batch_halved(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row that passes every check in memory and that the database still refuses stands alone in the end."""
    sizes: list[int] = []
    write, row = reporting._write_group, writing.row_of

    def counted(session, actor, drafts):  # type: ignore[no-untyped-def]
        sizes.append(len(drafts))
        return write(session, actor, drafts)

    def poisoned(case, actor, **kw):  # type: ignore[no-untyped-def]
        found = row(case, actor, **kw)
        return found | {"state": "nonsense"} if case.description == "poison" else found

    monkeypatch.setattr(reporting, "_write_group", counted)
    monkeypatch.setattr(writing, "row_of", poisoned)
    reports = [a_report() for _ in range(8)]
    reports[5]["description"] = "poison"
    results = service.client("worker.qingyang").post(BATCH, json={"reports": reports}).json["results"]
    assert [r["status"] for r in results] == [201] * 5 + [409] + [201] * 2
    assert sizes == [8, 4, 4, 2, 1, 1, 2]


def test_a_short_answer_is_given_to_who_prefers_one(service: Service) -> None:
    worker = service.client("worker.qingyang")
    reports = [a_report(), a_report(service_code="none"), a_report()]
    for status in (201, 200):
        answer = worker.post(BATCH, json={"reports": reports}, headers={"Prefer": "return=minimal"})
        assert answer.headers["Preference-Applied"] == "return=minimal"
        good, bad, other = answer.json["results"]
        case = worker.get(f"/api/v1/incidents/{good['id']}").json
        assert good == {
            "client_id": reports[0]["client_id"],
            "status": status,
            "id": reports[0]["client_id"],
            "state": case["state"],
            "version": case["version"],
        }
        assert other["status"] == status
        assert (bad["status"], bad["problem"]["code"]) == (422, "invalid")
    whole = worker.post(BATCH, json={"reports": reports})
    assert "Preference-Applied" not in whole.headers
    assert whole.json["results"][0]["incident"]["id"] == reports[0]["client_id"]


def test_the_document_tells_that_short_results_may_be_asked_for(service: Service) -> None:
    told = service.anonymous().get("/api/v1/openapi.json").json["paths"]["/api/v1/reports/batch"]["post"]
    asked = next(one for one in told["parameters"] if one["in"] == "header")
    assert (asked["name"], asked["required"]) == ("Prefer", False)
    assert asked["schema"]["examples"] == ["return=minimal"]
    assert "Preference-Applied" in told["responses"]["200"]["headers"]
