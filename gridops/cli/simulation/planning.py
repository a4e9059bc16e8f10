"""What a phone will report and what is to become of it: all choices of a run, by its seed alone. Pure.

Plans hold no id and no time of day, so that the same seed means the same plans on any day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

from gridops.cli.simulation.ground import Area, SimulatedWorld, Spot
from gridops.demonstration.mix import describe, pick_matter
from gridops.geo.datums import COORD_SYSTEMS, convert

Way = Literal["plain", "twice at once", "twice later", "no signal"]
Turn = Literal["", "reject", "decline", "return", "rework"]
DESK_ORIGINS = ("phone", "phone", "hotline_12345", "leader", "public", "desk")
FAMILY_NAMES = "王李张刘孙于姜曲林初"


@dataclass(frozen=True)
class Fate:
    """What desk and unit will do with a case.

    `turn` is the one detour it takes, `trial` a move that has to be refused or a move that is sent twice.
    """

    turn: Turn = ""
    files_first: bool = False
    trusts_proposal: bool = False
    is_recalled: bool = False
    tells_way: bool = False
    after_photos: int = 0
    trial: Literal["", "stale-version", "illegal-move", "twice"] = ""


PLAIN_FATE = Fate()


@dataclass(frozen=True)
class PlannedReport:
    """One report to come: after `pause_s`, in which way, with how many photos, and its fate.

    `body` lacks what only the moment gives: ids, time, photos. `refusal` is the code that has to answer it.
    """

    key: str
    pause_s: float
    way: Way
    body: dict[str, Any]
    spot: Spot | None
    fate: Fate
    photos: int = 0
    sends_photos_first: bool = False
    refusal: str | None = None
    stage: str = "before"


@dataclass(frozen=True)
class Walk:
    """Who walks where: the phone's number, its village, how often it reports (mean seconds between two)."""

    number: int
    ground: SimulatedWorld
    village: Area
    every_s: float
    is_desk: bool = False
    photo_share: float = 0.5
    bad_share: float = 0.02


def plans(rng: Random, walk: Walk) -> Iterator[PlannedReport]:
    """The reports of one phone, without an end."""
    serial = 0
    while True:
        serial += 1
        yield plan(rng, walk, f"{walk.number}-{serial}")


def plan(rng: Random, walk: Walk, key: str) -> PlannedReport:
    """The next report of one phone."""
    matter = pick_matter(rng, walk.ground.reportable)
    spot = _area(rng, walk).spot(rng)
    settles = not walk.is_desk and rng.random() < 0.1
    body: dict[str, Any] = {
        "service_code": matter["service_code"],
        "description": describe(rng, matter, walk.village.name),
        "location": locate(rng, spot),
        "address": f"{walk.village.name}一带",
        "origin": "patrol",
        "fields": {"simulated": True},
    }
    if walk.is_desk:
        body |= _from_desk(rng)
    if settles:
        body["resolved_on_site"] = {"notes": "当场处理好了"}
    refusal = _spoil(rng, body) if rng.random() < walk.bad_share else None
    photos = rng.randint(1, 3) if rng.random() < walk.photo_share else int(bool(matter.get("photo_asked")))
    ways = ("plain", "twice at once", "twice later", "no signal")
    return PlannedReport(
        key=key,
        pause_s=rng.uniform(0.3, 1.7) * walk.every_s,
        way=rng.choices(ways, (70, 8, 8, 14))[0],  # type: ignore[arg-type]
        body=body,
        spot=spot,
        fate=_fate(rng, may_reject=body["origin"] != "hotline_12345"),
        photos=0 if refusal else photos,
        sends_photos_first=rng.random() < 0.3,
        refusal=refusal,
        stage="after" if settles else "before",
    )


def _area(rng: Random, walk: Walk) -> Area:
    """Mostly one's own village, at times the town, now and then anywhere in the district."""
    where = rng.random()
    if where < 0.7:
        return walk.village
    return walk.ground.town_of(walk.village.code) if where < 0.9 else walk.ground.district


def locate(rng: Random, spot: Spot) -> dict[str, Any]:
    """The true point as a phone says it: in one of the four datums, by name."""
    datum = rng.choice(COORD_SYSTEMS)
    lon, lat = convert(spot.lon, spot.lat, "cgcs2000", datum)
    return {
        "lon": round(float(lon), 7),
        "lat": round(float(lat), 7),
        "coord_sys": datum,
        "accuracy_m": round(rng.triangular(3, 60, 8), 1),
        "source": rng.choices(("gps", "network", "manual"), (8, 1, 1))[0],
    }


def _from_desk(rng: Random) -> dict[str, Any]:
    """A case by telephone, visitor, hotline or order, as a desk registers it."""
    origin = rng.choice(DESK_ORIGINS)
    body: dict[str, Any] = {"origin": origin}
    if origin in ("phone", "public", "hotline_12345"):
        number = f"138{rng.randrange(10**8):08d}"
        body["on_behalf_of"] = {"name": f"{rng.choice(FAMILY_NAMES)}某", "phone": number}
    if origin == "hotline_12345":
        body["external_number"] = f"SIM{rng.randrange(10**10):010d}"
    return body


def _spoil(rng: Random, body: dict[str, Any]) -> str:
    """Make a report that has to be refused; returns the code with which."""
    fault = rng.choice(("datum", "abroad", "matter"))
    if fault == "datum":
        del body["location"]["coord_sys"]
    elif fault == "abroad":
        body["location"] |= {"lon": 2.3522, "lat": 48.8566, "coord_sys": "wgs84"}
        return "out-of-extent"
    else:
        body["service_code"] = "NO-SUCH-MATTER"
    return "invalid"


def _fate(rng: Random, *, may_reject: bool) -> Fate:
    turns = ("", "reject", "decline", "return", "rework")
    turn = rng.choices(turns, (78, 4, 6, 5, 7))[0]
    if turn == "reject" and not may_reject:
        turn = ""
    return Fate(
        turn=turn,  # type: ignore[arg-type]
        files_first=rng.random() < 0.2,
        trusts_proposal=rng.random() < 0.3,
        is_recalled=rng.random() < 0.5,
        tells_way=rng.random() < 0.5,
        after_photos=1 if rng.random() < 0.3 else 0,
        trial=rng.choices(("", "stale-version", "illegal-move", "twice"), (84, 4, 4, 8))[0],
    )
