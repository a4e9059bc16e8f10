"""A Shapefile's table made ready for GDAL: numbers are handed on as the digits that stand there. No geometry.

GDAL turns numbers of 19 digits and more into floating-point ones, which changes codes. In the table they are text
anyway: with the type of the field changed to text, every digit arrives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from gridops.territory.importing.reading.raw import shortened
from gridops.words import Words

_HEADER = 32
_END_OF_FIELDS = 0x0D
#: Code pages by the number in a table's header, as far as they say anything; 0x57 is what writers put by default.
_CODE_PAGES = {
    0x4D: "gb18030",
    0x7A: "gb18030",
    0x4F: "big5",
    0x78: "big5",
    0x4E: "cp949",
    0x79: "cp949",
    0x13: "cp932",
    0x7B: "cp932",
    0x01: "cp437",
    0x02: "cp850",
    0x03: "cp1252",
    0x57: "cp1252",
    0x58: "cp1252",
    0xC8: "cp1250",
    0xC9: "cp1251",
}
_WHOLE = re.compile(r"-?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"-?\d*\.\d*")
_SCIENTIFIC = re.compile(r"-?\d+(\.\d*)?[eE][-+]?\d+")


@dataclass(frozen=True)
class Table:
    """What a table's header says: how many rows, the code page (None where it says nothing), its numeric fields.

    Names are as they stand there, each byte as the Latin-1 character of its number.
    """

    rows: int
    code_page: str | None
    numeric: tuple[str, ...]


def open_table(path: Path) -> Table | None:
    """Read the header of a .dbf and turn its numeric fields into text in place; None where it is no table."""
    body = bytearray(path.read_bytes())
    length = int.from_bytes(body[8:10], "little")
    if len(body) < _HEADER + 1 or length > len(body):
        return None
    numeric = []
    for at in range(_HEADER, length - 1, 32):
        if body[at] == _END_OF_FIELDS or at + 32 > len(body):
            break
        if body[at + 11] in b"NF":
            body[at + 11] = ord("C")
            # For text this byte would be a part of the width.
            body[at + 17] = 0
            numeric.append(body[at : at + 11].split(b"\x00")[0].decode("latin-1"))
    path.write_bytes(body)
    return Table(int.from_bytes(body[4:8], "little"), _CODE_PAGES.get(body[29]), tuple(numeric))


def with_numbers(
    rows: Sequence[dict[str, Any]], names: Sequence[str]
) -> tuple[list[dict[str, Any]], list[Words]]:
    """The rows with the digits of numeric fields as numbers; as text where a number would change them."""
    overflown: dict[str, list[str]] = {}
    found = []
    for n, row in enumerate(rows, start=1):
        out = dict(row)
        for name in names:
            value = row.get(name)
            if isinstance(value, str):
                out[name] = number_in(value)
                if value.strip("* ") == "" and "*" in value:
                    overflown.setdefault(name, []).append(str(n))
        found.append(out)
    said = []
    for name, where in overflown.items():
        listed = shortened(where)
        zh = f"字段 {name} 的宽度装不下第 {listed} 行的数（****），按空值读取"
        said.append(
            Words(zh, f"The numbers of row {listed} did not fit the field {name} (****): read as nothing")
        )
    return found, said


def number_in(text: str) -> Any:
    """The number that a table's text spells; None for none, the text itself where a number would lose a digit."""
    digits = text.strip()
    if not digits or not digits.strip("*"):
        return None
    if _WHOLE.fullmatch(digits):
        return int(digits)
    if _DECIMAL.fullmatch(digits) and any(c.isdigit() for c in digits):
        exact = Decimal(digits)
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    return float(digits) if _SCIENTIFIC.fullmatch(digits) else digits
