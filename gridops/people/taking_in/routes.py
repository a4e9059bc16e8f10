"""HTTP words of sheets of units, shifts, certificates: a template, a look, the taking in. For administrators only."""

from __future__ import annotations

from typing import Any

from flask import Response

from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.problems import language
from gridops.people.accounts.sheet_wire import CellFaultOut, ImportQuery, TemplateQuery
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.roles import ADMIN
from gridops.people.taking_in.certificates import CERTIFICATES
from gridops.people.taking_in.rosters import ROSTERS
from gridops.people.taking_in.rows import RowSheet, TakenIn, take_in
from gridops.people.taking_in.units import UNITS
from gridops.people.taking_in.wire import RowSheetOut
from gridops.sheets import MOST_BYTES, open_book
from gridops.sheets.writing import CSV_TYPE, XLSX_TYPE, Column, Page, write_csv, write_xlsx
from gridops.words import Words

bp = blueprint("people_taking_in", prefix="/api/v1/admin")
_REFUSES_AT = {"": "a file that is no sheet", "/": "cells that cannot be read"}


def _template(call: Call[None, TemplateQuery], sheet: RowSheet[Any], name: str) -> Response:
    said = language()
    columns = [Column(Words(words[0], sheet.english[key]), width=16) for key, words in sheet.headings.items()]
    rows = [[cell or None for cell in row] for row in sheet.examples[said]]
    is_csv = call.query.format == "csv"
    body = (
        write_csv(columns, rows, language=said)
        if is_csv
        else write_xlsx([Page(sheet.title.in_(said), columns, rows)], language=said)
    )
    response = Response(body, content_type=CSV_TYPE if is_csv else XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{call.query.format}"'
    return response


def _import(call: Call[None, ImportQuery], sheet: RowSheet[Any]) -> RowSheetOut:
    is_dry_run = call.query.dry_run
    if is_dry_run:
        call.session.undo_at_end()
    done = take_in(call.session, call.actor, sheet, open_book(call.raw))
    if not is_dry_run:
        done.refusals.raise_any()
    return _report(done, is_dry_run=is_dry_run)


def _report(done: TakenIn, *, is_dry_run: bool) -> RowSheetOut:
    return RowSheetOut(
        rows=done.rows,
        **done.counts,
        fault_count=len(done.refusals.found),
        faults=CellFaultOut.first_of(done.refusals, language()),
        is_dry_run=is_dry_run,
    )


@bp.get("/units/template")
@endpoint(
    "An empty sheet of units with an example",
    roles=ADMIN,
    query=TemplateQuery,
    answers={200: None},
    also=(XLSX_TYPE, "text/csv"),
)
def get_units_template(call: Call[None, TemplateQuery]) -> Any:
    """The columns and a row that shows how they are filled."""
    return _template(call, UNITS, "units")


@bp.post("/units/import")
@endpoint(
    "Take in a sheet of units",
    roles=ADMIN,
    raw="application/octet-stream",
    query=ImportQuery,
    answers={200: RowSheetOut},
    limit_bytes=MOST_BYTES,
    refuses_at=_REFUSES_AT,
)
def post_units(call: Call[None, ImportQuery]) -> Any:
    """An XLSX, XLS or CSV; a unit that is there gets the name and the numbers that the sheet says."""
    return _import(call, UNITS)


@bp.get("/rosters/template")
@endpoint(
    "An empty duty roster with an example",
    roles=ADMIN,
    query=TemplateQuery,
    answers={200: None},
    also=(XLSX_TYPE, "text/csv"),
)
def get_rosters_template(call: Call[None, TemplateQuery]) -> Any:
    """The columns and a row that shows how they are filled."""
    return _template(call, ROSTERS, "roster")


@bp.post("/rosters/import")
@endpoint(
    "Take in a duty roster",
    roles=ADMIN,
    asks=f"{RECENTLY}, unless only looked at",
    raw="application/octet-stream",
    query=ImportQuery,
    answers={200: RowSheetOut},
    limit_bytes=MOST_BYTES,
    refuses=UNCONFIRMED,
    refuses_at=_REFUSES_AT,
)
def post_rosters(call: Call[None, ImportQuery]) -> Any:
    """An XLSX, XLS or CSV; a row a shift."""
    if not call.query.dry_run:
        require_confirmed(call.session, call.actor)
    return _import(call, ROSTERS)


@bp.get("/certificates/template")
@endpoint(
    "An empty sheet of certificates with an example",
    roles=ADMIN,
    query=TemplateQuery,
    answers={200: None},
    also=(XLSX_TYPE, "text/csv"),
)
def get_certificates_template(call: Call[None, TemplateQuery]) -> Any:
    """The columns and a row that shows how they are filled."""
    return _template(call, CERTIFICATES, "certificates")


@bp.post("/certificates/import")
@endpoint(
    "Take in a sheet of certificates",
    roles=ADMIN,
    raw="application/octet-stream",
    query=ImportQuery,
    answers={200: RowSheetOut},
    limit_bytes=MOST_BYTES,
    refuses_at=_REFUSES_AT,
)
def post_certificates(call: Call[None, ImportQuery]) -> Any:
    """An XLSX, XLS or CSV; a certificate that is registered is renewed."""
    return _import(call, CERTIFICATES)
