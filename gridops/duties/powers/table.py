"""Pure: a table of powers as rows of the register: one line for several matters and several areas at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gridops.duties.powers.rules import PowerContent, basis_of
from gridops.errors import Unfit

COLUMNS = (
    "item_code",
    "item_name",
    "item_group",
    "act",
    "matters",
    "holder",
    "agency",
    "areas",
    "basis",
    "reference",
    "in_name_of",
    "valid_from",
    "valid_to",
    "note",
)


@dataclass(frozen=True)
class TableRow:
    """A row of the register as a table gives it; `line` is the line it stands on."""

    line: int
    content: PowerContent
    valid_from: date
    valid_to: date | None


def read_power_table(lines: Iterable[Mapping[str, str | None]], names: Mapping[str, str]) -> list[TableRow]:
    """Rows of a table: `C0102|C05*` are matters and groups, areas are codes, `{township}` is the area's name.

    `names` gives area names by code and the district's as `district`. Raises Unfit with
    the line where a column is missing or a date cannot be read.
    """
    found: list[TableRow] = []
    for number, line in enumerate(lines, start=2):
        missing = [name for name in COLUMNS if line.get(name) is None]
        if missing:
            raise Unfit(f"第 {number} 行缺少列：{missing[0]}", f"Line {number} has no column {missing[0]}")
        found += _expanded(number, {name: (line[name] or "").strip() for name in COLUMNS}, names)
    return found


def _expanded(number: int, line: Mapping[str, str], names: Mapping[str, str]) -> Iterator[TableRow]:
    try:
        starts = date.fromisoformat(line["valid_from"])
        ends = date.fromisoformat(line["valid_to"]) if line["valid_to"] else None
    except ValueError as error:
        raise Unfit(f"第 {number} 行的日期读不懂", f"Line {number} has a date that cannot be read") from error
    same = {
        name: line[name]
        for name in ("item_code", "item_name", "item_group", "act", "holder", "reference", "note")
    }
    for area in line["areas"].split("|"):
        in_name_of = line["in_name_of"].replace("{township}", names.get(area, area))
        for what in line["matters"].split("|"):
            content = PowerContent(
                **same,
                basis=basis_of(line["basis"]),
                service_code="" if what.endswith("*") else what,
                group_code=what[:-1] if what.endswith("*") else "",
                agency_code=line["agency"],
                area_code=area,
                in_name_of=in_name_of.replace("{district}", names.get("district", "")),
            )
            yield TableRow(number, content, starts, ends)
