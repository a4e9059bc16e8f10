"""What a command started has stopped when it returns, whichever way it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gridops import config
from gridops.cli import main, serve
from gridops.cli.processes import Family, Stopped, StopSignals
from tests.ending import kill

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def wait_for(condition: Callable[[], bool]) -> bool:
    give_up = time.monotonic() + 10
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True


def receive(number: signal.Signals) -> None:
    os.kill(os.getpid(), number)
    time.sleep(0.01)


def test_stopping_ends_children_and_grandchildren(tmp_path: Path) -> None:
    # The child ignores the polite signal and leaves a process of its own behind.
    stubborn = (
        "import pathlib, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('pid').write_text(str(p.pid))\n"
        "p.wait()\n"
    )
    family = Family(tmp_path)
    family.start("stubborn", [sys.executable, "-c", stubborn])
    family.start("plain", SLEEPS)
    pid_file = tmp_path / "pid"
    assert wait_for(lambda: pid_file.exists() and bool(pid_file.read_text()))
    grandchild = int(pid_file.read_text())
    assert is_alive(grandchild)
    family.stop(timeout_s=0.5)
    assert wait_for(lambda: not is_alive(grandchild))


def test_the_child_that_ended_is_found(tmp_path: Path) -> None:
    family = Family(tmp_path)
    family.start("lasting", SLEEPS)
    family.start("brief", [sys.executable, "-c", "raise SystemExit(7)"])
    try:
        assert wait_for(lambda: family.find_ended() is not None)
        ended = family.find_ended()
        assert ended is not None
        assert (ended.name, ended.process.returncode) == ("brief", 7)
    finally:
        family.stop()


def test_a_child_ends_when_its_parent_is_killed_outright(tmp_path: Path) -> None:
    parent = (
        "import pathlib, sys, time\n"
        "from gridops.cli.processes import Family\n"
        "family = Family(pathlib.Path('.'))\n"
        "family.start('child', [sys.executable, '-c', "
        "'import os, pathlib, time; pathlib.Path(\"pid\").write_text(str(os.getpid())); time.sleep(60)'])\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", parent],
        cwd=tmp_path,
        env=config.child_environment(PYTHONPATH=str(config.PROJECT_ROOT)),
    )
    pid_file = tmp_path / "pid"
    assert wait_for(lambda: pid_file.exists() and bool(pid_file.read_text()))
    child = int(pid_file.read_text())
    assert is_alive(child)
    kill(process)
    assert wait_for(lambda: not is_alive(child))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_stop_signal_stops(number: signal.Signals) -> None:
    with StopSignals().listening(), pytest.raises(Stopped):
        receive(number)


def test_a_signal_in_a_step_that_must_not_be_cut_waits_for_its_end() -> None:
    signals = StopSignals()
    done = []

    def step() -> None:
        with signals.deferred():
            receive(signal.SIGTERM)
            done.append("whole")

    with signals.listening(), pytest.raises(Stopped):
        step()
    assert done == ["whole"]


def test_once_stopping_a_further_signal_changes_nothing() -> None:
    signals = StopSignals()
    before = signal.getsignal(signal.SIGINT)
    with signals.listening():
        signals.ignore()
        receive(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_taken_port_is_told_before_anything_is_begun(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        monkeypatch.setenv("GRIDOPS_BIND", taken)
        monkeypatch.setenv("GRIDOPS_VAR", str(tmp_path))
        answer = CliRunner().invoke(main, ["serve"])
    assert answer.exit_code == 1
    assert f"{taken} cannot be listened on" in answer.output
    assert "GRIDOPS_BIND=" in answer.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["up"], ["down"], ["status"], ["reset", "--yes"], ["remove", "--yes"]])
def test_given_a_database_the_cluster_commands_touch_nothing(
    words: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@db.example/d")
    monkeypatch.setenv("GRIDOPS_VAR", str(tmp_path))
    answer = CliRunner().invoke(main, ["db", *words])
    assert answer.exit_code == 1
    assert "DATABASE_URL is set" in answer.output
    assert "secret" not in answer.output
    assert list(tmp_path.iterdir()) == []


def test_reset_asks_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GRIDOPS_VAR", str(tmp_path))
    answer = CliRunner().invoke(main, ["db", "reset"], input="n\n")
    assert answer.exit_code == 1
    assert "Delete every case" in answer.output
    assert list(tmp_path.iterdir()) == []


def test_a_bad_setting_ends_as_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRIDOPS_BIND", "nowhere")
    answer = CliRunner().invoke(main, ["serve"])
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: GRIDOPS_BIND: expected host:port")


def test_threads_are_more_than_the_sockets_that_hold_them() -> None:
    settings = config.load({"DATABASE_URL": "postgresql://h/d", "GRIDOPS_MAX_SOCKETS": "300"})
    command = serve.web_command(settings, processes=2)
    assert int(command[command.index("--threads") + 1]) == 410
    assert command[command.index("--graceful-timeout") + 1] == "3"
    assert isinstance(serve.serve, click.Command)
