"""After an older copy was brought back: new numbers, an old cursor that ends, a chain that tells of the leap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops import clock
from gridops.cli.log import log
from gridops.log import queries
from gridops.log.resuming import LEAST_LEAP
from gridops.log.verifying import Verdict, verify_chain
from tests.service import Service

DESK = "dispatcher.qingyang"


@pytest.fixture
def followed(service: Service, monkeypatch: pytest.MonkeyPatch) -> int:
    """The cursor of a screen that is up to date."""
    monkeypatch.setenv("DATABASE_URL", service.settings.database_url)
    service.report("worker.qingyang")
    service.number()
    return _head(service)


def _head(service: Service) -> int:
    with service.database.transaction("gridops_system") as session:
        return queries.head(session)


def _verdict(service: Service) -> Verdict:
    with service.database.transaction("gridops_system") as session:
        return verify_chain(session)


def _events(service: Service, cursor: int) -> int:
    return service.client(DESK).get(f"/api/v1/events?after={cursor}").status_code


def test_a_cursor_from_before_is_told_to_begin_anew_however_far_the_log_grows(
    service: Service, followed: int
) -> None:
    assert _events(service, followed) == 200
    assert CliRunner().invoke(log, ["resume"]).exit_code == 0
    # Numbers that the history which is gone had given out after the copy.
    for cursor in (followed, followed + 3):
        assert _events(service, cursor) == 410
    for _ in range(3):
        service.report("worker.qingyang")
    service.number()
    for cursor in (followed, followed + 3):
        assert _events(service, cursor) == 410
    anew = service.client(DESK).get("/api/v1/snapshot").json["cursor"]
    service.report("worker.qingyang")
    service.number()
    page = service.client(DESK).get(f"/api/v1/events?after={anew}").json
    assert [event["action"] for event in page["events"]] == ["incident.reported"]


def test_the_chain_tells_of_the_leap_and_of_no_other(service: Service, followed: int) -> None:
    before = _verdict(service)
    CliRunner().invoke(log, ["resume"])
    service.report("worker.qingyang")
    service.number()
    after = _verdict(service)
    assert (before.broken_block, after.broken_block) == (None, None)
    assert after.blocks == before.blocks + 2
    with service.database.transaction() as session:
        session.execute(text("ALTER TABLE gridops.log_block DISABLE TRIGGER USER"))
        session.execute(
            text("UPDATE gridops.log_block SET last_seq = last_seq + 5 WHERE id = :b"), {"b": after.blocks}
        )
    assert _verdict(service).broken_block == after.blocks


def test_the_same_copy_brought_back_twice_goes_on_at_other_numbers(service: Service, followed: int) -> None:
    began = []
    for later in (timedelta(0), timedelta(seconds=5), timedelta(days=-365 * 30)):
        with clock.frozen(clock.now() + later):
            assert CliRunner().invoke(log, ["resume"]).exit_code == 0
        began.append(_head(service))
    assert began[1] >= began[0] + 4_000
    # A clock that is wrong takes nothing back.
    assert began[2] == began[1] + LEAST_LEAP + 1
