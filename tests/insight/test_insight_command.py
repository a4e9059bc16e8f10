"""`gridops insight` as it is typed, and what /readyz and the worker say of the roll-ups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops.cli.insight import insight
from gridops.db.session import Database
from gridops.insight import readiness
from gridops.insight.rollups.rules import is_time_to_verify
from gridops.worker.rolling_up import fold
from tests.service import Service


@pytest.fixture
def counted(service: Service, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database with a case that is folded, which the command is pointed at."""
    monkeypatch.setenv("DATABASE_URL", service.settings.database_url)
    service.report("worker.qingyang")
    while fold(service.database):
        pass
    return service.database


def tamper(database: Database) -> None:
    with database.transaction() as session:
        session.execute(
            text("UPDATE gridops.rollup_month SET n = 7 WHERE cut = 'state' AND area_level = 'village'")
        )


def test_verify_says_that_all_agrees(counted: Database) -> None:
    found = CliRunner().invoke(insight, ["verify"])
    assert found.exit_code == 0
    assert "Every number" in found.stdout


def test_verify_names_what_differs_and_rebuild_mends_it(counted: Database, service: Service) -> None:
    tamper(counted)
    found = CliRunner().invoke(insight, ["verify"])
    assert found.exit_code == 1
    assert "village 370611001" in found.stdout
    assert "1 by the cases, 7 in the roll-up" in found.stdout
    warned = service.anonymous().get("/readyz")
    assert warned.status_code == 200
    assert any("roll-ups differed from the cases in 1 numbers" in line for line in warned.json["warnings"])
    assert CliRunner().invoke(insight, ["rebuild"]).stdout == "1 cases are counted.\n"
    assert CliRunner().invoke(insight, ["verify"]).exit_code == 0
    assert not any("roll-ups" in line for line in service.anonymous().get("/readyz").json["warnings"])


def test_readyz_tells_where_nobody_folds(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "MANY", 2)
    for expected in (False, False, True):
        lines = service.anonymous().get("/readyz").json["warnings"]
        assert any("wait to be folded" in line for line in lines) == expected
        service.report("worker.qingyang")


def test_the_night_is_the_deployments_and_has_one_verifying() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    three = datetime(2026, 11, 26, 19, tzinfo=UTC)
    assert is_time_to_verify(three, None, zone)
    assert is_time_to_verify(three, three - timedelta(hours=24), zone)
    assert not is_time_to_verify(three, three - timedelta(minutes=30), zone)
    assert not is_time_to_verify(three - timedelta(hours=3), None, zone)
