"""`gridops init` on an empty database, and the first administrator who signs in by its code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from gridops.cli.commands import main
from gridops.people.models import Account
from tests.conftest import settings_for
from tests.databases import Databases
from tests.service import Service

SESSIONS = "/api/v1/sessions"


@pytest.fixture(scope="module")
def empty(databases: Databases) -> Iterator[str]:
    """An empty database: no schema, no district, nobody."""
    with databases.copy(is_empty=True) as url:
        yield url


def init(url: str, var: Path, *more: str) -> Result:
    environ = {"DATABASE_URL": url, "GRIDOPS_VAR": str(var), "GRIDOPS_BIND": "127.0.0.1:8123"}
    return CliRunner().invoke(main, ["init", *more], env=environ)


def code_of(said: Result) -> str:
    found = re.search(r"one-time code (\S+)", said.output)
    assert found, said.output
    return found[1]


def test_it_ends_with_a_code_and_the_first_run_page_and_holds_nothing_of_the_demonstration(
    empty: str, tmp_path: Path
) -> None:
    said = init(empty, tmp_path, "330106", "西湖区", "--measure-srid", "4528")
    assert said.exit_code == 0, said.output
    assert "330106 西湖区, in EPSG:4528" in said.output
    assert "http://127.0.0.1:8123/admin/start" in said.output
    assert "Bringing the database's schema up to date" in said.output
    again = init(empty, tmp_path, "330106", "西湖区", "--measure-srid", "4528")
    assert code_of(again) != code_of(said)
    opened = Service(settings_for(empty, tmp_path))
    with opened.database.transaction() as session:
        assert [a.username for a in session.query(Account)] == ["admin"]
        for table in ("agency", "unit", "matter", "area_version", "incident"):
            assert session.scalar(text(f"SELECT count(*) FROM gridops.{table}")) == 0
        assert session.scalar(text("SELECT is_demo FROM gridops.deployment")) is False
    client = opened.anonymous()
    for code, status in (("0000000000", 401), (code_of(said), 201), (code_of(said), 401)):
        answer = client.post(SESSIONS, json={"username": "admin", "code": code})
        assert answer.status_code == status
        if status == 201:
            assert answer.json["actor"]["roles"] == ["admin"]
            token = {"Authorization": f"Bearer {answer.json['token']}"}
    # By the code he has proved who he is: a password is set without another.
    sent = {"password": "湖畔的第一个早晨 2026"}
    assert client.post(f"{SESSIONS}/current/password", json=sent, headers=token).status_code == 204
    opened.close()
    done = init(empty, tmp_path, "330106", "西湖区", "--measure-srid", "4528")
    assert "has a password" in done.output
    assert "one-time code" not in done.output


def test_another_district_is_refused_in_one_line(empty: str, tmp_path: Path) -> None:
    said = init(empty, tmp_path, "330102", "上城区")
    assert said.exit_code == 1
    assert "Error: This database is 330106's already" in said.output


def test_a_name_that_is_somebody_elses_is_refused(empty: str, tmp_path: Path) -> None:
    opened = Service(settings_for(empty, tmp_path))
    with opened.database.transaction() as session:
        session.execute(text("UPDATE gridops.account SET is_active = false"))
    said = init(empty, tmp_path, "330106", "西湖区")
    assert said.exit_code == 1
    assert "The user name admin is somebody's" in said.output
    other = init(empty, tmp_path, "330106", "西湖区", "--admin", "chen")
    assert "First administrator: chen" in other.output
    opened.close()
