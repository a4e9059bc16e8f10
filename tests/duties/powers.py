"""A power as an administrator sends it, and a case brought to the moment at which a unit handles it."""

from __future__ import annotations

from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from tests.service import Service

ADMIN = "/api/v1/admin/powers"
MENLOU, GAOTUAN, QINGYANG = "370611007", "370611102", "370611001"


def a_power(valid_from: date, **over: Any) -> dict[str, Any]:
    """高疃's delegated power to order in road matters, by its own offices."""
    return {
        "item_code": "T-01",
        "item_name": "测试事项",
        "item_group": "测试",
        "act": "order",
        "service_code": "C0110",
        "holder": "township",
        "area_code": GAOTUAN,
        "basis": "delegated",
        "reference": "测试文件第 1 项",
        "in_name_of": "高疃镇人民政府",
        "valid_from": valid_from.isoformat(),
        **over,
    }


def unit_of(service: Service, agency: str, area: str) -> str:
    """The id of an agency's unit for exactly an area."""
    units = service.client("dispatcher.fushan").get(f"/api/v1/units?area={area}&limit=500").json["items"]
    return next(u["id"] for u in units if u["agency_code"] == agency and u["area_code"] == area)


def sent_case(
    service: Service, *, service_code: str, area: str, agency: str = "enforcement", unit_area: str = ""
) -> dict[str, Any]:
    """A case somewhere in an area, accepted by a unit of an agency whose head is in the cast."""
    case = service.report(
        "dispatcher.fushan",
        service_code=service_code,
        origin="desk",
        location={"source": "area", "area_code": area},
    )
    unit = unit_of(service, agency, unit_area or area)
    case = service.act("dispatcher.fushan", case, "dispatch", unit_ids=[unit])
    return service.act("head.enforcement", case, "accept")


def handle(service: Service, case: dict[str, Any], kind: str, **more: Any) -> TestResponse:
    """The head of enforcement says that it is done, and by which kind of act."""
    body = {"version": case["version"], "kind": kind, "note": "现场办理", **more}
    return service.client("head.enforcement").post(
        f"/api/v1/incidents/{case['id']}/actions/handle", json=body
    )
