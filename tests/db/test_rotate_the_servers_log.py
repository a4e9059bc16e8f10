"""The private server's log is set aside when it has grown; the server goes on writing to the same file."""

from __future__ import annotations

from pathlib import Path

from gridops.db.server_log import rotate


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("a line\n")
    assert not rotate(log, most_bytes=100)
    assert [path.name for path in tmp_path.iterdir()] == ["server.log"]


def test_a_log_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert not rotate(tmp_path / "server.log")


def test_a_large_log_is_set_aside_and_the_oldest_let_go(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with log.open("ab") as server:
        for number in range(5):
            server.write(f"{number}".encode() * 20)
            server.flush()
            assert rotate(log, most_bytes=10, kept=2)
            assert log.stat().st_size == 0
        server.write(b"on")
    assert log.read_text() == "on"
    assert (tmp_path / "server.log.1").read_text() == "4" * 20
    assert (tmp_path / "server.log.2").read_text() == "3" * 20
    assert len(list(tmp_path.iterdir())) == 3
