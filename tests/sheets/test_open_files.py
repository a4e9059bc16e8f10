"""Files of every kind at the one door: CSV in its encodings and delimiters, XLS, and what only looks like a sheet."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gridops.errors import Problem
from gridops.sheets import MOST_ROWS, limits, open_book
from tests.sheets.books import xlsx

TEXT = "代码,名称\n0123,清洋街道\n0124,\n"


@pytest.fixture
def old_xls() -> bytes:
    """The older format as LibreOffice writes it: an error, a date, a hidden row and sheet, a merged cell."""
    return (Path(__file__).parent / "old.xls").read_bytes()


def cells(content: bytes) -> list[list[str]]:
    return [[cell.text() for cell in row.cells.values()] for row in open_book(content).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_in_every_encoding_with_every_delimiter(
    encoding: str, delimiter: str, ending: str
) -> None:
    content = TEXT.replace(",", delimiter).replace("\n", ending).encode(encoding)
    assert cells(content) == [["代码", "名称"], ["0123", "清洋街道"], ["0124"]]


def test_a_delimiter_inside_a_cell_is_none() -> None:
    assert cells("代码;名称\n1;甲,乙,丙\n2;丁,戊\n".encode()) == [
        ["代码", "名称"],
        ["1", "甲,乙,丙"],
        ["2", "丁,戊"],
    ]
    assert cells('代码,名称\n1,"甲;乙;丙;丁"\n'.encode()) == [["代码", "名称"], ["1", "甲;乙;丙;丁"]]


def test_a_delimiter_that_is_told_in_the_first_line_is_taken() -> None:
    book = open_book("sep=;\n代码;名称\n1;甲\n".encode())
    assert [(row.number, row.at(2).value) for row in book.rows()] == [(2, "名称"), (3, "甲")]


def test_an_empty_cell_is_empty_and_a_blank_one_is_not() -> None:
    row = open_book("代码,名称,说明\n1,,\u00a0\n".encode()).tables[0].rows[1]
    assert [row.at(column).is_empty for column in (1, 2, 3, 4)] == [False, True, False, True]
    assert row.at(3).text() == ""


def test_a_quotation_mark_that_never_ends_is_refused_and_swallows_nothing() -> None:
    with pytest.raises(Problem) as refused:
        open_book('代码,名称\n1,"甲\n2,乙\n'.encode())
    assert "引号不成对" in refused.value.detail.zh


def test_an_xls_is_read_with_its_errors_dates_and_hidden_rows(old_xls: bytes) -> None:
    book = open_book(old_xls)
    (table,) = book.tables
    told = {cell.address: cell.fault.zh for row in table.rows for cell in row.cells.values() if cell.fault}
    assert "#N/A" in told["B3"]
    assert table.rows[1].at(3).day().isoformat() == "2026-09-21"  # type: ignore[union-attr]
    assert [row.number for row in table.rows if row.fault] == [4]
    assert [row.at(1).code() for row in table.rows if row.number in (5, 6)] == ["05", "05"]
    assert [words.zh for words in book.remarks] == ["隐藏的工作表「旧表」没有读"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table>", "网页"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "网页"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"PK\x03\x04 broken", "XLSX 读不懂"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "XLS 读不懂"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\x00\x01\x02", "不是可读的表格"),
        (b"\xff\xfe\x00", "不是可读的表格"),
    ],
)
def test_what_only_looks_like_a_sheet_is_refused_by_name(content: bytes, reason: str) -> None:
    with pytest.raises(Problem) as refused:
        open_book(content)
    assert reason in refused.value.detail.zh
    assert refused.value.detail.en


@pytest.mark.parametrize(
    ("name", "kind"), [("content.xml", "ODS"), ("xl/workbook.bin", "XLSB"), ("a.txt", "XLSX")]
)
def test_another_kind_of_archive_is_told_to_be_saved_as_xlsx(name: str, kind: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    with pytest.raises(Problem) as refused:
        open_book(packed.getvalue())
    assert kind in refused.value.detail.zh


def test_a_cut_off_workbook_is_refused() -> None:
    whole = xlsx([["代码"], ["1"]])
    for part in (len(whole) // 2, len(whole) - 10):
        with pytest.raises(Problem, match="invalid"):
            open_book(whole[:part])


def test_a_sheet_of_900_000_rows_is_refused_by_size_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        for _ in range(90):
            sheet.write(b'<row r="1"><c/></row>' * 10_000)
    monkeypatch.setattr("gridops.sheets.opening.read_xlsx", None)
    with pytest.raises(Problem) as refused:
        open_book(packed.getvalue())
    assert (refused.value.kind.code, f"{MOST_ROWS} 行" in refused.value.detail.zh) == ("too-large", True)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(b'<sheetData><row r="1048576"><c r="A1048576"/></row></sheetData>', id="a row far down"),
        pytest.param(b"<sheetData><row><c r='A900000'/></row></sheetData>", id="a cell far down"),
        pytest.param(b"<x:sheetData>" + b"<x:row ></x:row>" * (MOST_ROWS + 1), id="rows by another prefix"),
        pytest.param(b"<sheetData><row>" + b"<c/><c />" * 300_000, id="as many cells in few rows"),
        pytest.param(b'<mergeCells><mergeCell ref="A1:XFD50000"/></mergeCells>', id="one merged area"),
        pytest.param(b"<mergeCells>" + b'<mergeCell ref="A1:IV999"/>' * 3, id="merged areas"),
    ],
)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/other/name.xml"])
def test_what_would_be_laid_out_large_is_refused_before_it_is(
    monkeypatch: pytest.MonkeyPatch, name: str, inside: bytes
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"<worksheet>" + inside)
    assert len(packed.getvalue()) < 10_000
    monkeypatch.setattr("gridops.sheets.opening.read_xlsx", None)
    with pytest.raises(Problem, match="too-large"):
        open_book(packed.getvalue())


def test_a_tag_that_lies_across_two_pieces_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = b"<sheetData>" + b'<row r="7"><c r="A7"/></row>' * 400
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    for size in range(31, 97):
        monkeypatch.setattr(limits, "_PIECE", size)
        with zipfile.ZipFile(packed) as archive:
            found = limits._walk(archive, archive.infolist()[0])
        assert (found.rows, found.cells) == (400, 400), size


def test_a_sheet_of_as_many_rows_as_are_taken_is_read() -> None:
    book = open_book(xlsx([["代码", "名称"], *([str(n), "甲"] for n in range(2_000))]))
    assert len(book.tables[0].rows) == 2_001


def test_a_csv_of_too_many_rows_or_bytes_is_refused() -> None:
    with pytest.raises(Problem, match="too-large"):
        open_book(b"1\n" * (MOST_ROWS + 1))
    with pytest.raises(Problem, match="too-large"):
        open_book(b"1" * 5_000_001)
