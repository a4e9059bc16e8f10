"""A header that an endpoint reads or sends, as the document tells of it. No header's value passes here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HeaderField:
    """A header that an endpoint reads or sends, as the document tells of it."""

    name: str
    schema: Mapping[str, Any]
    required: bool = False
