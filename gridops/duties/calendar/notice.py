"""Pure: a year's list of holidays and make-up working days, as the State Council's notice gives it, from a table."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gridops.errors import Fault, Unfit, invalid

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
_BY_HEADING = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
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


def read_notice(text: str, *, year: int | None = None) -> Notice:
    """The notice that a CSV holds: a row for a day or a span of days, each said to be a holiday or worked.

    Raises Problem `invalid` naming every line that cannot be read, every day that is both holiday and working,
    every holiday or working day named twice with different notes kept once. Nothing is returned in part.
    """
    faults: list[Fault] = []
    days: dict[date, ListedDay] = {}
    for line, row in _rows(text):
        try:
            for day, listed in _days_of(row):
                before = days.get(day)
                if before is not None and before.is_working != listed.is_working:
                    faults.append(
                        Fault(f"/{line}", f"{day} 既放假又上班", f"{day} is both a holiday and a working day")
                    )
                days.setdefault(day, listed)
        except Unfit as error:
            zh, en = error.words
            faults.append(Fault(f"/{line}", f"第 {line} 行：{zh}", f"Line {line}: {en}"))
    if not days and not faults:
        faults.append(Fault("", "文件里没有日期", "The file names no day"))
    if faults:
        raise invalid(*faults)
    return Notice(year or Counter(day.year for day in days).most_common(1)[0][0], days)


def whole_year(notice: Notice) -> dict[date, ListedDay]:
    """Every day of the notice's year: what it does not name is worked from Monday to Friday."""
    day, found = date(notice.year, 1, 1), {}
    while day.year == notice.year:
        found[day] = notice.days.get(day) or ListedDay(day.weekday() < 5, "")
        day += timedelta(days=1)
    return found


def _rows(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    columns: Sequence[str | None] | None = None
    for line, raw in enumerate(csv.reader(text.lstrip("\ufeff").splitlines()), start=1):
        cells = [unicodedata.normalize("NFKC", cell).strip() for cell in raw]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if columns is None:
            named = [_BY_HEADING.get(cell.lower()) for cell in cells]
            # Without a heading: the day, what it is, what it is called.
            columns = named if any(named) else ("day", "kind", "note")
            if any(named):
                continue
        yield line, {name: cell for name, cell in zip(columns, cells, strict=False) if name}


def _days_of(row: Mapping[str, str]) -> Iterator[tuple[date, ListedDay]]:
    word = row.get("kind", "").lower()
    if word not in _OFF | _ON:
        raise Unfit("须写明放假还是上班", "Say whether it is a holiday or a working day")
    span = [_date(m) for m in _DATE.finditer(" ".join(row.get(n, "") for n in ("day", "start", "end")))]
    if not 1 <= len(span) <= 2:
        raise Unfit("日期读不懂，如 2027-10-01", "A date cannot be read, such as 2027-10-01")
    first, last = span[0], span[-1]
    if not first <= last <= first + timedelta(days=_LONGEST):
        raise Unfit("日期先后不对或跨度太长", "The span of days runs backwards or is too long")
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n), ListedDay(word in _ON, row.get("note", "")[:100])


def _date(match: re.Match[str]) -> date:
    parts = [int(part) for part in match.groups() if part]
    try:
        return date(*parts)
    except ValueError as error:
        raise Unfit("没有这一天", "There is no such day") from error
