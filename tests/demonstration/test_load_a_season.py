"""A season of past cases: true histories in every state, roll-ups and log sound, and all of it gone again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops import clock
from gridops.cli.commands import main
from gridops.db.session import Database
from gridops.demonstration.season.loading import load_season
from gridops.demonstration.season.planning import DAYS, Ground, plan_season
from gridops.errors import Problem
from gridops.incidents.moves.table import MOVES
from gridops.incidents.rules import STATES
from gridops.insight.rollups.verifying import find_differences
from gridops.log.verifying import verify_chain
from tests.conftest import settings_for
from tests.databases import Databases, take_mark_off
from tests.service import Service

ZONE = clock.zone("Asia/Shanghai")
#: No move leads there yet.
NOT_REACHED = {"suspended"}


@pytest.fixture(scope="module")
def seasoned(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration with its season, loaded by the command."""
    with databases.copy() as url:
        environ = {"DATABASE_URL": url, "GRIDOPS_VAR": str(tmp_path_factory.mktemp("season"))}
        said = CliRunner().invoke(main, ["demo", "load", "--season"], env=environ)
        assert said.exit_code == 0, said.output
        opened = Database(url)
        yield opened
        opened.close()


def ask(database: Database, statement: str) -> list[Any]:
    with database.transaction() as session:
        return [tuple(row) for row in session.execute(text(statement))]


def test_a_real_district_gets_none(database_url: str, tmp_path: Path) -> None:
    take_mark_off(database_url)
    environ = {"DATABASE_URL": database_url, "GRIDOPS_VAR": str(tmp_path)}
    said = CliRunner().invoke(main, ["demo", "load", "--season"], env=environ)
    assert (said.exit_code, "no demonstration" in said.output) == (1, True)
    alone = CliRunner().invoke(main, ["demo", "load"], env=environ)
    assert (alone.exit_code, "not empty" in alone.output) == (1, True)


def test_a_second_season_is_refused(seasoned: Database) -> None:
    with pytest.raises(Problem, match="There is a season"), seasoned.transaction() as session:
        load_season(session)


def test_it_shows_every_state_matter_group_and_level(seasoned: Database) -> None:
    assert ask(seasoned, "SELECT count(*) >= 3000 FROM gridops.incident") == [(True,)]
    states = {row[0] for row in ask(seasoned, "SELECT DISTINCT state FROM gridops.incident")}
    assert states == set(STATES) - NOT_REACHED
    levels = {row[0] for row in ask(seasoned, "SELECT DISTINCT level FROM gridops.incident")}
    assert levels == {"grid", "village", "township", "district"}
    missing = ask(
        seasoned,
        "SELECT m.service_code FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id"
        " WHERE s.signpost = '' AND m.service_code NOT IN (SELECT service_code FROM gridops.incident)",
    )
    assert missing == []
    due = {row[0] for row in ask(seasoned, "SELECT DISTINCT due_state FROM gridops.incident WHERE is_open")}
    assert {"normal", "soon", "overdue"} <= due
    assert ask(seasoned, "SELECT count(*) > 20 FROM gridops.incident WHERE is_restricted") == [(True,)]
    assert ask(seasoned, "SELECT count(DISTINCT left(scope_code, 9)) FROM gridops.incident") == [(7,)]
    origins = {row[0] for row in ask(seasoned, "SELECT DISTINCT origin FROM gridops.incident")}
    assert {"patrol", "hotline_12345", "phone"} <= origins


def test_its_days_are_the_last_ninety_and_nothing_lies_ahead(seasoned: Database) -> None:
    span = ask(
        seasoned,
        "SELECT max(reported_at) < now(), max(coalesce(closed_at, reported_at)) < now(),"
        " extract(day FROM max(reported_at) - min(reported_at)) BETWEEN 85 AND 91,"
        " count(DISTINCT (reported_at AT TIME ZONE 'Asia/Shanghai')::date) >= 85 FROM gridops.incident",
    )
    assert span == [(True, True, True, True)]
    assert ask(seasoned, "SELECT count(*) FROM gridops.log_entry WHERE at > now()") == [(0,)]
    wrong = "SELECT count(*) FROM gridops.incident WHERE handled_at < filed_at OR closed_at < handled_at"
    assert ask(seasoned, wrong) == [(0,)]


def test_each_case_is_the_end_of_a_history_that_the_table_of_moves_allows(seasoned: Database) -> None:
    rows = ask(
        seasoned,
        "SELECT i.id, i.state, i.version, l.version, l.action, l.data->>'from', l.data->>'to', l.at"
        " FROM gridops.incident i JOIN gridops.log_entry l ON l.entity_id = i.id ORDER BY i.id, l.id",
    )
    entries = {move.entry: move for move in MOVES.values()}
    histories: dict[Any, list[Any]] = {}
    for row in rows:
        histories.setdefault(row[0], []).append(row)
    assert len(histories) >= 3000
    for history in histories.values():
        assert [row[3] for row in history] == list(range(1, len(history) + 1))
        assert history[-1][2] == history[-1][3]
        assert [row[7] for row in history] == sorted(row[7] for row in history)
        state = "reported"
        for row in history[1:]:
            assert row[5] == state, row
            move = entries.get(row[4])
            if move is not None:
                assert state in {source.state for source in move.sources}, row
            state = row[6]
        assert state == history[0][1]


def test_nobody_judged_what_he_had_handled(seasoned: Database) -> None:
    judged = ask(
        seasoned,
        "SELECT count(*) FROM gridops.log_entry j JOIN gridops.log_entry h ON h.entity_id = j.entity_id"
        " AND h.actor_id = j.actor_id WHERE j.action IN ('incident.verified', 'incident.closed')"
        " AND h.action = 'incident.handled'",
    )
    assert judged == [(0,)]


def test_its_crew_signs_in_nowhere_and_holds_nothing(seasoned: Database) -> None:
    crew = (
        "SELECT count(*), bool_or(is_active), count(password_hash) FROM gridops.account"
        " WHERE username LIKE 'season.%'"
    )
    (count, is_active, passwords), *_ = ask(seasoned, crew)
    assert (count > 400, is_active, passwords) == (True, False, 0)


def test_roll_ups_and_chain_are_sound(seasoned: Database) -> None:
    with seasoned.transaction("gridops_system", read_only=True) as session:
        assert list(find_differences(session)) == []
        found = verify_chain(session)
    assert (found.broken_block, found.entries > 15_000) == (None, True)


def test_the_first_look_of_centre_and_supervisor_has_something_to_show(
    seasoned: Database, tmp_path: Path
) -> None:
    opened = Service(settings_for(seasoned.url, tmp_path))
    snapshot = opened.client("dispatcher.fushan").get("/api/v1/snapshot").json
    assert len(snapshot["incidents"]) > 100
    today = clock.now().astimezone(ZONE).date()
    asked = {
        "area": "370611",
        "from": f"{today - timedelta(days=DAYS)}",
        "to": f"{today + timedelta(days=1)}",
        "include": ["indicators"],
    }
    answer = opened.client("supervisor.fushan").post("/api/v1/area-queries", json=asked)
    assert answer.status_code == 200, answer.data
    shown = {i["name"]: i["numerator"] for i in answer.json["indicators"]}
    assert not [name for name, count in shown.items() if not count], shown
    opened.close()


def test_it_goes_as_it_came_and_the_log_says_so(seasoned: Database, tmp_path: Path) -> None:
    environ = {"DATABASE_URL": seasoned.url, "GRIDOPS_VAR": str(tmp_path)}
    said = CliRunner().invoke(main, ["demo", "clear"], env=environ)
    assert "cases are taken away" in said.output
    assert ask(seasoned, "SELECT count(*) FROM gridops.incident") == [(0,)]
    assert ask(seasoned, "SELECT count(*) FROM gridops.account") == [(15,)]
    for table in ("timer", "dispatch", "incident_note", "incident_private"):
        assert ask(seasoned, f"SELECT count(*) FROM gridops.{table}") == [(0,)]
    told = "SELECT count(*) FROM gridops.log_entry WHERE action = 'demonstration.season_cleared'"
    assert ask(seasoned, told) == [(1,)]
    with seasoned.transaction("gridops_system", read_only=True) as session:
        assert list(find_differences(session)) == []
        assert verify_chain(session).broken_block is None
    again = CliRunner().invoke(main, ["demo", "clear"], env=environ)
    assert "There was no season." in again.output


def test_the_same_seed_plans_the_same_season() -> None:
    matters = [{"service_code": f"C{n:04d}", "service_name": "事项", "aliases": []} for n in range(30)]
    grounds = [Ground(f"3706110010010{n:02d}", "370611001", "社区", 1.0) for n in range(10)]
    now = datetime(2026, 7, 15, 3, tzinfo=UTC)

    def plan(seed: int) -> list[Any]:
        plans = plan_season(random.Random(seed), matters, grounds, now=now, zone=ZONE, cases=200)
        return [(p.id, p.at, p.matter["service_code"], p.ground.grid_code, p.fate, p.stop) for p in plans]

    assert plan(1) == plan(1)
    assert plan(1) != plan(2)
    assert {row[2] for row in plan(3)} == {matter["service_code"] for matter in matters}
    assert max(row[1] for row in plan(3)) < now
