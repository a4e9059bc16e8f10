"""Sheets that went wrong once, kept outside: each answers as its table says; like ones are made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gridops.cli import main
from gridops.duties.sheets.rules import read_sheet
from gridops.sheets import open_book
from tests.service import Service
from tests.sheets.books import xlsx

HEAD = [
    "大类代码",
    "大类名称",
    "小类代码",
    "小类名称",
    "主管部门",
    "处置单位",
    "立案条件",
    "结案条件",
    "处置时限",
]
FIRST = ["01", "市容环境", "01", "暴露垃圾", "城管局", "环卫", "道路上有垃圾", "清除", "2小时"]
NOTICE = "日期,类型,节日\n2026-09-21,上班,调休\n2026-09-28,放假,中秋调整\n"


def case(name: str, otherwise: bytes) -> bytes:
    """The shared input where it is, else one like it."""
    path = Path(__file__).resolve().parents[3] / "shared" / "cases" / name
    return path.read_bytes() if path.is_file() else otherwise


def run(service: Service, *arguments: str) -> Result:
    env = {"DATABASE_URL": service.database.url, "GRIDOPS_VAR": str(service.settings.var_dir)}
    return CliRunner().invoke(main, list(arguments), env=env)


def with_cells(**cells: Any) -> bytes:
    """Three rows of standards with some cells replaced."""

    def change(sheet: Any) -> None:
        for address, value in cells.items():
            sheet[address] = value

    rows = [
        HEAD,
        FIRST,
        [*FIRST[:2], "02", "积存渣土", *FIRST[4:8], "1天"],
        [*FIRST[:2], "03", "道路破损", *FIRST[4:8], "5天"],
    ]
    return xlsx(rows, change)


def test_limits_that_are_formulas_without_a_value_are_named_by_cell() -> None:
    made = with_cells(I3='="1"&"天"', I4='=CONCATENATE(5,"天")')
    for content in (made, case("s03_formula_without_value.xlsx", made)):
        sheet = read_sheet(open_book(content))
        assert [(u.cell, u.column, "公式没有存下结果" in u.reason) for u in sheet.unread] == [
            ("I3", "处置时限", True),
            ("I4", "处置时限", True),
        ]
        assert [m.name for m in sheet.matters] == ["暴露垃圾"]


def test_error_values_are_refused_by_cell() -> None:
    made = with_cells(D3="#REF!", G4="#N/A")
    for content in (made, case("s06_error_values.xlsx", made)):
        sheet = read_sheet(open_book(content))
        assert [(u.cell, u.reason) for u in sheet.unread] == [
            ("D3", "单元格是错误值 #REF!"),
            ("G4", "单元格是错误值 #N/A"),
        ]
        assert [m.name for m in sheet.matters] == ["暴露垃圾"]


def test_codes_in_gb18030_are_taken_as_elsewhere(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(
        case("k01_codes_gbk.csv", "code,other_code,名称\n370611001,QY01,清洋街道\n".encode("gb18030"))
    )
    done = run(service, "geodata", "codes", str(path), "--from", "2026-11-26")
    assert (done.exit_code, done.stdout.split()[0]) == (0, "1"), done.output


def test_a_notice_that_amends_two_days_changes_two_and_says_so_before(
    service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "notice.csv"
    path.write_bytes(case("n01_amending_notice_2026.csv", NOTICE.encode()))
    admin = service.client("admin")
    before = admin.get("/api/v1/admin/calendar?year=2026").json["days"]
    looked = run(service, "duties", "import-calendar", str(path), "--dry-run")
    assert json.loads(looked.stdout)["changed"] == 2
    posted = admin.post("/api/v1/admin/calendar/notices?dry_run=true", data=path.read_bytes()).json
    assert (posted["changed"], posted["is_dry_run"]) == (2, True)
    assert admin.get("/api/v1/admin/calendar?year=2026").json["days"] == before
    assert json.loads(run(service, "duties", "import-calendar", str(path)).stdout)["changed"] == 2
    after = {
        day["day"]: day["is_working"] for day in admin.get("/api/v1/admin/calendar?year=2026").json["days"]
    }
    assert {day: after[day] for day in ("2026-09-21", "2026-09-28", "2026-10-01")} == {
        "2026-09-21": True,
        "2026-09-28": False,
        "2026-10-01": False,
    }
    assert {day["day"] for day in before} | {"2026-09-21", "2026-09-28"} == set(after)


@pytest.mark.parametrize("short", [1123, "1123"])
def test_a_code_that_may_have_lost_its_zero_is_asked_about(
    service: Service, tmp_path: Path, short: Any
) -> None:
    path = tmp_path / "codes.xlsx"
    path.write_bytes(xlsx([["code", "other_code"], ["370611001", "01122"], ["370611102", short]]))
    asked = run(service, "geodata", "codes", str(path), "--from", "2026-11-26")
    assert asked.exit_code == 1
    assert "B3" in asked.output
    assert "Is it 01123?" in asked.output


def test_a_blank_that_is_not_empty_inherits_nothing() -> None:
    book = with_cells(H3="\u00a0 ")
    (unread,) = read_sheet(open_book(book)).unread
    assert (unread.cell, unread.reason[:9]) == ("H3", "单元格里只有空格：")
