"""What comes in and goes out where a sheet of standards is taken in or written."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from gridops.http.wire import Outgoing, Query


class SheetQuery(Query):
    """How a sheet is taken in."""

    list: str = Field("", max_length=60)
    valid_from: date | None = None
    dry_run: bool = False
    partly: bool = False


class SheetExportQuery(Query):
    """Which list to write, and as what."""

    list: str = Field("", max_length=60)
    format: Literal["xlsx", "csv"] = "xlsx"


class SheetReportOut(Outgoing):
    """What became of a sheet."""

    rows: int
    matters: int
    events: int
    components: int
    conditions: int
    added: int
    changed: int
    unchanged: int
    not_in_sheet: int
    without_lead: int
    unread: list[dict[str, Any]]
    remarks: list[dict[str, str]]
    is_dry_run: bool
