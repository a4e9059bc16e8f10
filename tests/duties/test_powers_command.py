"""`gridops duties powers` and `import-powers`: who may do what somewhere, and a table taken in whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from gridops.cli import main
from gridops.db.session import Database

HEAD = (
    "item_code,item_name,item_group,act,matters,holder,agency,areas,basis,reference,in_name_of,valid_from,"
    "valid_to,note\n"
)
ROW = "IM-1,测试,组,order,C0110|P*,township,,370611102|370611103,delegated,文件 1,{township}人民政府,2025-01-01,,\n"


def run(database_url: str, tmp_path: Path, *arguments: str) -> Result:
    env = {"DATABASE_URL": database_url, "GRIDOPS_VAR": str(tmp_path)}
    return CliRunner().invoke(main, ["duties", *arguments], env=env)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["000", "C0303"], "没有这个区域"), (["370611007", "NONE"], "当日没有生效的这个事项")],
)
def test_an_unknown_place_or_matter_ends_in_one_line(
    database_url: str, tmp_path: Path, arguments: list[str], words: str
) -> None:
    found = run(database_url, tmp_path, "powers", *arguments)
    assert found.exit_code == 1
    assert words in found.stderr


def test_it_says_who_may_what_on_that_day(database_url: str, tmp_path: Path) -> None:
    before = run(database_url, tmp_path, "powers", "370611007", "C0303", "--on", "2026-12-31")
    after = run(database_url, tmp_path, "powers", "370611007", "C0303", "--on", "2027-01-01")
    assert (before.exit_code, after.exit_code) == (0, 0)
    assert "门楼街道综合行政执法中队" in before.stdout
    assert (
        "省赋权，示例赋权目录第 6 项，以门楼街道办事处名义，自 2024-01-01，至 2027-01-01（不含）"
        in before.stdout
    )
    assert "省赋权" not in after.stdout
    assert "许可  无人可以" in after.stdout
    found = json.loads(run(database_url, tmp_path, "powers", "370611007", "C0303", "--json").stdout)
    assert {item["act"] for item in found["items"]} == {"order", "penalise"}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (HEAD + ROW.replace("2025-01-01", "soon"), "第 2 行的日期读不懂"),
        ("item_code\nX\n", "第 2 行缺少列"),
        (HEAD + ROW + ROW.replace("C0110", "NONE"), "没有这个事项"),
        (HEAD + ROW + ROW, "重叠"),
    ],
)
def test_a_bad_table_is_refused_and_nothing_changes(
    database_url: str, database: Database, tmp_path: Path, table: str, words: str
) -> None:
    path = tmp_path / "powers.csv"
    path.write_text(table, encoding="utf-8")
    found = run(database_url, tmp_path, "import-powers", str(path))
    assert found.exit_code == 1
    assert words in found.stderr
    with database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.power WHERE item_code = 'IM-1'")) == 0


def test_a_table_is_taken_in_for_every_matter_and_area(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "powers.csv"
    path.write_text(HEAD + ROW, encoding="utf-8")
    done = run(database_url, tmp_path, "import-powers", str(path))
    assert (done.exit_code, done.stdout) == (0, "4 powers taken in.\n")
    with database.transaction() as session:
        found = session.execute(
            text(
                "SELECT in_name_of, count(*) FROM gridops.power WHERE item_code = 'IM-1' GROUP BY 1 ORDER BY 1"
            )
        ).all()
        logged = session.scalar(text("SELECT count(*) FROM gridops.log_entry WHERE action = 'power.changed'"))
    assert [tuple(row) for row in found] == [("张格庄镇人民政府", 2), ("高疃镇人民政府", 2)]
    assert logged == 4
