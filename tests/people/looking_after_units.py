"""Helpers of the tests of agencies and units: found and made by the administrator."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from gridops.log.models import LogEntry
from tests.service import Service

ADMIN = "/api/v1/admin"
UNITS, AGENCIES = f"{ADMIN}/units", f"{ADMIN}/agencies"
QINGYANG = "370611001"


def find_unit(service: Service, agency: str, area: str = QINGYANG) -> dict[str, Any]:
    """The unit of an agency for exactly an area."""
    found = service.client("admin").get(f"{UNITS}?agency={agency}&area={area}&state=all").json["items"]
    return next(dict(one) for one in found if one["area"]["code"] == area)


def make_agency(service: Service, code: str, **more: Any) -> dict[str, Any]:
    """A new agency, a company outside if nothing else is said."""
    sent = {"code": code, "name": "顺达物业公司", "kind": "outside", **more}
    answer = service.client("admin").post(AGENCIES, json=sent)
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def make_unit(service: Service, agency: str, area: str = QINGYANG, **more: Any) -> dict[str, Any]:
    """A new unit."""
    sent = {"agency_code": agency, "area_code": area, "name": "顺达物业清洋项目部", **more}
    answer = service.client("admin").post(UNITS, json=sent)
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def entries_of(service: Service, entity_id: str) -> list[str]:
    """What the log says of an agency or a unit, oldest first."""
    with service.database.transaction("gridops_system") as session:
        query = select(LogEntry.action).where(LogEntry.entity_id == entity_id).order_by(LogEntry.id)
        return list(session.scalars(query))
