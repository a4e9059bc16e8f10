"""Routing says by which power the unit may act; where it has none, who has one."""

from __future__ import annotations

from sqlalchemy import text

from tests.duties.routing import QINGYANG, preview
from tests.reports import at
from tests.service import Service

GAOTUAN_PLACE = at(121.08446, 37.41777)


def unit_of(service: Service, name: str) -> str:
    items = service.client("dispatcher.qingyang").get("/api/v1/units?limit=500").json["items"]
    return next(unit["id"] for unit in items if unit["name"] == name)


def test_a_unit_without_the_power_is_sent_with_the_name_of_who_has_it(service: Service) -> None:
    village = service.client("worker.qingyang").actor["units"][0]
    case = service.report("worker.qingyang")
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[village])
    routing = case["routing"]
    assert (routing["power"], routing["basis"]) == (None, None)
    assert "没有执法权限" in routing["reason"]
    assert "清洋街道综合行政执法中队" in routing["reason"]


def test_a_proposed_unit_comes_with_its_power_and_basis(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    routing = case["routing"]
    assert routing["basis"] == "statutory"
    assert routing["power"]["act"] in {"order", "penalise", "permit", "remove"}
    for words in ("法定（由派驻机构行使）", routing["power"]["item_name"], routing["power"]["reference"]):
        assert words in routing["reason"]
    sent = service.act("dispatcher.qingyang", case, "dispatch")
    assert (sent["routing"]["power"], sent["routing"]["basis"]) == (routing["power"], "statutory")


def test_a_unit_picked_by_hand_is_asked_for_its_power_too(service: Service) -> None:
    squad = unit_of(service, "城区执法片区机动中队")
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch", unit_ids=[squad])
    assert (case["routing"]["rule"], case["routing"]["basis"]) == ("by-hand@1", "statutory")


def test_the_power_is_that_of_the_day_and_gone_with_it(service: Service) -> None:
    held = preview(service, area_code=QINGYANG)
    assert held["basis"] == "statutory"
    with service.database.transaction() as session:
        session.execute(text("DELETE FROM gridops.power"))
    bare = preview(service, area_code=QINGYANG)
    assert (bare["power"], bare["basis"], bare["unit"]) == (None, None, held["unit"])
    assert "权限" not in bare["reason"]


def test_a_power_that_went_since_the_filing_is_not_sent_along(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    assert case["routing"]["basis"] == "statutory"
    with service.database.transaction() as session:
        session.execute(text("DELETE FROM gridops.power"))
    unit = case["routing"]["unit"]["id"]
    sent = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[unit])
    assert (sent["routing"]["rule"], sent["routing"]["unit"]["id"]) == ("lead-agency@1", unit)
    assert (sent["routing"]["power"], sent["routing"]["basis"]) == (None, None)
    assert "权限" not in sent["routing"]["reason"]


def test_a_corrected_case_is_routed_anew(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "file")
    assert "暴露垃圾" in case["routing"]["reason"]
    case = service.act("dispatcher.qingyang", case, "correct", service_code="C0103")
    assert f"「{case['service_name']}」" in case["routing"]["reason"]
    assert "暴露垃圾" not in case["routing"]["reason"]
    case = service.act("dispatcher.qingyang", case, "correct", location=GAOTUAN_PLACE)
    assert "高疃镇" in case["routing"]["reason"]
    assert case["routing"]["unit"]["name"] == "高疃镇综合行政执法中队"


def test_units_sent_before_a_correction_stay_with_the_power_that_they_have_there(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    unit = case["routing"]["unit"]
    assert case["routing"]["rule"] == "lead-agency@1"
    case = service.act("dispatcher.qingyang", case, "correct", location=GAOTUAN_PLACE)
    assert (case["unit"]["id"], case["routing"]["unit"]["id"]) == (unit["id"], unit["id"])
    assert case["routing"]["rule"] == "by-hand@1"
    assert "更正前已派出" in case["routing"]["reason"]


def test_a_correction_after_the_handling_keeps_the_power_that_it_was_handled_by(service: Service) -> None:
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch")
    case = service.act("handler.qingyang", case, "accept")
    case = service.act("handler.qingyang", case, "handle", kind="order", note="已责令改正")
    corrected = service.act("dispatcher.qingyang", case, "correct", service_code="C0103")
    assert corrected["routing"] == case["routing"]
