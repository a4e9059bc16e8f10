"""Pure: dates as sheets hold them: typed, as serial numbers, or in words. Two readings: refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from gridops.errors import Unfit
from gridops.sheets.texts import plain_text

#: Day 0 of the serial numbers; Excel's 29 February 1900 lies before all that is read.
_EPOCH = date(1899, 12, 30)
#: 1954 to 2119: a number of another size is no serial number of a date.
_SERIALS = range(20_000, 80_200)
_WORDS = re.compile(
    r"(?P<y>\d{4})(?:-|/|\.|年)(?P<m>\d{1,2})(?:-|/|\.|月)(?P<d>\d{1,2})[日号]?(?:[T ]?0?0:00(?::00(?:\.0+)?)?)?"
)
_TIGHT = re.compile(r"(?P<y>(?:19|20|21)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_DIGITS = {character: str(n) for n, character in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)


def date_of(value: Any) -> date | None:
    """The date that a value says, None for a blank; raises Unfit where it says none or more than one."""
    if isinstance(value, datetime):
        if value.time() != time():
            raise Unfit("应为日期，却带着钟点", "A date is expected, and this has a time of day")
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    text = unicodedata.normalize("NFKC", plain_text(value))
    if not text:
        return None
    return _of_number(int(text)) if re.fullmatch(r"\d{5}|\d{8}", text) else _of_words(text)


def _of_number(number: float) -> date:
    if number != int(number):
        raise Unfit("应为日期，却带着钟点", "A date is expected, and this has a time of day")
    tight = _TIGHT.fullmatch(str(int(number)))
    if tight is not None:
        return _made(tight["y"], tight["m"], tight["d"])
    if int(number) in _SERIALS:
        return _EPOCH + timedelta(days=int(number))
    raise _unread()


def _of_words(text: str) -> date:
    chinese = _CHINESE.fullmatch(text)
    if chinese is not None:
        year = "".join(_DIGITS[character] for character in chinese[1])
        return _made(year, _small(chinese[2]), _small(chinese[3]))
    match = _WORDS.fullmatch(re.sub(r"\s*([年月日号/.-])\s*", r"\1", text).strip())
    if match is None:
        raise _unread()
    return _made(match["y"], match["m"], match["d"])


def _small(text: str) -> str:
    tens, ten, ones = text.rpartition("十")
    return f"{_DIGITS.get(tens or '一', '0') if ten else ''}{_DIGITS.get(ones, '0')}"


def _made(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unfit("没有这一天", "There is no such day") from error


def _unread() -> Unfit:
    return Unfit("日期读不懂，请写成 2027-10-01", "The date cannot be read: write it as 2027-10-01")
