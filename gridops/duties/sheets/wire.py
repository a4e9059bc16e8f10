"""What comes in and goes out where a sheet of standards is taken in or written."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from gridops.http.wire import Day, Outgoing, Query, refuses_at


class SheetQuery(Query):
    """How a sheet is taken in."""

    model_config = ConfigDict(json_schema_extra=refuses_at(valid_from="a day that is past"))

    list: str = Field("", max_length=60)
    valid_from: Day | None = None
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
