"""Keyset paging: `limit` and an opaque `cursor`, never an offset."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from uuid import UUID

import orjson

from gridops.errors import fault

DEFAULT_LIMIT = 50
MAX_LIMIT = 500


def encode(key: list[str]) -> str:
    """An opaque cursor for the last key of a page."""
    return base64.urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


def decode(cursor: str | None, length: int) -> list[str] | None:
    """The key in a cursor, `length` texts, or None without one; 422 for one that was not made here."""
    if not cursor:
        return None
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error
    if not isinstance(key, list) or len(key) != length or not all(map(_is_text, key)):
        raise fault("/cursor", "游标无效", "Not a cursor of this list")
    return key


def decode_id(cursor: str | None) -> UUID | None:
    """The id in the cursor of a list by id, or None without one; 422 for one that was not made here."""
    key = decode(cursor, 1)
    try:
        return UUID(key[0]) if key is not None else None
    except ValueError as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error


def _is_text(part: Any) -> bool:
    return isinstance(part, str) and "\x00" not in part
