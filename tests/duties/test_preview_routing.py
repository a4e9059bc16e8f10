"""What a case would get by the rules, asked beforehand by matter, place, day and origin."""

from __future__ import annotations

import pytest

from tests.duties.routing import QINGYANG, ROUTING, preview, save_rule
from tests.service import Service


def test_the_preview_says_what_a_case_would_get(service: Service) -> None:
    save_rule(
        service,
        accepts=["duty_officer"],
        helps=[
            {"whose": "matter", "at": "township"},
            {"whose": "agency", "agency": "police", "at": "township"},
        ],
    )
    found = preview(service, at="2026-09-30T16:30:00+08:00", level="township")
    # On that day the rule did not hold yet.
    assert (found["rule"], found["unit"]["name"]) == ("lead-agency@1", "清洋街道综合行政执法中队")
    found = preview(service)
    assert (found["level"], found["accepts"], found["stand_in"]) == (
        "township",
        ["duty_officer"],
        ["dispatcher", "duty_officer"],
    )
    assert found["unit"]["name"] == "清洋街道市场监督管理所"
    assert [one["name"] for one in found["helping"]] == ["清洋街道派出所"]
    for words in ("暴露垃圾", "清洋街道", "清洋暴露垃圾", "第 1 版", "市场监督管理"):
        assert words in found["reason"]
    assert [one["code"] for one in found["considered"]] == ["rubbish-qingyang", "lead-agency"]
    assert found["steps"]
    assert found["due_at"]


def test_the_preview_takes_a_point_too(service: Service) -> None:
    point = {"lon": 121.27, "lat": 37.50, "coord_sys": "cgcs2000"}
    found = preview(service, area_code="", point=point, level="grid")
    assert found["rule"] == "own-grid@1"
    assert "清洋街道" in found["place"]
    assert found["unit"]["name"] in found["reason"]


@pytest.mark.parametrize(
    ("over", "pointer"),
    [
        ({"service_code": "NONE"}, "/service_code"),
        ({"area_code": "999999"}, "/area_code"),
        ({"area_code": ""}, "/area_code"),
        ({"point": {"lon": 121.27, "lat": 37.50, "coord_sys": "cgcs2000"}}, "/area_code"),
        ({"condition": 9}, "/condition"),
        ({"level": "moon"}, "/level"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "/at"),
        ({"at": "9999-12-31T23:59:59-12:00"}, "/at"),
        ({"external_due_at": "0001-01-01T00:00:00+14:00"}, "/external_due_at"),
        ({"external_due_at": "9999-12-31T23:59:59-12:00"}, "/external_due_at"),
    ],
)
def test_the_preview_refuses_what_is_not_known(service: Service, over: dict, pointer: str) -> None:
    sent = {"service_code": "C0102", "area_code": QINGYANG, **over}
    answer = service.client("admin").post(f"{ROUTING}/preview", json=sent)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
