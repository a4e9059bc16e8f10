"""A small ground for the simulation's pure parts: one town, one village, three matters, two units."""

from __future__ import annotations

from typing import Any

from shapely import box

from gridops.cli.simulation.ground import Area, SimulatedWorld, Units

VILLAGE = Area("370611001001", "试验村", box(121.26, 37.49, 121.28, 37.51))
TOWN = Area("370611001", "试验镇", box(121.20, 37.45, 121.30, 37.55))
DISTRICT = Area("370611", "试验区", box(121.05, 37.25, 121.35, 37.55))


def a_matter(code: str, **over: Any) -> dict[str, Any]:
    """A matter as GET /matters shows it, as far as the simulation looks."""
    matter = {
        "service_code": code,
        "service_name": f"事项{code}",
        "service_group": "市容环境",
        "aliases": ["垃圾堆"],
        "lead_agency": "enforcement",
        "verification": "photo",
    }
    return {**matter, **over}


MATTERS = (a_matter("C0102"), a_matter("C0505", lead_agency="police"), a_matter("X01", verification="none"))
GROUND = SimulatedWorld(DISTRICT, (TOWN,), (VILLAGE.code,), MATTERS)
UNITS = Units(
    enforcement={"370611": "unit-district", "370611001": "unit-town"},
    staff={"unit-district": "head", "unit-town": "handler"},
)


def a_brief(state: str = "reported", **over: Any) -> dict[str, Any]:
    """A case as the stream tells of it."""
    brief = {
        "id": "case-1",
        "state": state,
        "version": 1,
        "level": "township",
        "origin": "patrol",
        "scope_code": "370611001001001",
        "service_code": "C0102",
        "unit": None,
    }
    return {**brief, **over}
