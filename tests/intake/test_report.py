"""A report: refused, taken in once, answered again, kept apart where it cannot be read."""

from __future__ import annotations

import threading
import uuid

import pytest
from sqlalchemy import text

from tests.reports import QINGYANG, a_report, at
from tests.service import Service

REPORTS = "/api/v1/reports"


def test_nobody_in_particular_reports_nothing(service: Service) -> None:
    answer = service.anonymous().post(REPORTS, json=a_report())
    assert (answer.status_code, answer.json["code"]) == (401, "not-authenticated")


@pytest.mark.parametrize("username", ["auditor", "admin", "approver.qingyang"])
def test_some_roles_do_not_report(service: Service, username: str) -> None:
    assert service.client(username).post(REPORTS, json=a_report()).status_code == 403


def test_it_works(service: Service) -> None:
    report = a_report()
    answer = service.client("worker.qingyang").post(REPORTS, json=report)
    case = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/incidents/{report['client_id']}"
    assert (case["id"], case["client_id"], case["state"], case["version"]) == (
        report["client_id"],
        report["client_id"],
        "reported",
        1,
    )
    assert case["grid"]["code"].startswith("370611001")
    assert (case["grid"]["method"], case["grid"]["probability"]) == ("inside", 1.0)
    assert [a["level"] for a in case["areas"]] == ["district", "township", "village", "grid"]
    assert case["reported_location"] == report["location"]
    assert case["location"]["coord_sys"] == "cgcs2000"
    assert len(case["case_number"]) == 19
    with service.database.transaction("gridops_system") as session:
        entry = session.execute(
            text("SELECT action, areas, data FROM gridops.log_entry WHERE entity_id = :id"),
            {"id": case["id"]},
        ).one()
    assert (entry.action, entry.areas) == ("incident.reported", [case["grid"]["code"]])
    assert "垃圾" not in str(entry.data)


def test_the_same_again_is_answered_not_doubled(service: Service) -> None:
    report = a_report()
    client = service.client("worker.qingyang")
    first, second = client.post(REPORTS, json=report), client.post(REPORTS, json=report)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json["case_number"] == second.json["case_number"]
    other = client.post(REPORTS, json={**report, "description": "别的事"})
    assert (other.status_code, other.json["code"]) == (409, "report-conflict")
    stranger = service.client("worker.gaotuan").post(REPORTS, json=report)
    assert stranger.status_code == 409
    assert first.json["case_number"] not in stranger.text


def test_a_phone_that_taps_twice_at_once_gets_one_case(service: Service) -> None:
    report, client = a_report(), service.client("worker.qingyang")
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(client.post(REPORTS, json=report).status_code))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(statuses) == [200] * 5 + [201]
    with service.database.transaction("gridops_system") as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.incident")) == 1
        assert session.scalar(text("SELECT count(*) FROM gridops.log_entry WHERE entity = 'incident'")) == 1


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_every_datum_finds_the_same_grid(service: Service, datum: str) -> None:
    from gridops.geo.datums import convert

    lon, lat = convert(121.27, 37.50, "cgcs2000", datum)
    place = at(float(lon), float(lat), coord_sys=datum)
    case = service.report("worker.qingyang", location=place)
    assert case["location"]["lon"] == pytest.approx(121.27, abs=2e-7)
    assert case["location"]["lat"] == pytest.approx(37.50, abs=2e-7)
    assert case["reported_location"]["coord_sys"] == datum


BAD = [
    ({"location": {k: v for k, v in QINGYANG.items() if k != "coord_sys"}}, "/location/coord_sys"),
    ({"location": {**QINGYANG, "coord_sys": "wgs72"}}, "/location/coord_sys"),
    ({"location": {**QINGYANG, "lon": "121.27"}}, "/location/lon"),
    ({"location": {**QINGYANG, "lat": 91}}, "/location/lat"),
    ({"location": {**QINGYANG, "accuracy_m": -1}}, "/location/accuracy_m"),
    ({"location": None}, "/location"),
    ({"location": {**QINGYANG, "heading": 3}}, "/location/heading"),
    ({"service_code": "NOPE"}, "/service_code"),
    ({"service_code": 102}, "/service_code"),
    ({"client_id": "not-a-uuid"}, "/client_id"),
    ({"occurred_at": "2026-11-22T09:30:00"}, "/occurred_at"),
    ({"occurred_at": "yesterday"}, "/occurred_at"),
    ({"occurred_at": "0001-01-01T00:00:00Z"}, "/occurred_at"),
    ({"urgency": "huge"}, "/urgency"),
    ({"colour": "red"}, "/colour"),
    ({"description": "x" * 4001}, "/description"),
    ({"description": "a\u0000b"}, "/description"),
    ({"fields": {"a": "\u0000"}}, "/fields/a"),
    ({"fields": {"a": "x" * 21_000}}, "/fields"),
    ({"media": [{"client_id": str(uuid.uuid4())}]}, "/media/0/sha256"),
    ({"resolved_on_site": {}}, "/resolved_on_site/notes"),
    ({"join": str(uuid.uuid4())}, "/join"),
    ({"location": {"source": "area"}}, "/location/area_code"),
]


@pytest.mark.parametrize(("over", "pointer"), BAD, ids=[f"{n}{p}" for n, (_, p) in enumerate(BAD)])
def test_a_bad_report_is_refused_by_pointer(service: Service, over: dict, pointer: str) -> None:
    answer = service.client("worker.qingyang").post(REPORTS, json=a_report(**over))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert pointer in [e["pointer"] for e in answer.json["errors"]]
    assert answer.content_type == "application/problem+json"
    with service.database.transaction("gridops_system") as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.incident")) == 0


def test_every_fault_is_named_at_once(service: Service) -> None:
    answer = service.client("worker.qingyang").post(
        REPORTS, json={"location": {"lon": 1, "source": "gps"}, "extra": 1, "service_code": "C0102"}
    )
    assert {e["pointer"] for e in answer.json["errors"]} == {
        "/client_id",
        "/occurred_at",
        "/extra",
        "/location/lat",
        "/location/coord_sys",
    }


def test_a_place_in_another_country_is_out_of_extent(service: Service) -> None:
    for place in (at(-71.06, 42.36), at(0, 0), at(121.27, 37.90), at(180, 90)):
        answer = service.client("worker.qingyang").post(REPORTS, json=a_report(location=place))
        assert (answer.status_code, answer.json["code"]) == (422, "out-of-extent")


def test_a_place_a_little_outside_waits_at_the_district(service: Service) -> None:
    case = service.report("worker.qingyang", location=at(121.45, 37.50))
    assert (case["grid"]["method"], case["grid"]["code"]) == ("unresolved", None)
    assert service.client("dispatcher.fushan").get(f"/api/v1/incidents/{case['id']}").status_code == 200
    assert service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}").status_code == 404


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b'{"a": NaN', b"[" * 100_000])
def test_unreadable_json_is_kept_in_quarantine(service: Service, body: bytes) -> None:
    answer = service.client("worker.qingyang").post(REPORTS, data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "bad-json")
    with service.database.transaction() as session:
        kept = session.execute(text("SELECT body, path FROM gridops.quarantine")).one()
    assert (bytes(kept.body), kept.path) == (body, REPORTS)


def test_unreadable_json_from_nobody_is_not_kept(service: Service) -> None:
    answer = service.anonymous().post(REPORTS, data=b"{", content_type="application/json")
    assert answer.status_code == 401
    with service.database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.quarantine")) == 0


def test_a_body_over_the_limit_is_refused(service: Service) -> None:
    answer = service.client("worker.qingyang").post(
        REPORTS, data=b" " * 1_000_001, content_type="application/json"
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_another_content_type_is_refused(service: Service) -> None:
    answer = service.client("worker.qingyang").post(REPORTS, data=b"a=1", content_type="text/plain")
    assert answer.status_code == 415


def test_settled_on_the_spot_is_one_closed_record_at_the_grid(service: Service) -> None:
    case = service.report("worker.qingyang", resolved_on_site={"notes": "自己清了"})
    assert (case["state"], case["level"], case["disposition"]) == ("closed", "grid", "resolved_on_site")


def modes(service: Service) -> dict[str, str]:
    found: dict[str, str] = {}
    for m in service.client("worker.qingyang").get("/api/v1/matters").json["items"]:
        if not m["restricted"]:
            found.setdefault(m["intake_mode"], m["service_code"])
    return found


def test_the_intake_mode_decides_the_first_state(service: Service) -> None:
    codes = modes(service)
    filed = service.report("worker.qingyang", service_code=codes["auto_file"])
    assert (filed["state"], filed["unit"]) == ("filed", None)
    assert filed["routing"]["reason"]
    sent = service.report("worker.qingyang", service_code=codes["auto_dispatch"])
    assert sent["state"] == "dispatched"
    assert sent["unit"]["id"] == sent["dispatches"][0]["unit"]["id"]
    assert sent["due_at"] is not None


def test_joining_a_case_tells_its_reporter_of_it(service: Service) -> None:
    first = service.report("worker.qingyang")
    second = service.report("worker.qingyang", join=first["id"])
    assert (second["state"], second["merged_into"]) == ("closed", first["id"])


def test_who_joins_a_case_reads_neither_telephone_numbers_nor_what_is_private(service: Service) -> None:
    first = service.report(
        "dispatcher.qingyang", origin="phone", on_behalf_of={"name": "欧阳某", "phone": "13912345678"}
    )
    assert first["on_behalf_of"]["name"] == "欧**"
    service.report("worker.qingyang", join=first["id"])
    seen = service.client("worker.qingyang").get(f"/api/v1/incidents/{first['id']}").json
    assert seen["state"] == "reported"
    assert (seen["on_behalf_of"], seen["reporter"].get("phone")) == (None, None)
    unit = service.client("worker.qingyang").actor["units"][0]
    case = service.act("dispatcher.qingyang", seen, "dispatch", unit_ids=[unit])
    case = service.act("worker.qingyang", case, "accept")
    assert case["on_behalf_of"]["name"] == "欧**", "whoever handles it reads what is needed"


def test_a_desk_may_name_an_area_and_a_worker_may_not(service: Service) -> None:
    place = {"source": "area", "area_code": "370611001001"}
    refused = service.client("worker.qingyang").post(REPORTS, json=a_report(location=place))
    assert refused.status_code == 422
    case = service.report("dispatcher.qingyang", location=place, origin="phone")
    assert case["areas"][-1]["code"] == "370611001001"
    assert case["grid"]["method"] == "unresolved"
    unknown = {"source": "area", "area_code": "999"}
    answer = service.client("dispatcher.qingyang").post(REPORTS, json=a_report(location=unknown))
    assert [e["pointer"] for e in answer.json["errors"]] == ["/location/area_code"]


def test_a_worker_does_not_register_the_hotlines_cases(service: Service) -> None:
    answer = service.client("worker.qingyang").post(REPORTS, json=a_report(origin="hotline_12345"))
    assert answer.status_code == 403


def test_problems_speak_the_callers_language(service: Service) -> None:
    client = service.client("worker.qingyang")
    chinese = client.post(REPORTS, json=a_report(urgency="x"))
    english = client.post(REPORTS, json=a_report(urgency="x"), headers={"Accept-Language": "en"})
    assert chinese.json["title"] == "内容有误"
    assert english.json["title"].startswith("Some of what")


def test_similar_cases_are_found_near_and_of_the_same_matter(service: Service) -> None:
    case = service.report("worker.qingyang")
    service.report("worker.qingyang", service_code="C0103")
    service.report("worker.qingyang", location=at(121.275, 37.505))
    query = "lon=121.2701&lat=37.5001&coord_sys=cgcs2000&service_code=C0102"
    found = service.client("worker.qingyang").get(f"/api/v1/incidents/similar?{query}").json["items"]
    assert [c["id"] for c in found] == [case["id"]]
    assert service.client("worker2.qingyang").get(f"/api/v1/incidents/similar?{query}").json["items"] == []
