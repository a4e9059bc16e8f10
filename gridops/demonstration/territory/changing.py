"""What else the coming set changes: villages merged or given another code, told by a table that is kept by hand.

Areas are sets of cells here; features are made of them in coming.py.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from .partition import Territory, in_order
from .table import NamedArea


@dataclass(frozen=True)
class Change:
    """A village made of one or more of the first set; its grids stay apart or become one."""

    village: NamedArea
    old_codes: list[str]
    joins_grids: bool


@dataclass
class Coming:
    """The whole territory of the coming set, and of which old codes each changed village or grid is made."""

    whole: Territory
    made_of: dict[str, list[str]] = field(default_factory=dict)

    @property
    def became(self) -> dict[str, str]:
        """Old code → new code of everything that was merged or recoded."""
        return {old: new for new, olds in self.made_of.items() for old in olds}


def read_changes(path: Path) -> list[Change]:
    """The rows of changes.csv: a village as in areas.csv, its old codes by bars, `grids` kept or joined."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            old_codes, grids = row.pop("old_codes").split("|"), row.pop("grids")
            found.append(Change(NamedArea(**row), old_codes, grids == "joined"))
    return found


def make_coming(first: Territory, town: Territory, changes: list[Change]) -> Coming:
    """The first district with the town and the changes, but for merging what another seed didn't lay side by side."""
    changes = [change for change in changes if _adjoins(first, change.old_codes)]
    gone = {code for change in changes for code in change.old_codes}
    whole = Territory(
        mesh=town.mesh,
        named={code: area for code, area in town.named.items() if code not in gone},
        townships={**first.townships, **town.townships},
        villages={code: cells for code, cells in first.villages.items() if code not in gone} | town.villages,
        grids={code: cells for code, cells in first.grids.items() if code[:12] not in gone} | town.grids,
        seed=first.seed,
    )
    coming = Coming(whole)
    for change in changes:
        _apply(coming, first, change)
    whole.villages = dict(sorted(whole.villages.items()))
    return coming


def _cells(first: Territory, villages: list[str]) -> set[int]:
    return set().union(*(first.villages[code] for code in villages))


def _adjoins(first: Territory, villages: list[str]) -> bool:
    return len(first.mesh.rings(_cells(first, villages))) == 1


def _apply(coming: Coming, first: Territory, change: Change) -> None:
    whole, code = coming.whole, change.village.code
    cells = _cells(first, change.old_codes)
    whole.named[code], whole.villages[code] = change.village, cells
    coming.made_of[code] = change.old_codes
    olds = {old: grid for old, grid in first.grids.items() if old[:12] in change.old_codes}
    parts = [cells] if change.joins_grids else in_order(whole.mesh, list(olds.values()))
    for serial, part in enumerate(parts, 1):
        whole.grids[f"{code}{serial:03d}"] = part
        coming.made_of[f"{code}{serial:03d}"] = [old for old, grid in olds.items() if grid <= part]
