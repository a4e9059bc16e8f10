"""HTTP words of the sheet of persons: its template, looked at before it is taken in. For administrators only."""

from __future__ import annotations

from typing import Any

from flask import Response

from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.problems import language
from gridops.people.accounts import sheet_words
from gridops.people.accounts.importing import lock_people, take_in
from gridops.people.accounts.reading_sheet import PeopleSheet, read_people
from gridops.people.accounts.sheet_wire import CellFaultOut, ImportQuery, PeopleSheetOut, TemplateQuery
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.roles import ADMIN
from gridops.sheets import MOST_BYTES, open_book
from gridops.sheets.writing import CSV_TYPE, XLSX_TYPE, Page, write_csv, write_xlsx

bp = blueprint("people_sheets", prefix="/api/v1/admin")


@bp.get("/accounts/template")
@endpoint(
    "An empty sheet of persons with examples",
    roles=ADMIN,
    query=TemplateQuery,
    answers={200: None},
    also=(XLSX_TYPE, "text/csv"),
)
def get_template(call: Call[None, TemplateQuery]) -> Any:
    """The columns and two rows that show how they are filled; those rows are no persons."""
    columns, rows = sheet_words.columns(), sheet_words.examples(language())
    is_csv = call.query.format == "csv"
    body = (
        write_csv(columns, rows, language=language())
        if is_csv
        else write_xlsx([Page("人员", columns, rows)], language=language())
    )
    response = Response(body, content_type=CSV_TYPE if is_csv else XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="people.{call.query.format}"'
    return response


@bp.post("/accounts/import")
@endpoint(
    "Take in a sheet of persons",
    roles=ADMIN,
    asks=f"{RECENTLY}, unless only looked at",
    raw="application/octet-stream",
    query=ImportQuery,
    answers={200: PeopleSheetOut},
    limit_bytes=MOST_BYTES,
    refuses=UNCONFIRMED,
    refuses_at={"": "a file that is no sheet", "/": "cells that cannot be read"},
)
def post_import(call: Call[None, ImportQuery]) -> Any:
    """An XLSX, XLS or CSV. `dry_run` names every fault by cell; otherwise one fault is enough to write nothing."""
    is_dry_run = call.query.dry_run
    if not is_dry_run:
        require_confirmed(call.session, call.actor)
        lock_people(call.session)
    sheet = read_people(call.session, open_book(call.raw))
    if not is_dry_run:
        sheet.refusals.raise_any()
        take_in(call.session, call.actor, sheet)
    return _report(sheet, is_dry_run=is_dry_run)


def _report(sheet: PeopleSheet, *, is_dry_run: bool) -> PeopleSheetOut:
    new = [person for person in sheet.persons if person.account is None]
    return PeopleSheetOut(
        rows=sheet.rows,
        new_accounts=len(new),
        known_accounts=len(sheet.persons) - len(new),
        new_posts=sum(len(person.posts) for person in sheet.persons),
        known_posts=sheet.known_posts,
        fault_count=len(sheet.refusals.found),
        faults=CellFaultOut.first_of(sheet.refusals, language()),
        is_dry_run=is_dry_run,
    )
