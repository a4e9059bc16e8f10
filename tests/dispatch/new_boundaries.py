"""A change of boundaries for tests: what the next set changes, cases before it, and the work of its first day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import shapely
from sqlalchemy import select, text

from gridops import clock
from gridops.dispatch.boundaries.models import BoundaryChange
from gridops.log.models import LogEntry
from gridops.worker.firing import fire_due
from tests.conftest import settings_for
from tests.reports import at
from tests.service import Service
from tests.territory.redrawn import Layers, merge_villages, put

DAY = date(2027, 1, 15)
MIDNIGHT = datetime(2027, 1, 14, 16, 0, tzinfo=UTC)
EVE = MIDNIGHT - timedelta(hours=6)


def point_in(shape: Any, share: float = 0.5) -> dict[str, Any]:
    """A location well inside a shape, on its way from west to east."""
    west, south, east, north = shape.bounds
    x = west + (east - west) * share
    cut = shapely.intersection(shape, shapely.LineString([(x, south), (x, north)]))
    longest = max(shapely.get_parts(cut), key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    return at(round(middle.x, 6), round(middle.y, 6), accuracy_m=1.0)


class Plan:
    """What changes: the grid of worker.qingyang is cut in two, the village of worker.gaotuan joins another."""

    def __init__(self, layers: Layers, grid: str, leaving: str) -> None:
        self.grid, self.village = grid, grid[:12]
        self.leaving_grid, self.leaving = leaving, leaving[:12]
        villages = layers["village"]
        mine = villages[self.leaving]["shape"]
        self.staying = next(
            code
            for code in sorted(villages)
            if code[:9] == leaving[:9]
            and code != self.leaving
            and shapely.intersection(mine, villages[code]["shape"]).length > 0
        )
        serials = [int(c[12:]) for c in layers["grid"] if c[:12] == self.village]
        self.larger, self.smaller = (f"{self.village}{max(serials) + n:03d}" for n in (1, 2))
        self.joined = f"{self.staying}{1 + sum(c[:12] == self.staying for c in layers['grid']):03d}"
        self.old_shape = layers["grid"][grid]["shape"]
        self.leaving_shape = layers["grid"][leaving]["shape"]

    def apply(self, layers: Layers) -> None:
        merge_villages(layers, self.staying, self.leaving)
        old = layers["grid"].pop(self.grid)
        west, south, east, north = old["shape"].bounds
        cut = self._cut(old["shape"], 0.6)
        parts = [
            shapely.box(west - 1, south - 1, cut, north + 1),
            shapely.box(cut, south - 1, east + 1, north + 1),
        ]
        for code, part in zip((self.larger, self.smaller), parts, strict=True):
            shape = shapely.set_precision(shapely.intersection(old["shape"], part), 1e-7)
            put(layers, "grid", code, old, shape=shape, households=100)

    @staticmethod
    def _cut(shape: Any, share: float) -> float:
        west, south, east, north = shape.bounds
        low, high = west, east
        for _ in range(40):
            middle = (low + high) / 2
            left = shapely.intersection(shape, shapely.box(west, south, middle, north)).area
            low, high = (middle, high) if left < share * shape.area else (low, middle)
        return round(low, 5)


@dataclass
class Prepared:
    """A database in which the next set is in force from DAY, to be copied; nothing has moved yet."""

    name: str
    plan: Plan


@contextmanager
def opened_copy(databases, prepared: Prepared, folder) -> Iterator[Service]:
    name = f"{prepared.name}_{uuid4().hex[:8]}"
    databases.create(name, prepared.name)
    opened = Service(settings_for(databases.address(name), folder))
    try:
        with clock.frozen(EVE):
            yield opened
    finally:
        opened.close()
        databases.drop(name)


@dataclass
class World:
    """The morning after: cases by what should have become of them, and their rows of the evening before."""

    service: Service
    cases: dict[str, dict[str, Any]]
    other: dict[str, Any]
    recorded: list[Any]


@contextmanager
def on_the_day(seconds: float = 5) -> Iterator[Any]:
    with clock.frozen(MIDNIGHT + timedelta(seconds=seconds)) as stopped:
        yield stopped


def carry_out(service) -> None:
    """Let the worker's timer do all of it."""
    with on_the_day(90) as stopped:
        while fire_due(service.database):
            stopped.advance(timedelta(seconds=1))
    with service.database.transaction() as session:
        assert session.scalars(select(BoundaryChange.phase)).one() == "done"


def cases(service, plan: Plan) -> dict[str, dict[str, Any]]:
    """Cases before the change, by what should become of them."""
    made = {
        "east": service.report("worker.qingyang", location=point_in(plan.old_shape, 0.9)),
        "west": service.report("worker.qingyang", location=point_in(plan.old_shape, 0.3)),
        "settled": service.report(
            "worker.qingyang",
            location=point_in(plan.old_shape, 0.92),
            resolved_on_site={"notes": "已清理"},
        ),
        "joined": service.report("worker.gaotuan", location=point_in(plan.leaving_shape)),
        "village": service.report(
            "dispatcher.gaotuan", origin="desk", location={"source": "area", "area_code": plan.leaving}
        ),
        "elsewhere": service.report("worker2.qingyang", location=at(121.20, 37.40)),
    }
    filed = service.act("dispatcher.qingyang", made["east"], "file", level="grid")
    made["east"] = service.act("dispatcher.qingyang", filed, "dispatch")
    return made


def get(service, case: dict[str, Any], username: str = "dispatcher.fushan") -> dict[str, Any]:
    answer = service.client(username).get(f"/api/v1/incidents/{case['id']}")
    assert answer.status_code == 200, answer.data
    return dict(answer.json)


def codes(case: dict[str, Any]) -> list[str]:
    return [area["code"] for area in case["areas"]]


def entries(service, action: str) -> list[LogEntry]:
    with service.database.transaction() as session:
        return list(session.scalars(select(LogEntry).where(LogEntry.action == action).order_by(LogEntry.id)))


RECORDED = (
    "id, grid_version_id, grid_code, grid_name, grid_method, grid_probability, grid_candidates, lon, lat,"
    " reported_location, coalesce(recorded_scope_code, scope_code)"
)


def recorded(service) -> list[Any]:
    with service.database.transaction() as session:
        return list(session.execute(text(f"SELECT {RECORDED} FROM gridops.incident ORDER BY id")))
