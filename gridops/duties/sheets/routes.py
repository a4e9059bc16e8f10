"""HTTP words of sheets of standards, taken in and written. For administrators only."""

from __future__ import annotations

from typing import Any

from flask import Response

from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.sheets.files import write_csv, write_xlsx
from gridops.duties.sheets.importing import (
    DEFAULT_LIST,
    ImportReport,
    as_sheet,
    import_sheet,
    refuse_unread,
)
from gridops.duties.sheets.rules import read_sheet
from gridops.duties.sheets.wire import SheetExportQuery, SheetQuery, SheetReportOut
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.problems import language
from gridops.people.roles import ADMIN
from gridops.sheets import MOST_BYTES, open_book
from gridops.sheets.writing import CSV_TYPE, XLSX_TYPE

bp = blueprint("sheets", prefix="/api/v1/admin")


@bp.post("/sheets")
@endpoint(
    "Take in a sheet of standards",
    roles=ADMIN,
    raw="application/octet-stream",
    query=SheetQuery,
    answers={200: SheetReportOut},
    limit_bytes=MOST_BYTES,
    refuses_at={"": "a file that is no sheet", "/": "cells that cannot be read"},
)
def post_sheet(call: Call[None, SheetQuery]) -> Any:
    """An XLSX, XLS or CSV; `dry_run` is the same run, rolled back; `partly` leaves out what cannot be read."""
    actor_id = call.actor.id
    query = call.query
    sheet = read_sheet(open_book(call.raw))
    starts = query.valid_from or calendar_queries.today(call.session)
    name = query.list or DEFAULT_LIST
    if query.dry_run:
        call.session.undo_at_end()
    else:
        refuse_unread(sheet, is_partly=query.partly)
    report = import_sheet(call.session, actor_id, sheet, list_name=name, valid_from=starts)
    return _sheet_report(report, is_dry_run=query.dry_run)


def _sheet_report(report: ImportReport, *, is_dry_run: bool) -> SheetReportOut:
    return SheetReportOut(**vars(report), is_dry_run=is_dry_run)


@bp.get("/sheets")
@endpoint(
    "Write matters as a sheet",
    roles=ADMIN,
    query=SheetExportQuery,
    answers={200: None},
    also=(XLSX_TYPE, "text/csv"),
)
def get_sheet(call: Call[None, SheetExportQuery]) -> Any:
    """The nine columns, as XLSX or CSV."""
    query = call.query
    matters = as_sheet(call.session, list_name=query.list or None, on=calendar_queries.today(call.session))
    is_csv = query.format == "csv"
    body = (write_csv if is_csv else write_xlsx)(matters, language=language())
    response = Response(body, content_type=CSV_TYPE if is_csv else XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="standards.{query.format}"'
    return response
