"""Precedents: what the centre decides after two returns is cited by later routing, until an administrator ends it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.duties.routing import QINGYANG, ROUTING, preview, read_routing, save_rule
from tests.duties.versions import log_of
from tests.reports import at
from tests.service import Service

REASON = "两家均称不属职责，由自然资源所牵头"


def unit_of(service: Service, name: str) -> str:
    items = service.client("dispatcher.qingyang").get("/api/v1/units?limit=500").json["items"]
    return next(unit["id"] for unit in items if unit["name"] == name)


def give_back(service: Service, case: dict[str, Any], times: int) -> dict[str, Any]:
    for n in range(times):
        case = service.act("dispatcher.qingyang", case, "dispatch")
        action = "decline" if n % 2 else "return"
        case = service.act("handler.qingyang", case, action, reason="不属于本队职责")
    return case


def decide(service: Service, *, returns: int = 2, note: str | None = REASON, **over: Any) -> dict[str, Any]:
    case = give_back(service, service.report("worker.qingyang", **over), returns)
    unit = unit_of(service, "清洋街道自然资源所")
    body = {"unit_ids": [unit], **({"note": note} if note else {})}
    return service.act("dispatcher.qingyang", case, "dispatch", **body)


def precedents(service: Service) -> list[dict[str, Any]]:
    return list(read_routing(service)["precedents"])


@pytest.mark.parametrize(("returns", "note"), [(1, REASON), (0, REASON), (2, None), (2, "  ")])
def test_no_precedent_without_two_returns_and_a_reason(
    service: Service, returns: int, note: str | None
) -> None:
    decide(service, returns=returns, note=note)
    assert precedents(service) == []


def test_the_head_of_a_villages_grids_sets_none(service: Service) -> None:
    case = service.report("worker.qingyang", service_code="C0104")
    for _ in range(2):
        case = service.act("head.qingyang", case, "dispatch")
        case = service.act("worker.qingyang", case, "return", reason="路太长")
    service.act("head.qingyang", case, "dispatch", note="还是你们去")
    assert precedents(service) == []


def test_a_decision_after_two_returns_is_cited_by_later_routing(service: Service) -> None:
    decided = decide(service)
    # Not even a rule for this matter in this town, made afterwards, takes its place by itself.
    save_rule(service)
    assert decided["routing"]["rule"] == "by-hand@1"
    (found,) = precedents(service)
    assert (found["service_code"], found["area_code"], found["level"]) == ("C0102", QINGYANG, "township")
    assert (found["case_number"], found["reason"]) == (decided["case_number"], REASON)
    assert (found["unit_name"], found["decided_by"]) == (
        "清洋街道自然资源所",
        service.client("dispatcher.qingyang").actor["name"],
    )
    later = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    assert later["unit"]["name"] == "清洋街道自然资源所"
    assert later["routing"]["rule"] == f"precedent-{found['id']}@1"
    for words in ("依据先例", "清洋街道", decided["case_number"], "理由见该案件"):
        assert words in later["routing"]["reason"]
    # The words stay with the case and the administrator's list: nobody takes them back out of other cases.
    assert REASON not in str(later["routing"])


def test_the_log_names_the_precedent_without_its_words(service: Service) -> None:
    decide(service)
    entry = log_of(service, "routing.changed")[-1]
    assert (entry["service_code"], entry["area"]) == ("C0102", QINGYANG)
    assert REASON not in str(log_of(service, "routing.changed"))


def test_it_holds_for_its_matter_its_area_and_its_level_only(service: Service) -> None:
    decide(service)
    assert preview(service)["rule"].startswith("precedent-")
    assert preview(service, service_code="C0103")["rule"] == "lead-agency@1"
    assert preview(service, area_code="370611102")["rule"] == "lead-agency@1"
    assert preview(service, level="district")["rule"] == "district-lead@1"


def test_a_later_decision_takes_the_place_of_an_earlier_one(service: Service) -> None:
    first = decide(service)
    case = service.report("worker.qingyang")
    enforcement = unit_of(service, "清洋街道综合行政执法中队")
    for _ in range(2):
        case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[enforcement])
        case = service.act("handler.qingyang", case, "return", reason="不属于本队职责")
    second = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[enforcement], note="改由执法中队")
    found = precedents(service)
    assert [(one["case_number"], bool(one["ended_at"])) for one in found] == [
        (second["case_number"], False),
        (first["case_number"], True),
    ]
    assert second["case_number"] in found[1]["ended_why"]
    assert preview(service)["unit"]["name"] == "清洋街道综合行政执法中队"


def test_an_administrator_ends_it_and_the_rules_hold_again(service: Service) -> None:
    decide(service)
    (found,) = precedents(service)
    admin, url = service.client("admin"), f"{ROUTING}/precedents/{found['id']}/end"
    assert admin.post(url, json={"why": ""}).status_code == 422
    answer = admin.post(url, json={"why": "职责清单已明确"})
    assert answer.status_code == 200
    assert answer.json["precedents"][0]["ended_why"] == "职责清单已明确"
    assert answer.json["precedents"][0]["ended_by"] == admin.actor["name"]
    assert preview(service)["rule"] == "lead-agency@1"
    assert admin.post(url, json={"why": "再来"}).status_code == 422
    assert admin.post(f"{ROUTING}/precedents/{found['id'][:-1]}0/end", json={"why": "x"}).status_code in {
        404,
        422,
    }


def test_a_precedent_whose_unit_was_closed_gives_way_to_the_rules(service: Service) -> None:
    decide(service)
    with service.database.transaction() as session:
        session.execute(text("UPDATE gridops.unit SET is_active = false WHERE name = '清洋街道自然资源所'"))
    assert preview(service)["rule"] == "lead-agency@1"


def test_a_villages_own_unit_sets_it_for_the_village_alone(service: Service) -> None:
    desk = service.client("dispatcher.qingyang")
    case = give_back(service, service.report("worker.qingyang"), 2)
    village = next(a["code"] for a in case["areas"] if a["level"] == "village")
    items = desk.get(f"/api/v1/units?area={village}&limit=500").json["items"]
    own = next(u["id"] for u in items if u["area_code"] == village)
    service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[own], note="村里自己清")
    (found,) = precedents(service)
    assert found["area_code"] == village
    assert preview(service, area_code=village)["rule"].startswith("precedent-")
    assert preview(service)["rule"] == "lead-agency@1"


def test_the_words_of_a_restricted_case_do_not_become_a_reason(service: Service) -> None:
    matters = service.client("worker.qingyang").get("/api/v1/matters").json["items"]
    code = next(m["service_code"] for m in matters if m["restricted"] and m["default_level"] == "township")
    case = service.report("worker.qingyang", service_code=code, location=at(121.27, 37.50))
    for _ in range(2):
        case = service.act(
            "dispatcher.qingyang", case, "dispatch", unit_ids=[unit_of(service, "清洋街道综合行政执法中队")]
        )
        case = service.act("handler.qingyang", case, "return", reason="不属于本队职责")
    case = service.act("dispatcher.qingyang", case, "dispatch", note="王小二家的事由派出所管")
    (found,) = precedents(service)
    assert "王小二" not in found["reason"]
    later = service.act("dispatcher.qingyang", service.report("worker.qingyang", service_code=code), "file")
    assert "王小二" not in later["routing"]["reason"]


@pytest.mark.parametrize("is_ended", [False, True])
def test_a_case_corrected_to_a_restricted_matter_takes_its_words_back(
    service: Service, is_ended: bool
) -> None:
    matters = service.client("worker.qingyang").get("/api/v1/matters").json["items"]
    code = next(m["service_code"] for m in matters if m["restricted"])
    decided = decide(service, note="王小二家的事由自然资源所管")
    later = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    (found,) = precedents(service)
    assert "王小二" in found["reason"]
    if is_ended:
        url = f"{ROUTING}/precedents/{found['id']}/end"
        assert service.client("admin").post(url, json={"why": "清单已明确"}).status_code == 200
    service.act("dispatcher.qingyang", decided, "correct", service_code=code)
    read = service.client("dispatcher.qingyang").get(f"/api/v1/incidents/{later['id']}").json
    for seen in (read_routing(service), later, read, preview(service)):
        assert "王小二" not in str(seen)
    assert len(precedents(service)) == 1
    assert preview(service)["rule"].startswith("precedent-") is not is_ended
