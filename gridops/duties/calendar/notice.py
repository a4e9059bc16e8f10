"""Pure: a year's list of holidays and make-up working days, as the State Council's notice gives it, from a table."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gridops.errors import Fault, Unfit, invalid
from gridops.sheets import Book, Cell, Refusals, Row
from gridops.sheets.records import find_columns
from gridops.sheets.texts import plain_text
from gridops.words import Words

_OFF_WORDS = "holiday off rest 放假 休 休息 休息日 假期 假 节假日 法定节假日 0 false 否 no"
_ON_WORDS = "work working workday makeup make_up make-up 上班 班 调休 调休上班 补班 工作日 1 true 是 yes"
_OFF, _ON = frozenset(_OFF_WORDS.split()), frozenset(_ON_WORDS.split())
_HEADINGS = {
    "day": ("date", "day", "日期", "days", "放假日期"),
    "start": ("from", "start", "开始", "起", "开始日期", "起始日期"),
    "end": ("to", "end", "until", "结束", "止", "结束日期", "截止日期"),
    "kind": ("kind", "type", "类型", "类别", "性质", "is_working", "working", "是否上班", "是否工作日"),
    "note": ("note", "name", "节日", "名称", "说明", "备注", "holiday_name"),
}
_DATE = re.compile(
    r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})"
)
_LONGEST = 40


@dataclass(frozen=True)
class ListedDay:
    """A day that the notice names."""

    is_working: bool
    note: str


@dataclass(frozen=True)
class Notice:
    """The days a notice names, and the year it is about: the one most of them lie in."""

    year: int
    days: Mapping[date, ListedDay]


def read_notice(book: Book, *, year: int | None = None) -> Notice:
    """The notice that a sheet holds: a row for a day or a span of days, each said to be a holiday or worked.

    Raises Problem `invalid` naming every cell that cannot be read, every day that is both holiday and working,
    every holiday or working day named twice with different notes kept once. Nothing is returned in part.
    """
    refusals = Refusals()
    days: dict[date, ListedDay] = {}
    for row, cells in _rows(book):
        try:
            for day, listed in _days_of(row, cells, refusals):
                before = days.get(day)
                if before is not None and before.is_working != listed.is_working:
                    both = Words(f"{day} 既放假又上班", f"{day} is both a holiday and a working day")
                    refusals.add(row.first, "", both)
                days.setdefault(day, listed)
        except Unfit as error:
            refusals.add(row.first, "", error.words)
    refusals.raise_any()
    if not days:
        raise invalid(Fault("", "文件里没有日期", "The file names no day"))
    return Notice(year or Counter(day.year for day in days).most_common(1)[0][0], days)


def whole_year(notice: Notice) -> dict[date, ListedDay]:
    """Every day of the notice's year: what it does not name is worked from Monday to Friday."""
    day, found = date(notice.year, 1, 1), {}
    while day.year == notice.year:
        found[day] = notice.days.get(day) or ListedDay(day.weekday() < 5, "")
        day += timedelta(days=1)
    return found


def _rows(book: Book) -> Iterator[tuple[Row, Mapping[str, Cell]]]:
    for table in book.tables:
        columns: Mapping[str, int] | None = None
        for row in table.rows:
            if plain_text(row.first.value).startswith("#"):
                continue
            if columns is None:
                named = find_columns(row, _HEADINGS)
                # Without a heading: the day, what it is, what it is called.
                columns = named or {"day": 1, "kind": 2, "note": 3}
                if named:
                    continue
            cells = {name: row.at(column) for name, column in columns.items()}
            if any(not cell.is_empty for cell in cells.values()):
                yield row, cells


def _days_of(row: Row, cells: Mapping[str, Cell], refusals: Refusals) -> Iterator[tuple[date, ListedDay]]:
    if row.fault is not None:
        raise Unfit(*row.fault)
    for name, cell in cells.items():
        if cell.fault is not None:
            refusals.add(cell, _HEADINGS[name][2], cell.fault)
    if any(cell.fault is not None for cell in cells.values()):
        return
    word = _half_width(cells["kind"]).lower() if "kind" in cells else ""
    if word not in _OFF | _ON:
        raise Unfit("须写明放假还是上班", "Say whether it is a holiday or a working day")
    span = [day for name in ("day", "start", "end") if name in cells for day in _dates_in(cells[name])]
    if not 1 <= len(span) <= 2:
        raise Unfit("日期读不懂，如 2027-10-01", "A date cannot be read, such as 2027-10-01")
    first, last = span[0], span[-1]
    if not first <= last <= first + timedelta(days=_LONGEST):
        raise Unfit("日期先后不对或跨度太长", "The span of days runs backwards or is too long")
    note = cells["note"].text()[:100] if "note" in cells else ""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n), ListedDay(word in _ON, note)


def _dates_in(cell: Cell) -> list[date]:
    """The dates of a cell: of a span in words two, else the one that it holds."""
    found = [_date(match) for match in _DATE.finditer(_half_width(cell))]
    if found:
        return found
    day = cell.day()
    return [] if day is None else [day]


def _half_width(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", cell.text())


def _date(match: re.Match[str]) -> date:
    parts = [int(part) for part in match.groups() if part]
    try:
        return date(*parts)
    except ValueError as error:
        raise Unfit("没有这一天", "There is no such day") from error
