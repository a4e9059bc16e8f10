"""Routing as an administrator edits it: a rule and a policy as they are sent, and what the service makes of them."""

from __future__ import annotations

from typing import Any

from tests.duties.versions import ADMIN, today
from tests.service import Service

ROUTING = f"{ADMIN}/routing"
QINGYANG, GAOTUAN = "370611001", "370611102"


def a_rule(service: Service, **over: Any) -> dict[str, Any]:
    """A valid new rule from today on: exposed rubbish in 清洋 goes to the market supervision."""
    return {
        "code": "rubbish-qingyang",
        "valid_from": today(service).isoformat(),
        "name": "清洋暴露垃圾",
        "service_code": "C0102",
        "area_code": QINGYANG,
        "leads": [{"whose": "agency", "agency": "market", "at": "township"}],
        **over,
    }


def save_rule(service: Service, **over: Any) -> dict[str, Any]:
    """Save a rule; the routing as it is then."""
    answer = service.client("admin").post(f"{ROUTING}/rules", json=a_rule(service, **over))
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def read_routing(service: Service) -> dict[str, Any]:
    """All of the routing."""
    return dict(service.client("admin").get(ROUTING).json)


def preview(service: Service, **over: Any) -> dict[str, Any]:
    """What a case of exposed rubbish in 清洋 would get."""
    sent = {"service_code": "C0102", "area_code": QINGYANG, **over}
    answer = service.client("admin").post(f"{ROUTING}/preview", json=sent)
    assert answer.status_code == 200, answer.data
    return dict(answer.json)
