"""/readyz says of each part what is true of it: one part that fails makes it 503 and is named, the others stay "ok"."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from gridops.live.readiness import TailState
from gridops.log import readiness as log_readiness
from tests.conftest import settings_for
from tests.service import Service

PARTS = ("database", "migrations", "roles", "log_tail", "sequencer", "disk", "media_folder")


def ask(service: Service) -> tuple[int, dict[str, Any]]:
    answer = service.anonymous().get("/readyz")
    return answer.status_code, answer.json


def fails_alone(service: Service, part: str) -> str:
    """What /readyz says of the one part that fails."""
    status, body = ask(service)
    assert status == 503
    assert service.anonymous().get("/healthz").status_code == 200
    assert {name: body[name] for name in PARTS if name != part} == dict.fromkeys(set(PARTS) - {part}, "ok")
    return str(body[part])


def run(service: Service, statement: str) -> None:
    with service.database.transaction() as session:
        session.execute(text(statement))


def test_where_all_is_well_each_part_says_ok(service: Service) -> None:
    status, body = ask(service)
    assert status == 200
    assert {name: body[name] for name in PARTS} == dict.fromkeys(PARTS, "ok")


def test_a_right_that_is_gone_is_told(service: Service) -> None:
    run(service, "REVOKE SELECT ON gridops.matter FROM gridops_map")
    assert fails_alone(service, "roles") == "1 rights are not as expected: gridops db rights"


def test_an_older_schema_is_told(service: Service) -> None:
    run(service, "UPDATE gridops.alembic_version SET version_num = '20261122_0001'")
    assert fails_alone(service, "migrations") == "not at head: gridops db migrate"


def test_entries_that_nobody_numbers_are_told(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service.report("worker.qingyang")
    assert ask(service)[0] == 200
    monkeypatch.setattr(log_readiness, "STALLED_AFTER_S", -1)
    assert "has waited" in fails_alone(service, "sequencer")


def test_a_disk_that_is_nearly_full_is_told_before_and_when_it_is_so(
    database_url: str, tmp_path: Path
) -> None:
    free_mb = shutil.disk_usage(tmp_path).free // 1_000_000
    for reserve, status in ((free_mb // 100, 200), (free_mb // 2, 200), (free_mb * 2, 503)):
        service = Service(settings_for(database_url, tmp_path, GRIDOPS_DISK_RESERVE=str(reserve)))
        answer = service.anonymous().get("/readyz")
        assert answer.status_code == status
        assert any("nearly full" in line for line in answer.json["warnings"]) is (reserve > free_mb // 100)
        assert ("nearly full" in answer.json["disk"]) is (status == 503)
        service.close()


def test_a_folder_of_photos_that_cannot_be_written_is_told(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("")
    service = Service(
        settings_for(database_url, tmp_path, GRIDOPS_MEDIA=str(tmp_path / "in the way" / "media"))
    )
    assert "cannot be written" in fails_alone(service, "media_folder")
    service.close()


class Tail:
    """A tail that stands where a test says, on the test's own clock."""

    def __init__(self) -> None:
        self.position, self.now = 0, 0.0
        self.state = TailState(lambda: self.position, lambda: self.now)


def test_a_tail_that_follows_a_busy_log_is_well_however_seldom_one_looks() -> None:
    tail = Tail()
    for head in range(10, 100, 10):
        assert tail.state.ask(head) == "ok"
        tail.position, tail.now = head, tail.now + 60
        assert tail.state.ask(head + 1) == "ok"


def test_a_tail_that_stands_still_is_told_until_it_moves_on() -> None:
    tail = Tail()
    assert tail.state.ask(5) == "ok"
    tail.now = 29
    assert tail.state.ask(9) == "ok"
    tail.now = 31
    assert tail.state.ask(9) == "this process stands at 0 and has not reached 5 for 31 s"
    tail.position = 9
    assert tail.state.ask(9) == "ok"


def test_a_live_process_that_takes_no_sockets_is_told_and_stops_nothing(
    database_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "live"
    service = Service(settings_for(database_url, tmp_path, GRIDOPS_LIVE_SOCKET=str(path)))
    try:
        status, body = ask(service)
        assert status == 200
        assert any("live process does not take sockets" in line for line in body["warnings"])
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as live:
            live.bind(str(path))
            live.listen()
            assert not any("live process" in line for line in ask(service)[1]["warnings"])
    finally:
        service.close()
