"""The demonstration's coming set: the first set's files with what joins and changes, loaded as any other set is.

A set is a complete partition, so each layer is put together whole before it is imported and checked.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from gridops.db.session import Session
from gridops.demonstration.load_territory import FOLDER, LAYERS
from gridops.territory.importing.writing import import_layer
from gridops.territory.models import BoundarySet
from gridops.territory.sets.putting_in_force import put_in_force

SET_NAME = "福山区示意（臧家庄镇并入）"
#: Why a town that the statistics list already has is only to come: shown wherever the set is.
WHY_TO_COME = (
    "臧家庄镇为什么还没有：本演示从改革时的七个镇街开始，臧家庄镇是后来并入福山区的（2023 年统计用区划代码已列入）。"
    "这里把并入放在将来的一天，好让人看到边界变化前后怎样对照；日期是编的，不是真实的并入时间。"
)
#: Months between the one in which the demonstration is loaded and the one with which the set begins.
_MONTHS_AHEAD = 2


def first_day(today: date) -> date:
    """The coming set's first day for a demonstration loaded `today`: the first of the month after next."""
    months = today.year * 12 + today.month - 1 + _MONTHS_AHEAD
    return date(months // 12, months % 12 + 1, 1)


def load_coming(session: Session, valid_from: date, folder: Path = FOLDER) -> BoundarySet:
    """Load every layer of the coming set and have it come into force on `valid_from`."""
    with TemporaryDirectory(prefix="gridops-") as made:
        for name, level in LAYERS:
            path = Path(made) / name
            path.write_bytes(orjson.dumps(whole_layer(name, folder)))
            import_layer(session, path, level=level, set_name=SET_NAME, source="gridops geodata make-demo")
    found = put_in_force(session, SET_NAME, valid_from)
    found.notice = f"{found.notice}。{WHY_TO_COME}" if found.notice else WHY_TO_COME
    return found


def whole_layer(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """The FeatureCollection of one layer of the coming set: first features, those gone or renewed, new ones."""
    first = orjson.loads((folder / name).read_bytes())
    later = folder / "coming" / name
    if not later.exists():
        return dict(first)
    features = orjson.loads(later.read_bytes())["features"]
    renewed = {code for f in features if (code := f["properties"].get("code"))}
    left = renewed | _gone(folder)[later.stem]
    kept = [f for f in first["features"] if f["properties"].get("code") not in left]
    return {**first, "features": [*kept, *features]}


def _gone(folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with (folder / "coming" / "gone.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["layer"]].add(row["code"])
    return found
