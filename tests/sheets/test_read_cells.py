"""Cells of workbooks: read as they are meant, or named with their address; nothing is taken for empty that is not."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from gridops.errors import Problem, Unfit
from gridops.sheets import Refusals, open_book, read_records
from gridops.sheets.cells import Cell, letters_of
from tests.sheets.books import edited, xlsx

# Spreadsheets know no zones.
EARLY, MIDNIGHT = datetime.combine(date(2026, 1, 1), time(8)), datetime.combine(date(2026, 9, 21), time())
HEADINGS = {"code": ("代码", "code"), "name": ("名称", "name"), "day": ("日期", "day")}
TOP = ["代码", "名称", "日期"]


def read(content: bytes) -> tuple[list[tuple[str, str, date | None]], list[str]]:
    """(code, name, day) of each record, and the refusals in words."""
    refusals = Refusals()
    records = read_records(open_book(content), HEADINGS, required=("code", "name"), refusals=refusals)
    found = [(one.code("code"), one.text("name"), one.day("day")) for one in records]
    return found, [fault.as_fault().zh for fault in refusals.found]


def cell(value: Any, **over: Any) -> Cell:
    return Cell(value, "表", 2, 1, **over)


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (60, "BH"), (703, "AAA")])
def test_an_address_is_the_one_that_spreadsheets_show(column: int, letters: str) -> None:
    assert letters_of(column) == letters


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("０１２３", "0123"),
        ("\u200b01\ufeff", "01"),
        ("\u00a0 01 \u3000", "01"),
        ("Ｃ0102", "C0102"),
        (101, "101"),
        (101.0, "101"),
        (370611001001001, "370611001001001"),
        ('="00123"', "00123"),
        ("3706112026112600001\t", "3706112026112600001"),
    ],
)
def test_a_code_loses_what_nobody_sees_and_no_digit(value: Any, code: str) -> None:
    assert cell(value).code() == code


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (3706112026112600001, "前 15 位"),
        (3.7061120261126e18, "前 15 位"),
        ("3.70611E+17", "科学记数"),
        (1.5, "小数"),
        (MIDNIGHT, "日期"),
        (True, "其他类型"),
    ],
)
def test_a_code_that_is_no_longer_the_one_meant_is_refused(value: Any, reason: str) -> None:
    with pytest.raises(Unfit) as refused:
        cell(value).code()
    assert reason in refused.value.words.zh
    assert refused.value.words.en


def test_a_number_shown_with_zeros_keeps_them() -> None:
    def shown_with_zeros(sheet: Any) -> None:
        sheet["A2"].number_format = "0000"

    assert read(xlsx([TOP, [7, "甲", None]], shown_with_zeros))[0] == [("0007", "甲", None)]


@pytest.mark.parametrize(
    "value",
    [
        MIDNIGHT,
        date(2026, 9, 21),
        46286,
        46286.0,
        20260921,
        "20260921",
        "46286",
        "2026-09-21",
        "2026/9/21",
        "2026.9.21",
        "２０２６年９月２１日",
        "2026 年 9 月 21 日",
        "2026-09-21 00:00:00",
        "二〇二六年九月二十一日",
    ],
)
def test_a_date_is_read_typed_as_a_serial_or_in_words(value: Any) -> None:
    assert cell(value).day() == date(2026, 9, 21)


@pytest.mark.parametrize(
    "value", ["9月21日", "01/02/2026", "2026-02-30", "国庆", 12, 3.5, 20261301, EARLY, True]
)
def test_a_date_that_could_be_two_or_none_is_refused(value: Any) -> None:
    with pytest.raises(Unfit):
        cell(value).day()


@pytest.mark.parametrize("value", [None, "", "  ", "\u200b"])
def test_a_blank_is_no_date(value: Any) -> None:
    assert cell(value).day() is None


def test_a_formula_without_a_stored_result_is_named_by_its_cell() -> None:
    found, told = read(xlsx([TOP, ["01", '="甲"&"乙"', None]]))
    assert told == ["表!B2（第 2 行名称）：公式没有存下结果：请复制后选择性粘贴为数值"]
    assert found == [("01", "", None)]


def test_a_formula_with_a_stored_result_is_read() -> None:
    content = edited(xlsx([TOP, ["01", "=1+1", None]]), r"<f>1\+1</f><v ?/>(</v>)?", "<f>1+1</f><v>2</v>")
    assert read(content) == ([("01", "2", None)], [])


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!"])
def test_an_error_value_is_named_by_its_cell(error: str) -> None:
    found, told = read(xlsx([TOP, ["01", error, None], ["02", "乙", None]]))
    assert told == [f"表!B2（第 2 行名称）：单元格是错误值 {error}"]
    assert found[1] == ("02", "乙", None)


def test_a_cell_merged_downwards_holds_for_each_of_its_rows() -> None:
    found, told = read(xlsx([TOP, ["01", "甲", None], ["02", None, None]], lambda s: s.merge_cells("B2:B3")))
    assert (found, told) == ([("01", "甲", None), ("02", "甲", None)], [])


def test_a_cell_merged_across_columns_is_nobodys_but_the_firsts() -> None:
    _, told = read(xlsx([TOP, ["01", "甲", None]], lambda s: s.merge_cells("B2:C2")))
    assert told == ["表!C2（第 2 行日期）：与 B2 横向合并，不知道属于哪一列"]


def test_a_hidden_row_and_a_hidden_column_are_named() -> None:
    def hide_row(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    def hide_column(sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True

    rows = [TOP, ["01", "甲", None], ["02", "乙", None]]
    found, told = read(xlsx(rows, hide_row))
    assert ([code for code, *_ in found], told) == (
        ["02"],
        ["表!A2（第 2 行）：这一行被隐藏了：请取消隐藏，或删去这一行"],
    )
    assert "表!B2（第 2 行名称）：这一列被隐藏了" in read(xlsx(rows, hide_column))[1][0]


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    def add_hidden(sheet: Any) -> None:
        other = sheet.parent.create_sheet("旧表")
        other.append(TOP)
        other.append(["09", "旧", None])
        other.sheet_state = "hidden"

    content = xlsx([TOP, ["01", "甲", None]], add_hidden)
    assert read(content) == ([("01", "甲", None)], [])
    assert [words.zh for words in open_book(content).remarks] == ["隐藏的工作表「旧表」没有读"]


def test_headings_are_found_below_a_title_and_whatever_stands_in_brackets() -> None:
    rows = [["某市代码表"], ["代 码（9位）", "*名称", "日期\n(年月日)"], ["01", "甲", "2026-01-02"]]
    assert read(xlsx(rows)) == ([("01", "甲", date(2026, 1, 2))], [])


def test_a_sheet_without_its_headings_is_told_which_it_lacks() -> None:
    with pytest.raises(Problem) as refused:
        read(xlsx([["代码", "别的"], ["01", "甲"]]))
    assert refused.value.detail.zh == "没有表头，缺少列：名称；现有：代码、别的"


def test_a_refusal_names_sheet_cell_and_column_in_both_languages() -> None:
    refusals = Refusals()
    for record in read_records(
        open_book(xlsx([TOP, ["01", "#N/A", None]])), HEADINGS, required=("code",), refusals=refusals
    ):
        record.text("name")
    with pytest.raises(Problem) as refused:
        refusals.raise_any()
    (fault,) = refused.value.faults
    assert fault.pointer == "/表/2"
    assert fault.en == "表!B2 (row 2, column 名称): The cell holds the error value #N/A"
