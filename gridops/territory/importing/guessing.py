"""Pure: which field of an office's file holds the code, the name, the parent, the kind, the households."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gridops.territory.importing.values import InexactCodeError, code_text, name_text, text_of
from gridops.territory.refusing import refused

Rows = Sequence[Mapping[str, Any]]

#: Names that offices give their fields, the surest first; survey databases write pinyin initials.
NAMES: dict[str, tuple[str, ...]] = {
    "code": (
        "code",
        "adcode",
        "编码",
        "代码",
        "网格编码",
        "网格编号",
        "区划代码",
        "行政区代码",
        "统计用区划代码",
        "area_code",
        "grid_code",
        "xzqdm",
        "zldwdm",
        "qsdwdm",
        "wgbm",
        "wgdm",
        "qhdm",
        "xzdm",
        "bm",
        "dm",
        "grid_id",
        "bianma",
        "daima",
    ),
    "name": (
        "name",
        "名称",
        "网格名称",
        "区划名称",
        "行政区名称",
        "area_name",
        "grid_name",
        "xzqmc",
        "zldwmc",
        "qsdwmc",
        "wgmc",
        "qhmc",
        "xzmc",
        "mc",
        "mingcheng",
        "title",
        "label",
    ),
    "parent": (
        "parent_code",
        "parent",
        "上级编码",
        "上级代码",
        "所属编码",
        "所属代码",
        "上级",
        "township_code",
        "sjbm",
        "sjdm",
        "ssdm",
        "pcode",
        "parentcode",
        "p_code",
    ),
    "kind": ("kind", "类型", "类别", "网格类型", "wglx", "lx", "lb", "type"),
    "households": ("households", "户数", "总户数", "住户数", "hs", "hh", "zhs"),
}
_CODE = re.compile(r"[0-9A-Za-z-]{2,40}")
#: Lengths of statistical codes, from the county's to the grid's.
_CODE_LENGTHS = frozenset({6, 9, 12, 14, 15, 20})
#: A Shapefile's names end after ten bytes, so a longer name arrives as its beginning.
_CUT_BYTES = 10
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True)
class FieldMap:
    """Names of the properties to read; without `short_name` the name counts, without a parent the code."""

    code: str = "code"
    name: str = "name"
    short_name: str = "short_name"
    parent: str = "parent_code"
    kind: str = "kind"
    households: str = "households"
    people: str = "people"
    members: str = "member_codes"


@dataclass(frozen=True)
class Guess:
    """A field map with what was found: `found[what]` is the field's name in the file, or absent."""

    fields: FieldMap
    found: Mapping[str, str]


def guess_fields(rows: Rows, given: Mapping[str, str | None] | None = None) -> Guess:
    """The fields by their names, else (code and name only) by what stands in them; `given` outweighs both.

    Raises a Problem `invalid` where a given field is in no feature.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    found: dict[str, str] = {}
    for what, field in (given or {}).items():
        if field is None:
            continue
        if field not in names:
            listed = ", ".join(names) or "-"
            raise refused(
                f"文件没有字段 {field}，有：{listed}", f"There is no field {field}; there are: {listed}"
            )
        found[what] = field
    # Objects and lists are no codes or names; an object that holds one is looked into.
    plain = [name for name in names if _is_readable(rows, name)]
    for what, known in NAMES.items():
        if what not in found and (name := _by_name(plain, known, set(found.values()))):
            found[what] = name
    if "code" not in found and (name := _by_codes(rows, plain, set(found.values()))):
        found["code"] = name
    if "name" not in found and (name := _by_words(rows, plain, set(found.values()))):
        found["name"] = name
    return Guess(replace(FieldMap(), **found), found)


def _is_readable(rows: Rows, name: str) -> bool:
    """Whether anything in a field is a plain value, or an object with a code or a name inside."""
    values = [value for row in rows if (value := row.get(name)) is not None]
    return not values or any(
        name_text(value) or _code_or_none(value) for value in values if not isinstance(value, list)
    )


def _code_or_none(value: Any) -> str:
    try:
        return code_text(value)
    except InexactCodeError as error:
        return error.shown


def naming_of(row: Mapping[str, Any]) -> str:
    """A feature's code and name in brackets, as far as its fields' names tell which they are; '' where they don't."""
    names = list(row)
    words = []
    for what in ("code", "name"):
        field = _by_name(names, NAMES[what], set())
        text = name_text(row[field]) or _code_or_none(row[field]) if field is not None else ""
        words.append(text[:_SHOWN_CHARACTERS])
    told = " ".join(word for word in words if word)
    return f" ({told})" if told else ""


def _by_name(names: Sequence[str], known: Sequence[str], used: set[str]) -> str | None:
    lowered = {name.strip().lower(): name for name in names if name not in used}
    for word in known:
        for name, original in lowered.items():
            if name == word or _is_cut(name, word):
                return original
    return None


def _is_cut(name: str, word: str) -> bool:
    clean = name.rstrip("\ufffd")
    full = len(name.encode()) >= _CUT_BYTES - 3 or clean != name
    return full and len(clean) > 1 and word.startswith(clean) and len(word.encode()) > _CUT_BYTES


def _by_codes(rows: Rows, names: Sequence[str], used: set[str]) -> str | None:
    """A field that is different everywhere and reads like codes; the longest common beginning wins."""
    best: tuple[int, str] | None = None
    for name in names:
        values = [_code_or_none(row.get(name)) for row in rows]
        if name in used or len(set(values)) < len(values) or not all(_CODE.fullmatch(v) for v in values):
            continue
        digits = all(v.isdigit() for v in values)
        score = 10 * digits + 5 * all(len(v) in _CODE_LENGTHS for v in values) + len(_common(values))
        # A running number is no code: it says nothing of the parent.
        if digits and len(max(values, key=len)) < 4 and len(values) > 1:
            continue
        if best is None or score > best[0]:
            best = (score, name)
    return best[1] if best else None


def _common(values: Sequence[str]) -> str:
    low, high = min(values), max(values)
    same = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[:same]


def _by_words(rows: Rows, names: Sequence[str], used: set[str]) -> str | None:
    """The field with the most different texts that hold letters."""
    best: tuple[int, str] | None = None
    for name in names:
        values = {v for row in rows if isinstance(v := row.get(name), str) and any(c.isalpha() for c in v)}
        if name not in used and values and (best is None or len(values) > best[0]):
            best = (len(values), name)
    return best[1] if best else None


def samples_of(rows: Rows, field: str | None, shown: int = 5) -> list[str]:
    """The first few different names, as a person will read them."""
    if field is None:
        return []
    values = dict.fromkeys(text for row in rows if (text := text_of(row.get(field))))
    return list(values)[:shown]


def columns_in(rows: Rows, shown: int = 3) -> list[dict[str, object]]:
    """Every field of a file with a few values, so that a person can say which is which."""
    names = dict.fromkeys(name for row in rows for name in row)
    return [{"name": name, "samples": samples_of(rows, name, shown)} for name in names]
