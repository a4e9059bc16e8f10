"""A version of a matter as an administrator sends it, with what a test wants to be different; and days to use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from gridops.duties.calendar import queries as calendar_queries
from tests.service import Service

ADMIN = "/api/v1/admin"


def today(service: Service, days: int = 0) -> date:
    """The deployment's day, so many days on."""
    with service.database.transaction() as session:
        return calendar_queries.today(session) + timedelta(days=days)


def a_version(valid_from: date, **over: Any) -> dict[str, Any]:
    """A valid version of exposed rubbish, four working hours, checked by photo."""
    return {
        "valid_from": valid_from.isoformat(),
        "service_name": "暴露垃圾",
        "service_group": "市容环境",
        "group_code": "C01",
        "lead_agency": "enforcement",
        "verification": "photo",
        "conditions": [
            {"filing_condition": "成堆垃圾未清运", "closing_condition": "清运干净", "limits": "4小时"}
        ],
        **over,
    }


def put_in_force(service: Service, service_code: str = "C0102", **over: Any) -> dict[str, Any]:
    """Give a matter of the demonstration a version from today on; the matter as the register shows it."""
    answer = service.client("admin").post(
        f"{ADMIN}/matters/{service_code}/versions", json=a_version(today(service), **over)
    )
    assert answer.status_code == 201, answer.data
    return dict(answer.json)


def log_of(service: Service, action: str) -> list[dict[str, Any]]:
    """The data of every entry of an action, oldest first."""
    with service.database.transaction() as session:
        rows = session.execute(
            text("SELECT data, actor_id FROM gridops.log_entry WHERE action = :a ORDER BY id"), {"a": action}
        )
        return [dict(row.data) | {"actor": str(row.actor_id) if row.actor_id else None} for row in rows]
