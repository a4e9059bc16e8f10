"""Pure: the nine-column sheet of standards that offices hold, from cells to matters and back to cells.

Files are opened elsewhere. What cannot be read is named by table, row and column, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gridops.duties.calendar.limits import parse_limits, sheet_text
from gridops.duties.matters.standards import Condition
from gridops.errors import words_of

KIND_WORDS = {"component": "部件", "event": "事件"}

#: Column → (the heading it is written with, further headings it is read by).
HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("类别", "类型", "kind"),
    "big_code": ("大类代码", "大类编码", "大类编号", "大类码", "big_code"),
    "big_name": ("大类名称", "大类", "big_name"),
    "small_code": ("小类代码", "小类编码", "小类编号", "小类码", "small_code"),
    "small_name": ("小类名称", "小类", "small_name"),
    "handler": ("处置单位", "处置部门", "处置责任单位", "责任单位", "责任部门", "handler"),
    "regulator": ("主管部门", "监管部门", "监管单位", "主管单位", "监管责任单位", "regulator"),
    "filing_condition": ("立案条件", "立案标准", "filing_condition"),
    "closing_condition": ("结案条件", "结案标准", "结案规范", "closing_condition"),
    "limit_text": ("处置时限", "处理时限", "结案时限", "时限", "limit_text"),
}
COLUMNS = tuple(name for name in HEADINGS if name != "kind")
_BY_HEADING = {heading: name for name, headings in HEADINGS.items() for heading in headings}
_CODE = re.compile(r"[0-9A-Za-z]{1,8}")
_GUARDED = re.compile(r"'[=+\-@\t\r]")
_MOST_TEXT = 2000


@dataclass(frozen=True)
class Unread:
    """A cell (or a whole row, without a column) that could not be read, and why."""

    table: str
    row: int
    column: str
    text: str
    reason: str


@dataclass
class SheetMatter:
    """One class of the sheet: events and components are apart although their codes collide."""

    kind: str
    big_code: str
    big_name: str
    code: str
    name: str
    conditions: list[Condition] = field(default_factory=list)


@dataclass
class Sheet:
    """What was read of a whole file."""

    rows: int = 0
    matters: list[SheetMatter] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def conditions(self) -> int:
        """How many conditions its matters have."""
        return sum(len(m.conditions) for m in self.matters)


def read_sheet(tables: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> Sheet:
    """The matters of (name, rows of cells) tables; blank cells inherit from above, within one table."""
    sheet = Sheet()
    seen: dict[tuple[str, str], SheetMatter] = {}
    for name, rows in tables:
        _Table(name, sheet, seen).read(rows)
    # A class of which no row could be read is named among what could not be read, and is no matter.
    sheet.matters = [matter for matter in sheet.matters if matter.conditions]
    return sheet


def cell_text(value: object) -> str:
    """A cell as text: whole numbers lose the decimals that spreadsheets give them."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).strip()
    # An apostrophe keeps spreadsheets from taking a text for a formula; it is no part of the text.
    return text[1:] if _GUARDED.match(text) else text


class _Table:
    """One table being read; remembers the row above."""

    def __init__(self, name: str, sheet: Sheet, seen: dict[tuple[str, str], SheetMatter]) -> None:
        self.name, self.sheet, self.seen = name, sheet, seen
        self.columns: dict[str, int] = {}
        self.above: dict[str, str] = {}
        self.last: SheetMatter | None = None

    def read(self, rows: Iterable[Sequence[object]]) -> None:
        number = 0
        for number, raw in enumerate(rows, start=1):
            cells = [cell_text(value) for value in raw]
            if not any(cells):
                continue
            found = _headings(cells)
            if {"small_name", "limit_text"} <= set(found):
                self.columns = found
            elif self.columns:
                self.sheet.rows += 1
                self._row(number, cells)
        if not self.columns and number:
            self._fault(1, "", "", "没有表头（小类名称、处置时限等列）")

    def _fault(self, row: int, column: str, text: str, reason: str) -> None:
        heading = HEADINGS[column][0] if column else ""
        self.sheet.unread.append(Unread(self.name, row, heading, text[:60], reason))

    def _row(self, number: int, cells: Sequence[str]) -> None:
        own = {name: cells[at] if at < len(cells) else "" for name, at in self.columns.items()}
        whole = {name: text or self.above.get(name, "") for name, text in own.items()}
        faults = list(_faults_of(own, whole))
        matter = None if faults else self._matter(number, whole)
        if faults or matter is None:
            for column, text, reason in faults:
                self._fault(number, column, text, reason)
            return
        try:
            limits = parse_limits(whole["limit_text"])
        except ValueError as error:
            self._fault(number, "limit_text", whole["limit_text"], words_of(error).zh)
            return
        is_further_step = (
            matter is self.last and matter.conditions and own["limit_text"]
            and not own.get("filing_condition") and not own.get("closing_condition")
        )  # fmt: skip
        if is_further_step:
            before = matter.conditions[-1]
            matter.conditions[-1] = Condition(
                before.filing, before.closing, before.limits + limits, before.handler, before.regulator
            )
        else:
            matter.conditions.append(
                Condition(
                    whole.get("filing_condition", ""),
                    whole.get("closing_condition", ""),
                    limits,
                    whole.get("handler", ""),
                    whole.get("regulator", ""),
                )
            )
        self.above, self.last = whole, matter

    def _matter(self, number: int, whole: dict[str, str]) -> SheetMatter | None:
        kind = _kind_of(whole.get("kind") or self.name)
        big = _padded(whole.get("big_code", ""))
        small = _padded(whole["small_code"])
        code = small if len(small) > 2 and small.startswith(big) else big + small
        known = self.seen.get((kind, code))
        if known is None:
            known = SheetMatter(kind, big, whole.get("big_name", ""), code, whole["small_name"])
            self.seen[kind, code] = known
            self.sheet.matters.append(known)
        elif known.name != whole["small_name"]:
            self._fault(number, "small_name", whole["small_name"], f"代码 {code} 已用于「{known.name}」")
            return None
        return known


def _headings(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in enumerate(cells):
        name = _BY_HEADING.get(re.sub(r"[\s（(].*$", "", text))
        if name is not None:
            found.setdefault(name, at)
    return found


def _faults_of(own: dict[str, str], whole: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    for column in ("big_code", "small_code"):
        if column in whole and not _CODE.fullmatch(whole[column]):
            yield column, whole[column], "代码应为数字或字母" if whole[column] else "缺少代码"
    if "small_code" not in whole:
        yield "small_code", "", "没有小类代码这一列"
    if not whole["small_name"]:
        yield "small_name", "", "缺少小类名称"
    for column, text in own.items():
        if len(text) > _MOST_TEXT:
            yield column, text, f"文字超过 {_MOST_TEXT} 字"


def _kind_of(text: str) -> str:
    return "component" if "部件" in text or text.strip().lower() == "component" else "event"


def _padded(code: str) -> str:
    return code.zfill(2) if code.isdigit() else code


def sheet_rows(matters: Iterable[SheetMatter]) -> Iterator[dict[str, str]]:
    """The rows of some matters as cells by column, one for each condition, all cells filled."""
    for matter in matters:
        for condition in matter.conditions:
            yield {
                "kind": KIND_WORDS[matter.kind],
                "big_code": matter.big_code,
                "big_name": matter.big_name,
                "small_code": matter.code.removeprefix(matter.big_code),
                "small_name": matter.name,
                "handler": condition.handler,
                "regulator": condition.regulator,
                "filing_condition": condition.filing,
                "closing_condition": condition.closing,
                "limit_text": sheet_text(condition.limits),
            }
