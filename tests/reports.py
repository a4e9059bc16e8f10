"""A report as a phone sends it, with what a test wants to be different."""

from __future__ import annotations

import uuid
from typing import Any

#: Well inside 清洋街道, in the grid of worker.qingyang.
QINGYANG = {"lon": 121.27, "lat": 37.50, "coord_sys": "cgcs2000", "accuracy_m": 8.0, "source": "gps"}


def a_report(**over: Any) -> dict[str, Any]:
    """A valid report of exposed rubbish in 清洋街道."""
    report: dict[str, Any] = {
        "client_id": str(uuid.uuid4()),
        "service_code": "C0102",
        "description": "路口有一堆垃圾没人收",
        "location": dict(QINGYANG),
        "occurred_at": "2026-11-20T09:30:00+08:00",
    }
    return {**report, **over}


def at(lon: float, lat: float, **over: Any) -> dict[str, Any]:
    """A location."""
    return {**QINGYANG, "lon": lon, "lat": lat, **over}
