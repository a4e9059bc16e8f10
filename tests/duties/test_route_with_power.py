"""Routing says by which power the unit may act; where it has none, who has one."""

from __future__ import annotations

from sqlalchemy import text

from tests.duties.routing import QINGYANG, preview
from tests.service import Service


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
    assert routing["basis"] == "stationed"
    assert routing["power"]["act"] in {"order", "penalise", "permit", "remove"}
    for words in ("派驻", routing["power"]["item_name"], routing["power"]["reference"]):
        assert words in routing["reason"]
    sent = service.act("dispatcher.qingyang", case, "dispatch")
    assert (sent["routing"]["power"], sent["routing"]["basis"]) == (routing["power"], "stationed")


def test_a_unit_picked_by_hand_is_asked_for_its_power_too(service: Service) -> None:
    squad = unit_of(service, "城区执法片区机动中队")
    case = service.act("dispatcher.qingyang", service.report("worker.qingyang"), "dispatch", unit_ids=[squad])
    assert (case["routing"]["rule"], case["routing"]["basis"]) == ("by-hand@1", "stationed")


def test_the_power_is_that_of_the_day_and_gone_with_it(service: Service) -> None:
    held = preview(service, area_code=QINGYANG)
    assert held["basis"] == "stationed"
    with service.database.transaction() as session:
        session.execute(text("DELETE FROM gridops.power"))
    bare = preview(service, area_code=QINGYANG)
    assert (bare["power"], bare["basis"], bare["unit"]) == (None, None, held["unit"])
    assert "权限" not in bare["reason"]
