"""Cases routed by rules that an administrator wrote: level, who accepts, squads of several towns, helpers, nobody."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from gridops import clock
from gridops.people.models import Unit
from tests.duties.routing import GAOTUAN, QINGYANG, ROUTING, preview, read_routing, save_rule
from tests.duties.versions import log_of, put_in_force, today
from tests.reports import a_report, at
from tests.service import Service

#: In 高疃镇.
GAOTUAN_PLACE = at(121.10, 37.42)


def squads(service: Service) -> dict[str, dict[str, Any]]:
    desk, found, cursor = service.client("dispatcher.fushan"), [], ""
    while cursor is not None:
        page = desk.get(
            f"/api/v1/units?limit=500&cursor={cursor}" if cursor else "/api/v1/units?limit=500"
        ).json
        found, cursor = [*found, *page["items"]], page["next_cursor"]
    return {unit["area_code"]: unit for unit in found if unit["serves"]}


def close_town_unit(service: Service, name: str) -> None:
    with service.database.transaction() as session:
        session.execute(update(Unit).where(Unit.name == name).values(is_active=False))


def test_the_rules_that_ship_do_what_was_done_before(service: Service) -> None:
    rules = {rule["code"]: rule["versions"] for rule in read_routing(service)["rules"]}
    assert set(rules) == {"lead-agency", "own-grid", "own-village", "district-lead"}
    assert {len(versions) for versions in rules.values()} == {1}
    levels = {level: preview(service, level=level) for level in ("grid", "village", "township", "district")}
    assert [levels[level]["rule"] for level in levels] == [
        "own-village@1" if level == "village" else "own-grid@1" if level == "grid" else
        "district-lead@1" if level == "district" else "lead-agency@1" for level in levels
    ]  # fmt: skip
    assert levels["district"]["unit"]["name"].endswith("综合行政执法局")


def test_a_decision_names_its_rule_with_its_version_and_why(service: Service) -> None:
    save_rule(service)
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    assert case["unit"]["name"] == "清洋街道市场监督管理所"
    routing = case["routing"]
    assert routing["rule"] == "rubbish-qingyang@1"
    for words in (
        "「暴露垃圾」",
        "清洋街道",
        "「清洋暴露垃圾」",
        "第 1 版",
        "市场监督管理",
        case["unit"]["name"],
    ):
        assert words in routing["reason"]


def test_a_case_keeps_the_decision_when_the_rule_changes(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    save_rule(service)
    seen = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}").json
    assert seen["routing"] == case["routing"]
    again = service.act("dispatcher.qingyang", case, "dispatch")
    assert again["routing"]["rule"] == "rubbish-qingyang@1"


def test_a_rule_for_one_town_does_not_hold_in_another(service: Service) -> None:
    save_rule(service)
    case = service.act(
        "dispatcher.gaotuan", service.report("worker.gaotuan", location=GAOTUAN_PLACE), "dispatch"
    )
    assert case["unit"]["name"] == "高疃镇综合行政执法中队"


def test_a_rule_for_the_night_holds_at_night(service: Service) -> None:
    save_rule(service, time_from="22:00", time_to="06:00")
    day = datetime.now(clock.zone("Asia/Shanghai")).replace(hour=12, minute=0)
    with clock.frozen(day):
        by_day = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    with clock.frozen(day + timedelta(hours=11)):
        by_night = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    assert by_day["routing"]["rule"] == "lead-agency@1"
    assert by_night["routing"]["rule"] == "rubbish-qingyang@1"


def test_a_rule_lays_down_the_level_and_who_accepts(service: Service) -> None:
    save_rule(service, to_level="village", accepts=["grid_head"], leads=[{"whose": "own", "at": "village"}])
    case = service.report("worker.qingyang")
    assert case["level"] == "village"
    desk = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{case['id']}").json
    assert "file" not in desk["allowed_actions"]
    filed = service.act("head.qingyang", case, "file")
    assert (filed["level"], filed["routing"]["rule"]) == ("village", "rubbish-qingyang@1")
    assert filed["routing"]["unit"]["name"] in filed["routing"]["reason"]


def test_what_is_proposed_at_the_filing_is_what_is_sent(service: Service) -> None:
    save_rule(service, to_level="village")
    # More specific, and only at the level that the first rule lays down.
    save_rule(service, code="at-village", level="village", leads=[{"whose": "own", "at": "village"}])
    assert preview(service, area_code="370611001")["rule"] == "at-village@1"
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    sent = service.act("dispatcher.qingyang", case, "dispatch")
    assert case["routing"]["rule"] == sent["routing"]["rule"] == "at-village@1"
    assert sent["level"] == "village"


def test_a_batch_is_laid_down_like_single_reports(service: Service) -> None:
    save_rule(service, to_level="village")
    reports = [a_report(), a_report(service_code="C0101"), a_report(service_code="C0102", origin="patrol")]
    answer = service.client("worker.qingyang").post("/api/v1/reports/batch", json={"reports": reports}).json
    assert [one["incident"]["level"] for one in answer["results"]] == ["village", "township", "village"]


def test_a_post_that_nobody_holds_falls_to_the_desk_and_the_log_says_so(service: Service) -> None:
    save_rule(service, accepts=["duty_officer"])
    case = service.report("worker.qingyang")
    service.act("dispatcher.qingyang", case, "file")
    assert log_of(service, "incident.filed")[-1]["stood_in_for"] == ["duty_officer"]


def test_a_corrected_matter_brings_the_level_that_its_rule_lays_down(service: Service) -> None:
    save_rule(service, to_level="village", accepts=["grid_head"])
    case = service.report("worker.qingyang", service_code="C0101")
    assert case["level"] == "township"
    case = service.act("dispatcher.qingyang", case, "correct", service_code="C0102")
    assert case["level"] == "village"
    assert "file" not in case["allowed_actions"]


def test_a_level_that_the_filer_names_wins(service: Service) -> None:
    save_rule(service, to_level="village")
    case = service.report("worker.qingyang")
    assert service.act("dispatcher.qingyang", case, "file", level="district")["level"] == "district"


def test_a_squad_of_several_towns_is_found_through_its_enforcement_area(service: Service) -> None:
    close_town_unit(service, "高疃镇综合行政执法中队")
    case = service.act("dispatcher.gaotuan", service.report("worker.gaotuan", location=GAOTUAN_PLACE), "file")
    assert case["routing"]["unit"]["name"] == "西部执法片区机动中队"
    assert "执法片区「福山区 西部执法片区」" in case["routing"]["reason"]
    sent = service.act("dispatcher.gaotuan", case, "dispatch")
    assert sent["unit"]["name"] == "西部执法片区机动中队"


def test_a_rule_for_an_enforcement_area_holds_in_all_its_towns(service: Service) -> None:
    save_rule(
        service,
        code="west",
        area_code="370611E02",
        leads=[{"whose": "agency", "agency": "enforcement", "at": "enforcement_area"}],
    )
    places = {town: preview(service, area_code=town)["rule"] for town in (GAOTUAN, "370611007", QINGYANG)}
    assert places == {GAOTUAN: "west@1", "370611007": "west@1", QINGYANG: "lead-agency@1"}


def test_a_town_sees_and_sends_the_squad_that_serves_it_and_no_other(service: Service) -> None:
    west, south = squads(service)["370611E02"], squads(service)["370611E03"]
    assert GAOTUAN in west["serves"]
    seen = service.client("dispatcher.gaotuan").get("/api/v1/units?limit=500").json["items"]
    assert [unit["id"] for unit in seen if unit["serves"]] == [west["id"]]
    case = service.report("worker.gaotuan", location=GAOTUAN_PLACE)
    url = f"/api/v1/incidents/{case['id']}/actions/dispatch"
    desk = service.client("dispatcher.gaotuan")
    answer = desk.post(url, json={"version": 1, "unit_ids": [south["id"]]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/unit_ids/0")
    assert desk.post(url, json={"version": 1, "unit_ids": [west["id"]]}).status_code == 200
    with service.database.transaction("gridops_system") as session:
        areas = session.scalar(
            text("SELECT areas FROM gridops.log_entry WHERE entity_id = :id ORDER BY id DESC LIMIT 1"),
            {"id": west["id"]},
        )
    assert set(areas) == {"370611E02", *west["serves"]}


def test_helpers_are_named_and_sent_along_only_where_the_rule_says_so(service: Service) -> None:
    helps = [{"whose": "agency", "agency": "police", "at": "township"}]
    save_rule(service, helps=helps)
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    assert [one["name"] for one in case["routing"]["helping"]] == ["清洋街道派出所"]
    assert len(case["dispatches"]) == 1
    save_rule(service, code="together", level="township", helps=helps, sends_helpers=True)
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    assert {d["unit"]["name"] for d in case["dispatches"]} == {"清洋街道市场监督管理所", "清洋街道派出所"}
    assert case["unit"]["name"] == "清洋街道市场监督管理所"


@pytest.mark.parametrize("mode", ["manual", "auto_dispatch"])
def test_nobody_found_stays_in_the_centres_queue_with_the_reason(service: Service, mode: str) -> None:
    put_in_force(service, intake_mode=mode)
    save_rule(service, leads=[{"whose": "agency", "agency": "agriculture", "at": "enforcement_area"}])
    case = service.report("worker.qingyang")
    if mode == "manual":
        case = service.act("dispatcher.qingyang", case, "file")
    assert (case["state"], case["unit"], case["routing"]["unit"]) == ("filed", None, None)
    assert "找过：执法片区的农业农村" in case["routing"]["reason"]
    assert "由中心人工派遣" in case["routing"]["reason"]
    answer = service.client("dispatcher.qingyang").post(
        f"/api/v1/incidents/{case['id']}/actions/dispatch", json={"version": case["version"]}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "no-unit")
    assert answer.json["reason"] == case["routing"]["reason"]


def test_without_any_rule_the_case_waits_and_says_so(service: Service) -> None:
    admin = service.client("admin")
    for code in ("lead-agency", "own-grid", "own-village", "district-lead"):
        ended = admin.post(f"{ROUTING}/rules/{code}/end", json={"valid_to": today(service).isoformat()})
        assert ended.status_code == 200
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    assert case["state"] == "filed"
    assert "没有适用的派遣规则" in case["routing"]["reason"]


def test_a_named_unit_that_was_closed_is_passed_over(service: Service) -> None:
    squad = squads(service)["370611E01"]
    leads = [{"whose": "unit", "unit": squad["id"]}, {"whose": "matter", "at": "township"}]
    save_rule(service, leads=leads)
    assert preview(service)["unit"]["name"] == "城区执法片区机动中队"
    with service.database.transaction() as session:
        session.execute(update(Unit).where(Unit.id == uuid.UUID(squad["id"])).values(is_active=False))
    assert preview(service)["unit"]["name"] == "清洋街道综合行政执法中队"


def test_what_is_not_admitted_is_never_put_on_workers_by_a_rule(service: Service) -> None:
    with service.database.transaction() as session:
        session.execute(
            text(
                "DELETE FROM gridops.admission WHERE matter_id IN"
                " (SELECT id FROM gridops.matter WHERE service_code = 'C0102')"
            )
        )
    save_rule(service, leads=[{"whose": "own", "at": "village"}, {"whose": "matter", "at": "township"}])
    assert preview(service)["unit"]["name"] == "清洋街道综合行政执法中队"
