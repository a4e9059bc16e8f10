"""The names: the district, its townships, villages and communities, read from the project's own table.

No geometry passes through here.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

DISTRICT = "370611"
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class NamedArea:
    """One row of areas.csv: code of 6, 9 or 12 digits, official and short name, level and kind."""

    code: str
    name: str
    level: str
    kind: str
    parent_code: str
    short_name: str


def read_table(path: Path) -> list[NamedArea]:
    """All rows in the order of the file; FileNotFoundError or TypeError when it is not such a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [NamedArea(**row) for row in csv.DictReader(lines)]


def chinese_number(number: int) -> str:
    """第几: 1 → 一, 12 → 十二; for 1 to 19."""
    return _DIGITS[number] if number <= 10 else "十" + _DIGITS[number - 10]


def bare_name(short_name: str) -> str:
    """What stays of a village's name inside another name: 松岚村 → 松岚, 柳村 → 柳村, 南关社区 → 南关."""
    for ending in ("社区", "村"):
        if short_name.endswith(ending) and len(short_name) - len(ending) >= 2:
            return short_name[: -len(ending)]
    return short_name
