"""Pure: what a cell says, free of what nobody sees: zero-width characters, odd blanks, full-width digits of codes."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from gridops.errors import Unfit

#: Zero-width and direction marks, soft hyphens, byte order marks: they come along from web pages and chat programs.
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CARRIAGE = re.compile(r"_x000[dD]_|\r\n?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GUARDED = re.compile(r"'[=+\-@\t\r]")
#: `="007"`: how a CSV tells Excel and WPS that digits are a text.
_TOLD_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE][+]?\d{1,3}")
#: From here on a spreadsheet's number no longer keeps every digit.
_MOST_EXACT = 10**15


def plain_text(value: Any) -> str:
    """A value as text: no invisible characters, plain blanks, none around, no guarding apostrophe."""
    text = unicodedata.normalize("NFC", said(value))
    text = _CONTROL.sub("", _INVISIBLE.sub("", _BLANKS.sub(" ", _CARRIAGE.sub("\n", text)))).strip()
    told = _TOLD_TEXT.fullmatch(text)
    if told:
        return told[1].replace('""', '"').strip()
    # An apostrophe keeps spreadsheets from taking a text for a formula; it is no part of the text.
    return text[1:] if _GUARDED.match(text) else text


def code_text(value: Any, *, digits: int = 0) -> str:
    """A value as a code: half-width, no blanks. Raises Unfit for dates, truth values and numbers that lost digits."""
    if isinstance(value, bool | date | time | timedelta):
        raise Unfit(
            f"代码被表格软件当成了{'日期' if isinstance(value, date) else '其他类型'}，请改成文本",
            "The spreadsheet holds this code as something else: write it as text",
        )
    if isinstance(value, float) and not value.is_integer():
        raise Unfit("代码不能是小数", "A code is no decimal number")
    if isinstance(value, int | float) and abs(value) >= _MOST_EXACT:
        raise Unfit(
            "代码是 16 位以上的数字，表格软件只保留前 15 位：请改成文本重填",
            "A code of more than 15 digits held as a number has lost its last ones: write it as text",
        )
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain_text(value)))
    if _SCIENTIFIC.fullmatch(text):
        raise Unfit(
            "代码是科学记数，后面的数字已丢失：请改成文本重填",
            "The code stands in scientific notation and has lost digits: write it as text",
        )
    return text.zfill(digits) if isinstance(value, int | float) else text


def said(value: Any) -> str:
    """A value as a spreadsheet shows it: whole numbers without decimals, midnight left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _MOST_EXACT else f"{value:.15g}"
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    return str(value)
