"""Pure: how a certificate stands on a day, how its number is written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Literal, Protocol

State = Literal["coming", "valid", "ends_soon", "expired", "withdrawn"]
#: Whoever keeps the register has so long to renew one.
SOON = timedelta(days=60)


class Dated(Protocol):
    """A certificate, as far as its days are asked."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_until(self) -> date: ...
    @property
    def withdrawn_on(self) -> date | None: ...


def standing_on(row: Dated, day: date) -> State:
    """Whether a certificate holds on a day; `ends_soon` holds too."""
    if row.withdrawn_on is not None and row.withdrawn_on <= day:
        return "withdrawn"
    if row.valid_from is not None and row.valid_from > day:
        return "coming"
    if row.valid_until < day:
        return "expired"
    return "ends_soon" if row.valid_until < day + SOON else "valid"


def holds_on(row: Dated, day: date) -> bool:
    """Whether its holder may act by it on a day."""
    return standing_on(row, day) in ("valid", "ends_soon")


def plain_number(text: str) -> str:
    """A number as it is kept: half-width, capitals, without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
