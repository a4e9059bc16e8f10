"""Pure: how a telephone number and a user name are written, and what is wrong with them."""

from __future__ import annotations

import re
import unicodedata

from gridops.errors import Unfit

_BETWEEN = re.compile(r"[\s()\-‐-―（）]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{9,11}|[2-9]\d{6,7}")
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,48}[a-z0-9])?")


def plain_phone(text: str) -> str:
    """A number as it is kept: half-width digits alone, without the country's 86; "" stays "".

    Raises Unfit for what is neither a mobile nor a landline number.
    """
    digits = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", digits)
    if not digits or _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    raise Unfit(
        "电话不对：手机 11 位，固定电话带区号",
        "No telephone number: 11 digits for a mobile, a landline with its area code",
    )


def plain_username(text: str) -> str:
    """A user name as it is kept: small letters, digits, dots, hyphens; raises Unfit for anything else."""
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not _USERNAME.fullmatch(name):
        raise Unfit(
            "用户名用小写字母、数字、点或短横，最多 50 个字符",
            "A user name has small letters, digits, dots or hyphens, at most 50 of them",
        )
    return name


def as_phone(typed: str) -> str | None:
    """What was typed to sign in as a telephone number; None where it is none."""
    try:
        return plain_phone(typed) or None
    except Unfit:
        return None


def check_username(username: str, phone: str | None) -> None:
    """A user name that is a number is its own person's telephone: signing in by either must mean one account."""
    if username.isdigit() and username != phone:
        raise Unfit(
            "纯数字的用户名只能是本人的电话",
            "A user name of digits alone must be the person's own telephone number",
        )
