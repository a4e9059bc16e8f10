"""The nine-column sheet: read, inherited, refused by cell, taken in as versions, written out again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from gridops.cli import main
from gridops.duties.sheets.files import write_csv, write_xlsx
from gridops.duties.sheets.rules import COLUMNS, HEADINGS, Sheet, read_sheet
from gridops.errors import Problem
from gridops.sheets import open_book
from tests.duties.versions import ADMIN, log_of, today
from tests.service import Service

HEAD = "类别,大类代码,大类名称,小类代码,小类名称,处置单位,主管部门,立案条件,结案条件,处置时限"
SMALL = f"""{HEAD}
部件,1,公用设施,1,上水井盖,自来水公司,城管局,缺失,恢复,2紧急工作时
,,,,,,,破损,更换,4小时
,,,2,雨水井盖,排水中心,,缺失,,2紧急工作时
事件,01,市容环境,01,私搭乱建,综合行政执法局,城管局,正在搭建,拆除,4小时制止
,,,,,,,,,7天处罚；20天拆除
,,,,,,,已建成,拆除,15天
"""


def read(text: str) -> Sheet:
    return read_sheet(open_book(text.encode()))


def test_blank_cells_inherit_from_above() -> None:
    sheet = read(SMALL)
    assert (sheet.rows, len(sheet.matters), sheet.conditions, sheet.unread) == (6, 3, 5, [])
    cover, rain, building = sheet.matters
    assert [(c.filing, c.handler, c.limit_text) for c in cover.conditions] == [
        ("缺失", "自来水公司", "2 小时（夜间、节假日照算）"),
        ("破损", "自来水公司", "4工作时"),
    ]
    assert (rain.kind, rain.code, rain.big_name) == ("component", "0102", "公用设施")
    assert (rain.conditions[0].handler, rain.conditions[0].regulator) == ("排水中心", "城管局")
    assert rain.conditions[0].closing == "更换"
    # A row that only adds a limit adds a step to the condition above it.
    assert [one.name for one in building.conditions[0].limits] == ["制止", "处罚", "拆除"]
    assert building.conditions[1].limit_text == "15工作日"


def test_components_and_events_of_one_code_stay_apart() -> None:
    text = f"{HEAD}\n部件,01,公用设施,01,井盖,,,坏,好,1天\n事件,01,市容环境,01,私搭乱建,,,建,拆,2天\n"
    assert [(m.kind, m.code, m.name) for m in read(text).matters] == [
        ("component", "0101", "井盖"),
        ("event", "0101", "私搭乱建"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("事件,01,市容环境,01,私搭乱建,,,建,拆,尽快", "处置时限", "时限读不懂"),
        ("事件,01,市容环境,01,私搭乱建,,,建,拆,", "处置时限", "时限为空"),
        ("事件,01,市容环境,01,,,,建,拆,1天", "小类名称", "缺少小类名称"),
        ("事件,01,市容环境,,私搭乱建,,,建,拆,1天", "小类代码", "缺少代码"),
        ("注：本表自发布之日起施行", "小类代码", "缺少代码"),
        ("事件,零一,市容环境,01,私搭乱建,,,建,拆,1天", "大类代码", "代码应为"),
        (f"事件,01,市容环境,01,私搭乱建,,,{'长' * 2001},拆,1天", "立案条件", "文字超过"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(row: str, column: str, reason: str) -> None:
    sheet = read(f"{HEAD}\n{row}\n事件,02,宣传广告,01,小广告,,,有,无,2小时\n")
    assert [m.name for m in sheet.matters] == ["小广告"]
    found = next(u for u in sheet.unread if u.column == column)
    assert (found.row, reason in found.reason) == (2, True)


def test_one_code_with_two_names_is_named() -> None:
    sheet = read(f"{HEAD}\n事件,01,市容,01,甲,,,建,拆,1天\n,,,,乙,,,建,拆,1天\n")
    assert [(u.row, u.column, u.reason) for u in sheet.unread] == [(3, "小类名称", "代码 0101 已用于「甲」")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xff\xfe\x00", b"\x00\x01"])
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Problem, match="invalid"):
        open_book(content)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", "大类名称,小类名称\n甲,乙\n".encode()])
def test_a_table_that_is_no_sheet_gives_no_matter(content: bytes) -> None:
    sheet = read_sheet(open_book(content))
    assert sheet.matters == []
    assert [u.reason for u in sheet.unread] == (["没有表头（小类名称、处置时限等列）"] if content else [])


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)
    with pytest.raises(Problem, match="too-large"):
        open_book(packed.getvalue())


def test_a_workbook_with_merged_cells_and_numbers_for_codes_is_read() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "部件标准"
    sheet.append(["某市城市管理立案标准"])
    sheet.append([HEADINGS[name][0] for name in COLUMNS])
    sheet.append([1, "公用设施", 1.0, "上水井盖", "自来水公司", "城管局", "缺失", "恢复", "2紧急工作时"])
    sheet.append([None, None, None, None, None, None, "破损", None, "4小时"])
    sheet.merge_cells("A3:A4")
    packed = io.BytesIO()
    book.save(packed)
    found = read_sheet(open_book(packed.getvalue()))
    assert [(m.kind, m.code, len(m.conditions)) for m in found.matters] == [("component", "0101", 2)]
    assert found.matters[0].conditions[1].closing == "恢复"
    assert found.unread == []


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_reads_the_same_again(write: Any) -> None:
    matters = read(SMALL).matters
    matters[0].conditions[0] = (
        matters[0].conditions[0].__class__("=1+1", "@关", matters[0].conditions[0].limits, "-", "+")
    )
    written = write(matters)
    assert read_sheet(open_book(written)).matters == matters
    if write is write_xlsx:
        assert load_workbook(io.BytesIO(written))["部件"]["G2"].value == "'=1+1"


def run(service: Service, *arguments: str) -> Result:
    env = {"DATABASE_URL": service.database.url, "GRIDOPS_VAR": str(service.settings.var_dir)}
    return CliRunner().invoke(main, ["duties", *arguments], env=env)


def test_the_real_sheet_imports_completely(service: Service, real_data: Path, tmp_path: Path) -> None:
    source = real_data / "case_standards_9col_yuncheng.csv"
    looked = run(service, "import-sheet", str(source), "--list", "运城", "--dry-run")
    assert (looked.exit_code, json.loads(looked.stdout)["added"]) == (0, 190)
    assert log_of(service, "matter.changed") == []
    done = run(service, "import-sheet", str(source), "--list", "运城")
    report = json.loads(done.stdout)
    assert (report["rows"], report["conditions"], report["unread"]) == (519, 519, [])
    assert (report["components"], report["events"], report["added"]) == (92, 98, 190)
    again = json.loads(run(service, "import-sheet", str(source), "--list", "运城").stdout)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 190)
    written = tmp_path / "out.csv"
    assert run(service, "export-sheet", str(written), "--list", "运城").exit_code == 0
    assert _rows(written) == _rows(source)
    assert json.loads(run(service, "import-sheet", str(written), "--list", "运城").stdout)["unchanged"] == 190
    # None of it is on workers before a department has applied for it.
    codes = {
        m["service_code"] for m in service.client("worker.qingyang").get("/api/v1/matters").json["items"]
    }
    assert not any(code.startswith(("EV", "CP")) for code in codes)


def _rows(path: Path) -> list[tuple[str, ...]]:
    """The rows of a sheet, codes with two digits, in an order of their own."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[cell.strip() for cell in row] for row in csv.reader(file)][1:]
    return sorted((r[0], r[1].zfill(2), r[2], r[3].zfill(2), *r[4:]) for r in rows)


def test_a_sheet_that_differs_makes_a_version_and_keeps_the_rest(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text(SMALL, encoding="utf-8")
    assert json.loads(run(service, "import-sheet", str(path), "--list", "甲").stdout)["added"] == 3
    same_day = path.read_text(encoding="utf-8").replace("15天", "10天")
    path.write_text(same_day, encoding="utf-8")
    refused = run(service, "import-sheet", str(path), "--list", "甲")
    assert (refused.exit_code, "重叠" in refused.stderr) == (1, True)
    later = today(service, 1).isoformat()
    done = run(service, "import-sheet", str(path), "--list", "甲", "--from", later)
    assert (json.loads(done.stdout)["changed"], json.loads(done.stdout)["unchanged"]) == (1, 2)
    shown = service.client("admin").get(f"{ADMIN}/matters/EV0101").json
    assert [(v["version"], v["conditions"][1]["limits"][0]["amount"]) for v in shown["versions"]] == [
        (2, 10),
        (1, 15),
    ]
    assert shown["versions"][0]["lead_agency"] == "enforcement"
    assert shown["changes"][0]["data"]["changed"] == ["conditions"]


def test_a_limit_that_cannot_be_read_refuses_the_file_and_nothing_changes(
    service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(SMALL.replace("15天", "酌情"), encoding="utf-8")
    refused = run(service, "import-sheet", str(path), "--list", "甲")
    assert refused.exit_code == 1
    assert "row 7 处置时限: 时限读不懂：酌情" in refused.stderr
    assert log_of(service, "matter.changed") == []
    partly = json.loads(run(service, "import-sheet", str(path), "--list", "甲", "--partly").stdout)
    assert (partly["added"], partly["conditions"], len(partly["unread"])) == (3, 4, 1)


def test_an_administrator_takes_a_sheet_in_and_out_over_http(service: Service) -> None:
    admin = service.client("admin")
    looked = admin.post(f"{ADMIN}/sheets?list=甲&dry_run=true", data=SMALL.encode())
    assert (looked.status_code, looked.json["added"], looked.json["is_dry_run"]) == (200, 3, True)
    hopeless = f"{HEAD}\n事件,01,市容环境,01,私搭乱建,,,建,拆,酌情\n".encode()
    shown = admin.post(f"{ADMIN}/sheets?list=甲&dry_run=true", data=hopeless).json
    assert (shown["matters"], [u["row"] for u in shown["unread"]]) == (0, [2])
    bad = admin.post(f"{ADMIN}/sheets?list=甲", data=SMALL.replace("15天", "酌情").encode())
    assert (bad.status_code, bad.json["errors"][0]["pointer"]) == (422, "/sheet/7")
    empty = admin.post(f"{ADMIN}/sheets?list=甲", data=f"{HEAD}\n".encode())
    assert empty.status_code == 422
    assert admin.post(f"{ADMIN}/sheets?list=甲", data=SMALL.encode()).json["added"] == 3
    book = admin.get(f"{ADMIN}/sheets?list=甲&format=xlsx")
    assert read_sheet(open_book(book.data)).matters == sorted(
        read(SMALL).matters, key=lambda m: (m.kind != "component", m.code)
    )
    table = admin.get(f"{ADMIN}/sheets?list=甲&format=csv")
    assert table.headers["Content-Disposition"] == 'attachment; filename="standards.csv"'
    whole = read_sheet(open_book(admin.get(f"{ADMIN}/sheets?format=csv").data))
    assert len(whole.matters) == 3 + 227
    assert whole.unread == []
    assert log_of(service, "matter.changed")[0]["actor"] == admin.actor["id"]
