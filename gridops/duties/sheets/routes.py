"""HTTP words of sheets of standards, taken in and written. For administrators only."""

from __future__ import annotations

from typing import Any

from flask import Response

from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.sheets.files import MOST_BYTES, open_tables, write_csv, write_xlsx
from gridops.duties.sheets.importing import (
    DEFAULT_LIST,
    ImportReport,
    as_sheet,
    import_sheet,
    plan_import,
    refuse_unread,
)
from gridops.duties.sheets.rules import read_sheet
from gridops.duties.sheets.wire import SheetExportQuery, SheetQuery, SheetReportOut
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people.roles import ADMIN

bp = blueprint("sheets", prefix="/api/v1/admin")


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.post("/sheets")
@endpoint(
    "Take in a sheet of standards",
    roles=ADMIN,
    raw="application/octet-stream",
    query=SheetQuery,
    answers={200: SheetReportOut},
    limit_bytes=MOST_BYTES,
)
def post_sheet(call: Call[None, SheetQuery]) -> Any:
    """An XLSX or CSV; with `dry_run` nothing is written, with `partly` what cannot be read is left out."""
    actor_id = call.actor.id
    query = call.query
    sheet = read_sheet(open_tables(call.raw))
    starts = query.valid_from or calendar_queries.today(call.session)
    name = query.list or DEFAULT_LIST
    if query.dry_run:
        plan = plan_import(call.session, sheet, list_name=name, valid_from=starts)
        return _sheet_report(plan.report, is_dry_run=True)
    refuse_unread(sheet, is_partly=query.partly)
    report = import_sheet(call.session, actor_id, sheet, list_name=name, valid_from=starts)
    return _sheet_report(report, is_dry_run=False)


def _sheet_report(report: ImportReport, *, is_dry_run: bool) -> SheetReportOut:
    return SheetReportOut(**vars(report), is_dry_run=is_dry_run)


@bp.get("/sheets")
@endpoint(
    "Write matters as a sheet",
    roles=ADMIN,
    query=SheetExportQuery,
    answers={200: None},
    also=(XLSX, "text/csv"),
)
def get_sheet(call: Call[None, SheetExportQuery]) -> Any:
    """The nine columns, as XLSX or CSV."""
    query = call.query
    matters = as_sheet(call.session, list_name=query.list or None, on=calendar_queries.today(call.session))
    is_csv = query.format == "csv"
    body = write_csv(matters) if is_csv else write_xlsx(matters)
    response = Response(body, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="standards.{query.format}"'
    return response
