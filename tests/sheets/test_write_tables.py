"""Tables that go out: long numbers, dates and formulas survive in XLSX and CSV, in either language."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from gridops.sheets import open_book
from gridops.sheets.writing import Column, Page, safe_cell, write_csv, write_xlsx
from gridops.words import Words

COLUMNS = (
    Column(Words("案件编号", "Case number")),
    Column(Words("代码", "Code")),
    Column(Words("电话", "Telephone")),
    Column(Words("说明", "Description")),
    Column(Words("日期", "Day"), "day"),
    Column(Words("上报时间", "Reported at"), "moment"),
    Column(Words("数量", "Number"), "number"),
)
MOMENT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
ROW = ("3706112026112600001", "370611001201", "05356321234", "=1+1", date(2026, 9, 21), MOMENT, -3)
TEXTS = ["3706112026112600001", "370611001201", "05356321234"]
ZONE = ZoneInfo("Asia/Shanghai")


def as_csv(**over: Any) -> bytes:
    return write_csv(COLUMNS, [ROW], zone=ZONE, **over)


def as_xlsx(**over: Any) -> bytes:
    return write_xlsx([Page("案件", COLUMNS, [ROW])], zone=ZONE, **over)


def test_a_workbook_holds_texts_as_texts_and_dates_as_dates() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx()))["案件"]
    cells = list(sheet[2])
    assert [cell.value for cell in cells[:3]] == TEXTS
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "s", "d", "d", "n"]
    assert [cell.value for cell in cells[3:]] == [
        "'=1+1",
        datetime.combine(date(2026, 9, 21), datetime.min.time()),
        MOMENT.astimezone(ZONE).replace(tzinfo=None),
        -3,
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")


@pytest.mark.parametrize(("language", "first"), [("zh", "案件编号"), ("en", "Case number")])
def test_headings_are_in_the_readers_language(language: str, first: str) -> None:
    assert load_workbook(io.BytesIO(as_xlsx(language=language)))["案件"]["A1"].value == first
    assert as_csv(language=language).decode("utf-8-sig").startswith(first)


def test_a_csv_guards_what_a_spreadsheet_would_change_and_nothing_else() -> None:
    columns = (Column(Words("值", "Value")),)
    values = ["1234567890", "007", "12-3", "1E5", "370611001", "城管", "3/4", "1.5", "C0102", "13-15楼"]
    rows = list(csv.reader(io.StringIO(write_csv(columns, [[v] for v in values]).decode("utf-8-sig"))))[1:]
    guarded = {"1234567890", "007", "12-3", "1E5", "3/4"}
    assert [cell for (cell,) in rows] == [f"{v}\t" if v in guarded else v for v in values]


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_what_is_written_is_read_back_by_the_reader_of_the_house(write: Callable[[], bytes]) -> None:
    row = open_book(write()).tables[0].rows[1]
    assert [row.at(column).code() for column in (1, 2, 3)] == TEXTS
    assert row.at(4).text() == "=1+1"
    assert row.at(5).day() == date(2026, 9, 21)
    assert row.at(6).text() == "2026-11-20 09:30:00"
    assert row.at(7).code() == "-3"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  ="])
def test_no_cell_that_leaves_is_a_formula(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    columns = (Column(Words("值", "Value")),)
    cell = load_workbook(io.BytesIO(write_xlsx([Page("表", columns, [[f"{start}1+1"]])]))).active["A2"]
    assert (cell.data_type, cell.value.startswith("'")) == ("s", True)


def test_names_of_sheets_are_fitted_and_kept_apart() -> None:
    columns = (Column(Words("值", "Value")),)
    pages = [Page(title, columns, [["1"]]) for title in ("甲/乙", "甲:乙", "长" * 40, "")]
    assert load_workbook(io.BytesIO(write_xlsx(pages))).sheetnames == ["甲 乙", "甲 乙 2", "长" * 28, "Sheet"]


def test_a_cell_of_nothing_stays_empty_and_one_that_is_too_long_is_cut() -> None:
    columns = (Column(Words("甲", "A")), Column(Words("乙", "B")))
    sheet = load_workbook(io.BytesIO(write_xlsx([Page("表", columns, [[None, "长" * 40_000]])]))).active
    assert (sheet["A2"].value, len(sheet["B2"].value)) == (None, 32_767)


def test_libreoffice_opens_both_with_every_digit(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not here")
    (tmp_path / "from_csv.csv").write_bytes(as_csv())
    (tmp_path / "from_xlsx.xlsx").write_bytes(as_xlsx())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for name, options in (("from_csv.csv", ["--infilter=CSV:44,34,76,1"]), ("from_xlsx.xlsx", [])):
        subprocess.run(
            [program, profile, "--headless", *options, "--convert-to", "xlsx", "--outdir", "back", name],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            timeout=120,
        )
        opened = load_workbook(tmp_path / "back" / f"{Path(name).stem}.xlsx").active
        cells = next(iter(opened.iter_rows(min_row=2)))
        assert [cell.value.strip() for cell in cells[:3]] == TEXTS
        assert (cells[3].data_type, cells[3].value) == ("s", "'=1+1")
        assert all(cell.is_date for cell in cells[4:6])
