"""Routing edited by an administrator: what is refused with its cause, versions with dates, the preview."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.duties.routing import GAOTUAN, QINGYANG, ROUTING, a_rule, preview, read_routing, save_rule
from tests.duties.versions import log_of, today
from tests.service import Service

NOBODY = str(uuid.UUID(int=7))


@pytest.mark.parametrize("username", ["worker.qingyang", "dispatcher.fushan", "supervisor.fushan", "auditor"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/rules"),
        ("POST", "/rules/lead-agency/versions"),
        ("DELETE", "/rules/lead-agency/versions/1"),
        ("POST", "/rules/lead-agency/end"),
        ("POST", "/origins/leader/versions"),
        ("DELETE", "/origins/leader/versions/1"),
        ("POST", f"/precedents/{NOBODY}/end"),
        ("POST", "/preview"),
    ],
)
def test_only_an_administrator_sees_and_edits(
    service: Service, username: str, method: str, path: str
) -> None:
    sent: dict[str, Any] = {}
    if method == "POST":
        sent = {
            "/rules": a_rule(service),
            "/preview": {"service_code": "C0102", "area_code": QINGYANG},
            "/rules/lead-agency/end": {"valid_to": today(service).isoformat()},
            f"/precedents/{NOBODY}/end": {"why": "x"},
        }.get(path, {"valid_from": today(service).isoformat(), "name": "x"})
        if "origins" in path:
            sent.pop("name")
        if "versions" in path and "rules" in path:
            sent["leads"] = []
    answer = service.client(username).open(method, ROUTING + path, **({"json": sent} if sent else {}))
    assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"service_code": "NONE"}, "/service_code"),
        ({"service_code": "", "group_code": "NONE"}, "/group_code"),
        ({"group_code": "C01"}, "/group_code"),
        ({"area_code": "999999"}, "/area_code"),
        ({"area_kind": "moon"}, "/area_kind"),
        ({"level": "township", "to_level": "village"}, "/to_level"),
        ({"origin": "rumour"}, "/origin"),
        ({"accepts": ["grid_worker"]}, "/accepts"),
        ({"season_from": "11-01"}, "/season_from"),
        ({"season_from": "02-30", "season_to": "03-31"}, "/season_from"),
        ({"time_from": "22:00"}, "/time_from"),
        ({"time_from": "22:00", "time_to": "22:00"}, "/time_from"),
        ({"leads": [{"whose": "agency", "agency": "navy", "at": "township"}]}, "/leads/0/agency"),
        ({"leads": [{"whose": "agency", "agency": "market", "at": "moon"}]}, "/leads/0/at"),
        ({"leads": [{"whose": "own", "at": "township"}]}, "/leads/0/at"),
        ({"leads": [{"whose": "unit", "unit": NOBODY}]}, "/leads/0/unit"),
        ({"leads": [{"whose": "matter", "at": "district"}] * 2}, "/leads"),
        ({"leads": []}, "/leads"),
        ({"helps": [{"whose": "agency", "agency": "navy", "at": "township"}]}, "/helps/0/agency"),
        ({"sends_helpers": True}, "/sends_helpers"),
        ({"valid_from": "2020-01-01"}, "/valid_from"),
        ({"code": "lead-agency"}, "/code"),
    ],
)
def test_what_does_not_hold_together_is_refused_by_name_and_nothing_changes(
    service: Service, over: dict, pointer: str
) -> None:
    before = read_routing(service)
    answer = service.client("admin").post(f"{ROUTING}/rules", json=a_rule(service, **over))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert pointer in [error["pointer"] for error in answer.json["errors"]]
    assert all(error["message"] for error in answer.json["errors"])
    assert read_routing(service) == before
    assert log_of(service, "routing.changed") == []


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"service_code": "暴露垃圾"}, "/service_code"),
        ({"group_code": 7}, "/group_code"),
        ({"season_from": "November"}, "/season_from"),
        (
            {"leads": [{"whose": "matter", "at": "township", "constrained-str": 1}]},
            "/leads/0/constrained-str",
        ),
    ],
)
def test_what_has_not_the_form_of_a_field_is_said_once_at_that_field(
    service: Service, over: dict, pointer: str
) -> None:
    answer = service.client("admin").post(f"{ROUTING}/rules", json=a_rule(service, **over))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_a_rule_without_any_step_is_told_so_in_both_languages(service: Service) -> None:
    sent = a_rule(service)
    sent.pop("leads")
    admin, url = service.client("admin"), f"{ROUTING}/rules"
    (zh,) = admin.post(url, json=sent).json["errors"]
    (en,) = admin.post(url, json=sent, headers={"Accept-Language": "en"}).json["errors"]
    assert zh["pointer"] == en["pointer"] == "/leads"
    assert "至少写一步" in zh["message"]
    assert "at least one step" in en["message"]
    save_rule(service)
    sent.pop("code")
    answer = admin.post(f"{url}/rubbish-qingyang/versions", json=sent)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/leads")


def test_a_rule_ends_after_it_begins(service: Service) -> None:
    sent = a_rule(service, valid_to=today(service).isoformat())
    answer = service.client("admin").post(f"{ROUTING}/rules", json=sent)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/valid_to")


def test_dates_that_overlap_another_version_are_refused(service: Service) -> None:
    admin = service.client("admin")
    save_rule(service)
    later = a_rule(
        service, valid_from=today(service, 20).isoformat(), valid_to=today(service, 30).isoformat()
    )
    later.pop("code")
    url = f"{ROUTING}/rules/rubbish-qingyang/versions"
    assert admin.post(url, json=later).status_code == 201
    before = read_routing(service)
    answer = admin.post(url, json={**later, "valid_from": today(service, 25).isoformat(), "valid_to": None})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/valid_from")
    assert "第 2 版" in answer.json["errors"][0]["message"]
    assert read_routing(service) == before


def test_two_rules_equally_specific_are_refused(service: Service) -> None:
    save_rule(service)
    before = read_routing(service)
    answer = service.client("admin").post(
        f"{ROUTING}/rules", json=a_rule(service, code="other", name="另一条")
    )
    assert answer.status_code == 422
    assert "「清洋暴露垃圾」" in answer.json["errors"][0]["message"]
    assert "无法分出先后" in answer.json["errors"][0]["message"]
    assert read_routing(service) == before
    save_rule(service, code="other", name="另一条", area_code=GAOTUAN)


def test_rules_that_never_hold_on_one_day_do_not_tie(service: Service) -> None:
    save_rule(service, valid_to=today(service, 10).isoformat())
    save_rule(service, code="after", valid_from=today(service, 10).isoformat())


def test_a_withdrawal_that_would_make_two_rules_tie_is_refused(service: Service) -> None:
    admin, url = service.client("admin"), f"{ROUTING}/rules/rubbish-qingyang/versions"
    save_rule(service)
    moved = a_rule(service, valid_from=today(service, 10).isoformat(), area_code=GAOTUAN)
    moved.pop("code")
    assert admin.post(url, json=moved).status_code == 201
    save_rule(service, code="next", valid_from=today(service, 10).isoformat())
    answer = admin.delete(f"{url}/2")
    assert (answer.status_code, "无法分出先后" in answer.json["detail"]) == (422, True)
    assert [
        len(r["versions"]) for r in read_routing(service)["rules"] if r["code"] == "rubbish-qingyang"
    ] == [2]


def test_what_has_been_in_force_is_not_withdrawn(service: Service) -> None:
    answer = service.client("admin").delete(f"{ROUTING}/rules/lead-agency/versions/1")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/version")
    assert service.client("admin").delete(f"{ROUTING}/rules/none/versions/1").status_code == 404


def test_a_version_is_added_named_in_the_log_and_withdrawn(service: Service) -> None:
    admin, tomorrow = service.client("admin"), today(service) + timedelta(days=1)
    save_rule(service)
    sent = a_rule(service, valid_from=tomorrow.isoformat(), to_level="village")
    sent.pop("code")
    routing = admin.post(f"{ROUTING}/rules/rubbish-qingyang/versions", json=sent).json
    found = next(r for r in routing["rules"] if r["code"] == "rubbish-qingyang")
    assert [(v["version"], v["state"]) for v in found["versions"]] == [(2, "coming"), (1, "in_force")]
    assert found["versions"][1]["valid_to"] == tomorrow.isoformat()
    assert routing["changes"][0]["actor"] == admin.actor["name"]
    entry = log_of(service, "routing.changed")[-1]
    assert (entry["rule"], entry["changed"], entry["actor"]) == (
        "rubbish-qingyang",
        ["to_level"],
        admin.actor["id"],
    )
    routing = admin.delete(f"{ROUTING}/rules/rubbish-qingyang/versions/2").json
    found = next(r for r in routing["rules"] if r["code"] == "rubbish-qingyang")
    assert [(v["version"], v["valid_to"]) for v in found["versions"]] == [(1, None)]


def test_a_rule_that_is_ended_gives_way_to_the_next(service: Service) -> None:
    save_rule(service)
    assert preview(service)["rule"] == "rubbish-qingyang@1"
    admin = service.client("admin")
    sent = {"valid_to": today(service, -1).isoformat()}
    assert admin.post(f"{ROUTING}/rules/rubbish-qingyang/end", json=sent).status_code == 422
    sent = {"valid_to": today(service, 1).isoformat()}
    assert admin.post(f"{ROUTING}/rules/rubbish-qingyang/end", json=sent).status_code == 200
    assert preview(service)["rule"] == "rubbish-qingyang@1"
    assert preview(service, at=f"{today(service, 1)}T10:00:00+08:00")["rule"] == "lead-agency@1"


def test_a_version_that_cases_name_is_not_ended_away_on_its_first_day(service: Service) -> None:
    admin, url = service.client("admin"), f"{ROUTING}/rules/rubbish-qingyang"
    save_rule(service)
    later = a_rule(service, valid_from=today(service, 5).isoformat(), to_level="village")
    later.pop("code")
    assert admin.post(f"{url}/versions", json=later).status_code == 201
    before = read_routing(service)
    answer = admin.post(f"{url}/end", json={"valid_to": today(service).isoformat()})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/valid_to")
    assert "最早明天" in answer.json["errors"][0]["message"]
    assert read_routing(service) == before
    routing = admin.post(f"{url}/end", json={"valid_to": today(service, 1).isoformat()}).json
    found = next(r for r in routing["rules"] if r["code"] == "rubbish-qingyang")
    assert [(v["version"], v["valid_to"]) for v in found["versions"]] == [(1, today(service, 1).isoformat())]
    answer = admin.post(f"{ROUTING}/rules", json=a_rule(service, service_code="C0103"))
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/code")


def test_a_withdrawal_keeps_an_end_that_was_laid_down(service: Service) -> None:
    admin, url = service.client("admin"), f"{ROUTING}/rules/rubbish-qingyang"
    ends = today(service, 10).isoformat()
    save_rule(service, valid_to=ends)
    later = a_rule(service, valid_from=ends)
    later.pop("code")
    assert admin.post(f"{url}/versions", json=later).status_code == 201
    routing = admin.delete(f"{url}/versions/2").json
    found = next(r for r in routing["rules"] if r["code"] == "rubbish-qingyang")
    assert [(v["version"], v["valid_to"]) for v in found["versions"]] == [(1, ends)]


def test_a_withdrawal_between_two_versions_lets_the_first_hold_to_the_last(service: Service) -> None:
    admin, url = service.client("admin"), f"{ROUTING}/rules/rubbish-qingyang"
    save_rule(service)
    for days in (5, 10):
        later = a_rule(service, valid_from=today(service, days).isoformat())
        later.pop("code")
        assert admin.post(f"{url}/versions", json=later).status_code == 201
    routing = admin.delete(f"{url}/versions/2").json
    found = next(r for r in routing["rules"] if r["code"] == "rubbish-qingyang")
    assert [(v["version"], v["valid_to"]) for v in found["versions"]] == [
        (3, None),
        (1, today(service, 10).isoformat()),
    ]
