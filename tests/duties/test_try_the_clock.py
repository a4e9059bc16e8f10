"""`gridops duties clock`: the deadline and its steps, with a database and where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridops.cli import main
from tests.duties.versions import ADMIN
from tests.service import Service

START = "2026-09-30T16:30:00+08:00"


def run(tmp_path: Path, *arguments: str, url: str = "") -> Result:
    env = {"DATABASE_URL": url, "GRIDOPS_VAR": str(tmp_path)}
    return CliRunner().invoke(main, ["duties", "clock", *arguments], env=env)


def test_it_needs_no_database(tmp_path: Path) -> None:
    found = run(tmp_path, START, "2工作日")
    assert found.exit_code == 0
    answer = json.loads(found.stdout)
    assert set(answer) == {"due_at", "steps"}
    assert answer["due_at"] == "2026-10-09T16:30:00+08:00"
    assert answer["steps"][0] == {
        "start": START,
        "end": "2026-09-30T18:00:00+08:00",
        "text": "9月30日（周三） 16:30–18:00，工作时间 1 小时 30 分",
    }
    assert found.stderr == ""


@pytest.mark.parametrize(
    ("limit", "mode", "due"),
    [
        ("2工作日", "from_next_day", "2026-10-09T18:00:00+08:00"),
        ("4小时", "elapsed", "2026-10-08T10:30:00+08:00"),
        ("2紧急工作时", "elapsed", "2026-09-30T18:30:00+08:00"),
        ("1紧急工作日", "elapsed", "2026-10-01T16:30:00+08:00"),
        ("3自然日", "elapsed", "2026-10-03T16:30:00+08:00"),
        ("3自然日", "from_next_day", "2026-10-04T00:00:00+08:00"),
        ("30分钟", "elapsed", "2026-09-30T17:00:00+08:00"),
    ],
)
def test_every_unit_and_mode(tmp_path: Path, limit: str, mode: str, due: str) -> None:
    assert json.loads(run(tmp_path, START, limit, "--mode", mode).stdout)["due_at"] == due


def test_a_database_that_does_not_answer_is_said_and_done_without(tmp_path: Path) -> None:
    found = run(tmp_path, START, "2工作日", url="postgresql://nobody@127.0.0.1:1/none")
    assert json.loads(found.stdout)["due_at"] == "2026-10-09T16:30:00+08:00"
    assert "does not answer" in found.stderr


def test_an_unknown_year_is_warned_of(tmp_path: Path) -> None:
    found = run(tmp_path, "2026-12-31T17:00:00+08:00", "2工作日")
    assert "calendar of 2027 is unknown" in found.stderr
    assert json.loads(found.stdout)["due_at"] == "2027-01-04T17:00:00+08:00"


def test_the_deployments_calendar_and_a_towns_hours_hold_where_they_are_there(
    service: Service, tmp_path: Path
) -> None:
    admin, url = service.client("admin"), service.database.url
    admin.put(f"{ADMIN}/calendar/days/2026-10-08", json={"is_working": False})
    hours = {
        "area_code": "370611001",
        "spells": [{"start": "09:00", "end": "17:00"}],
        "valid_from": "2026-01-01",
    }
    assert admin.post(f"{ADMIN}/working-hours", json=hours).status_code == 201
    plain = json.loads(run(tmp_path, START, "2工作日", url=url).stdout)
    town = json.loads(run(tmp_path, START, "2小时", "--township", "370611001", url=url).stdout)
    assert plain["due_at"] == "2026-10-10T16:30:00+08:00"
    assert town["due_at"] == "2026-10-09T10:30:00+08:00"
    unknown = run(tmp_path, START, "2小时", "--township", "999999", url=url)
    assert (unknown.exit_code, "no area" in unknown.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("yesterday", "2工作日"), "START"),
        (("2026-09-30T16:30:00", "2工作日"), "START"),
        ((START, "很久"), "LIMIT"),
        ((START, "4小时；5天"), "LIMIT"),
        ((START, "0.5天", "--mode", "from_next_day"), "LIMIT"),
        ((START, "2工作日", "--mode", "never"), "--mode"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    found = run(tmp_path, *arguments)
    assert (found.exit_code, named in found.stderr) == (2, True)


def test_a_township_needs_a_database(tmp_path: Path) -> None:
    found = run(tmp_path, START, "2工作日", "--township", "370611001")
    assert (found.exit_code, "needs a database" in found.stderr) == (1, True)
