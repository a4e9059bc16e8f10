"""The district as a device learns it over HTTP: borders to walk in, matters to report, units to send."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.cli.simulation.caller import Caller

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True)
class Spot:
    """A point in CGCS2000 degrees."""

    lon: float
    lat: float

    def metres_from(self, lon: float, lat: float) -> float:
        """The distance to a point nearby, in metres."""
        east = (self.lon - lon) * math.cos(math.radians(self.lat))
        return math.hypot(east, self.lat - lat) * METRES_PER_DEGREE


@dataclass(frozen=True)
class Area:
    """An area with its border in CGCS2000 degrees."""

    code: str
    name: str
    shape: BaseGeometry = field(repr=False)

    def spot(self, rng: Random) -> Spot:
        """A point within, every place as likely as any other."""
        west, south, east, north = self.shape.bounds
        while True:
            lon, lat = round(rng.uniform(west, east), 7), round(rng.uniform(south, north), 7)
            if shapely.contains_xy(self.shape, lon, lat):
                return Spot(lon, lat)


@dataclass(frozen=True)
class SimulatedWorld:
    """What everybody knows: the district, its towns, the villages' codes, the matters."""

    district: Area
    towns: tuple[Area, ...]
    village_codes: tuple[str, ...]
    matters: tuple[dict[str, Any], ...]

    @property
    def reportable(self) -> list[dict[str, Any]]:
        """The matters that ask for no fields of their own: those leave room for the simulation's mark.

        Signposts take nothing in, and what is only written down has no loop to walk.
        """
        return [m for m in self.matters if not (m.get("fields") or m.get("signpost") or _is_only_recorded(m))]

    def town_of(self, code: str) -> Area:
        """The town that holds the area `code`."""
        return next(town for town in self.towns if code.startswith(town.code))


def _is_only_recorded(matter: dict[str, Any]) -> bool:
    return bool(matter.get("intake_mode") == "record_only")


def learn_area(caller: Caller, code: str) -> Area:
    """One area with its border."""
    body = caller.get(f"/areas/{code}").body
    shape = shapely.from_geojson(orjson.dumps(body["geometry"]))
    shapely.prepare(shape)
    return Area(code, body["name"], shape)


def learn_ground(caller: Caller) -> SimulatedWorld:
    """Ask for everything that the simulation stands on."""
    codes = {
        level: [item["code"] for item in caller.pages("/areas", level=level)]
        for level in ("district", "township", "village")
    }
    matters = caller.get("/matters").body["items"]
    return SimulatedWorld(
        district=learn_area(caller, codes["district"][0]),
        towns=tuple(learn_area(caller, code) for code in codes["township"]),
        village_codes=tuple(codes["village"]),
        matters=tuple(matters),
    )


@dataclass(frozen=True)
class Units:
    """Who can be sent: the units that somebody of the simulation works for, and by whom they are led."""

    enforcement: dict[str, str]
    staff: dict[str, str]

    def by_hand(self, scope_code: str) -> str | None:
        """The enforcement unit of the town (or else the district) a case lies in."""
        holders = [area for area in self.enforcement if scope_code.startswith(area)]
        return self.enforcement[max(holders, key=len)] if holders else None

    def handler_of(self, unit_id: str | None) -> str | None:
        """The account that answers for a unit, None where nobody of the simulation does."""
        return self.staff.get(unit_id or "")


def learn_units(desk: Caller, handlers: list[Caller]) -> Units:
    """The units in sight of a desk; the first of `handlers` that belongs to a unit answers for it."""
    staff: dict[str, str] = {}
    for handler in handlers:
        for unit_id in handler.actor["units"]:
            staff.setdefault(unit_id, handler.username)
    found = desk.pages("/units", limit=500)
    enforcement = {
        u["area_code"]: u["id"] for u in found if u["agency_code"] == "enforcement" and u["id"] in staff
    }
    return Units(enforcement, staff)
