"""Pure: the nine-column sheet of standards that offices hold, from cells to matters and back to cells.

Files are opened elsewhere. What cannot be read is named by its cell, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from gridops.duties.calendar.limits import Limit, parse_limits, sheet_text
from gridops.duties.matters.standards import Condition
from gridops.errors import Unfit
from gridops.sheets import Book, Cell, Row, Table
from gridops.sheets.records import find_columns
from gridops.words import Words

KIND_WORDS = {"component": "部件", "event": "事件"}

#: Column → (the heading it is written with, further headings it is read by).
HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("类别", "类型", "kind"),
    "big_code": ("大类代码", "大类编码", "大类编号", "大类码", "big_code", "Class code"),
    "big_name": ("大类名称", "大类", "big_name", "Class"),
    "small_code": ("小类代码", "小类编码", "小类编号", "小类码", "small_code", "Matter code"),
    "small_name": ("小类名称", "小类", "small_name", "Matter"),
    "handler": ("处置单位", "处置部门", "处置责任单位", "责任单位", "责任部门", "handler", "Handled by"),
    "regulator": ("主管部门", "监管部门", "监管单位", "主管单位", "监管责任单位", "regulator", "Overseen by"),
    "filing_condition": ("立案条件", "立案标准", "filing_condition", "Filed when"),
    "closing_condition": ("结案条件", "结案标准", "结案规范", "closing_condition", "Closed when"),
    "limit_text": ("处置时限", "处理时限", "结案时限", "时限", "limit_text", "Limit"),
}
COLUMNS = tuple(name for name in HEADINGS if name != "kind")
_CODE = re.compile(r"[0-9A-Za-z]{1,8}")
_MOST_TEXT = 2000
ONLY_BLANKS = Words(
    "单元格里只有空格：要沿用上一行请清空，否则请填写",
    "Only blanks stand here: empty the cell to take it from above, or fill it in",
)
NO_CODE = Words("代码应为数字或字母", "A code is digits or letters")
MISSING_CODE = Words("缺少代码", "The code is missing")
CellDoubt = tuple[Cell, str, Words]


@dataclass(frozen=True)
class Unread:
    """A cell (or a whole row, without a column) that could not be read, and why."""

    table: str
    row: int
    column: str
    text: str
    reason: str
    #: The address as spreadsheets say it, and the reason in English.
    cell: str = ""
    reason_en: str = ""


@dataclass
class SheetMatter:
    """One class of the sheet: events and components are apart although their codes collide."""

    kind: str
    big_code: str
    big_name: str
    code: str
    name: str
    conditions: list[Condition] = field(default_factory=list)
    #: Whether a zero was put before a code that stood without one.
    is_padded: bool = field(default=False, compare=False)


@dataclass
class Sheet:
    """What was read of a whole file."""

    rows: int = 0
    matters: list[SheetMatter] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    remarks: list[Words] = field(default_factory=list)

    @property
    def conditions(self) -> int:
        """How many conditions its matters have."""
        return sum(len(m.conditions) for m in self.matters)


def read_sheet(book: Book) -> Sheet:
    """The matters of a file; truly empty cells inherit from above, within one table."""
    sheet = Sheet(remarks=list(book.remarks))
    seen: dict[tuple[str, str], SheetMatter] = {}
    for table in book.tables:
        _TableReader(table, sheet, seen).read()
    # A class of which no row could be read is named among what could not be read, and is no matter.
    sheet.matters = [matter for matter in sheet.matters if matter.conditions]
    return sheet


class _TableReader:
    """One table being read; remembers the row above."""

    def __init__(self, table: Table, sheet: Sheet, seen: dict[tuple[str, str], SheetMatter]) -> None:
        self.table, self.sheet, self.seen = table, sheet, seen
        self.columns: dict[str, int] = {}
        self.above: dict[str, str] = {}
        self.last: SheetMatter | None = None

    def read(self) -> None:
        """Every row below the headings."""
        for row in self._rows_below():
            self.sheet.rows += 1
            self._row(row)
        if not self.columns and self.table.rows:
            self._fault(
                self.table.rows[0].first,
                "",
                Words("没有表头（小类名称、处置时限等列）", "There are no headings"),
            )

    def _rows_below(self) -> Iterator[Row]:
        for row in self.table.rows:
            found = find_columns(row, HEADINGS)
            if {"small_name", "limit_text"} <= set(found):
                self.columns = found
            elif self.columns:
                yield row

    def _fault(self, cell: Cell, column: str, words: Words) -> None:
        heading = HEADINGS[column][0] if column else ""
        self.sheet.unread.append(
            Unread(self.table.name, cell.row, heading, cell.shown, words.zh, cell.address, words.en)
        )

    def _row(self, row: Row) -> None:
        if row.fault is not None:
            self._fault(row.first, "", row.fault)
            return
        own, whole, faults = self._cells(row)
        faults += list(_faults_of(row, self.columns, own, whole))
        if not faults:
            faults += self._doubts(row, whole)
        matter = None if faults else self._matter(row, whole)
        for cell, column, words in faults:
            self._fault(cell, column, words)
        if matter is None:
            return
        try:
            limits = parse_limits(whole["limit_text"])
        except Unfit as error:
            self._fault(row.at(self.columns["limit_text"]), "limit_text", error.words)
            return
        self._add(matter, limits, own, whole)
        self.above, self.last = whole, matter

    def _cells(self, row: Row) -> tuple[dict[str, str], dict[str, str], list[CellDoubt]]:
        """The texts of a row as they stand, the same with what is empty taken from above, and cells without a text."""
        own: dict[str, str] = {}
        whole: dict[str, str] = {}
        faults: list[CellDoubt] = []
        for name, at in self.columns.items():
            cell = row.at(at)
            try:
                own[name] = cell.code() if name.endswith("_code") else cell.text()
            except Unfit as error:
                own[name] = ""
                faults.append((cell, name, error.words))
            whole[name] = own[name] or (self.above.get(name, "") if cell.is_empty else "")
            if not own[name] and not cell.is_empty and cell.fault is None and self.above.get(name):
                faults.append((cell, name, ONLY_BLANKS))
        return own, whole, faults

    def _doubts(self, row: Row, whole: dict[str, str]) -> Iterator[CellDoubt]:
        """Codes that may have lost a zero at their front: asked about, since padding could make another of them."""
        small, big = whole["small_code"], _padded(whole.get("big_code", ""))
        if re.fullmatch(r"[1-9]\d\d", small) and f"0{small}".startswith(big) and big.startswith("0"):
            yield row.at(self.columns["small_code"]), "small_code", _lost_zero(small, f"0{small}")

    def _add(
        self, matter: SheetMatter, limits: tuple[Limit, ...], own: dict[str, str], whole: dict[str, str]
    ) -> None:
        is_further_step = (
            matter is self.last and matter.conditions and own["limit_text"]
            and not own.get("filing_condition") and not own.get("closing_condition")
        )  # fmt: skip
        if is_further_step:
            before = matter.conditions[-1]
            matter.conditions[-1] = replace(before, limits=before.limits + limits)
            return
        matter.conditions.append(
            Condition(
                whole.get("filing_condition", ""),
                whole.get("closing_condition", ""),
                limits,
                whole.get("handler", ""),
                whole.get("regulator", ""),
            )
        )

    def _matter(self, row: Row, whole: dict[str, str]) -> SheetMatter | None:
        kind = _kind_of(whole.get("kind") or self.table.name)
        big = _padded(whole.get("big_code", ""))
        small = _padded(whole["small_code"])
        code = small if len(small) > 2 and small.startswith(big) else big + small
        known = self.seen.get((kind, code))
        if known is None:
            known = SheetMatter(kind, big, whole.get("big_name", ""), code, whole["small_name"])
            known.is_padded = (whole.get("big_code", ""), whole["small_code"]) != (big, small)
            self.seen[kind, code] = known
            self.sheet.matters.append(known)
        elif known.name != whole["small_name"]:
            words = Words(
                f"代码 {code} 已用于「{known.name}」", f"The code {code} is used for {known.name} already"
            )
            self._fault(row.at(self.columns["small_name"]), "small_name", words)
            return None
        return known


def _lost_zero(code: str, other: str) -> Words:
    return Words(
        f"代码 {code} 可能丢了前面的零：是 {other} 吗？请写成文本 {other}，或把本表的代码写成同样位数",
        f"The code {code} may have lost the zero at its front. Is it {other}? Then write it so, as text",
    )


def _faults_of(
    row: Row, columns: Mapping[str, int], own: dict[str, str], whole: dict[str, str]
) -> Iterator[CellDoubt]:
    def cell(name: str) -> Cell:
        return row.at(columns[name]) if name in columns else row.first

    for column in ("big_code", "small_code"):
        if column in whole and cell(column).fault is None and not _CODE.fullmatch(whole[column]):
            yield cell(column), column, NO_CODE if whole[column] else MISSING_CODE
    if "small_code" not in whole:
        yield row.first, "small_code", Words("没有小类代码这一列", "There is no column of codes")
    if not whole["small_name"] and cell("small_name").fault is None:
        yield cell("small_name"), "small_name", Words("缺少小类名称", "The name is missing")
    for column, text in own.items():
        if len(text) > _MOST_TEXT:
            yield (
                cell(column),
                column,
                Words(f"文字超过 {_MOST_TEXT} 字", f"More than {_MOST_TEXT} characters"),
            )


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
