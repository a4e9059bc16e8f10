"""What dies is started again after growing waits; what dies again and again ends all, with its reason."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import click
import pytest
import requests

from gridops.cli import cluster
from gridops.cli.private_database import PrivateDatabase
from gridops.cli.processes import Family
from gridops.cli.restarting import Keeper, Patience
from gridops.config import PROJECT_ROOT, child_environment
from tests.ending import kill
from tests.service import free_port
from tests.setup.test_stop_everything import is_alive


class Mortal:
    """A member that runs, ends and starts as a test says, on the test's own clock."""

    name = "worker"

    def __init__(self) -> None:
        self.now, self.ended, self.starts = 0.0, False, 0
        self.said: list[str] = []
        self.keeper = Keeper([self], now=lambda: self.now, say=self.said.append)

    def how_ended(self) -> str | None:
        return "ended by itself (exit code 7)" if self.ended else None

    def start_again(self) -> None:
        self.ended, self.starts = False, self.starts + 1

    def die(self) -> None:
        self.ended = True
        self.keeper.look()

    def wait_until_started(self) -> float:
        """How long it took until it ran again."""
        since, before = self.now, self.starts
        while self.starts == before:
            self.now += 0.5
            self.keeper.look()
        return self.now - since


def test_what_runs_is_let_be() -> None:
    member = Mortal()
    for _ in range(5):
        member.now += 100
        member.keeper.look()
    assert (member.starts, member.said) == (0, [])


def test_waits_grow_to_a_minute_and_are_short_again_after_a_quiet_time() -> None:
    member, waits = Mortal(), []
    for _ in range(8):
        member.now += 40  # it lives a while each time, so that this is no dying at once
        member.die()
        waits.append(member.wait_until_started())
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    member.now += 300
    member.die()
    assert member.wait_until_started() == 1


def test_each_end_and_each_start_is_a_line() -> None:
    member = Mortal()
    member.die()
    member.wait_until_started()
    assert member.said == [
        "The worker ended by itself (exit code 7); it is started again in 1 s.",
        "The worker is started again.",
    ]


def test_what_dies_at_once_again_and_again_ends_all_with_its_reason() -> None:
    member = Mortal()
    for _ in range(4):
        member.die()
        member.wait_until_started()
    with pytest.raises(
        click.ClickException, match=r"worker ended by itself \(exit code 7\), 5 times within 120 s"
    ):
        member.die()
    assert member.starts == 4


def test_a_real_process_that_dies_at_once_always_ends_the_run(tmp_path: Path) -> None:
    family = Family(tmp_path)
    ran = tmp_path / "ran"
    family.start("brief", [sys.executable, "-c", f"open({str(ran)!r}, 'a').write('x'); raise SystemExit(7)"])
    family.start("lasting", [sys.executable, "-c", "import time; time.sleep(60)"])
    keeper = Keeper(family.children, patience=Patience(first_wait_s=0.01, most_ends=3))
    try:
        with pytest.raises(click.ClickException, match=r"brief ended by itself \(exit code 7\), 3 times"):
            keeper.keep(nullcontext)
        assert ran.read_text() == "xxx"
    finally:
        family.stop()


def test_a_killed_process_comes_back_and_what_it_left_behind_is_ended(tmp_path: Path) -> None:
    family = Family(tmp_path)
    parent = (
        "import pathlib, subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('pid').write_text(str(p.pid))\n"
        "time.sleep(60)\n"
    )
    child = family.start("parent", [sys.executable, "-c", parent])
    keeper = Keeper(family.children, patience=Patience(first_wait_s=0.01))
    pid = tmp_path / "pid"
    try:
        until(lambda: pid.exists() and bool(pid.read_text()))
        first, grandchild = child.process.pid, int(pid.read_text())
        os.kill(first, signal.SIGKILL)
        until(lambda: keeper.look() is None and child.process.pid != first)
        until(lambda: not is_alive(grandchild))
        assert child.how_ended() is None
    finally:
        family.stop()


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder for a private cluster of its own, which is removed with it."""
    # Not in pytest's own folder: that is closed to the account that root's server runs as.
    folder = Path(tempfile.mkdtemp(prefix="gridops-again-"))
    folder.chmod(0o755)
    yield folder
    cluster.remove(cluster.default_cluster(folder))
    shutil.rmtree(folder)


def test_a_database_that_does_not_start_is_named_with_its_reason(var: Path) -> None:
    database = PrivateDatabase(cluster.default_cluster(var))
    database.start()
    moved: list[bool] = []
    database.when_moved(lambda: moved.append(True))
    assert database.how_ended() is None
    pid = cluster.server_pid(cluster.default_cluster(var))
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: database.how_ended() == "has ended")
    version = cluster.default_cluster(var).root / "server" / "data" / "PG_VERSION"
    kept = version.read_text()
    version.write_text("7\n")
    database.start_again()
    assert "PostgreSQL 7, whose programs are missing" in (database.how_ended() or "")
    version.write_text(kept)
    database.start_again()
    assert database.how_ended() is None
    assert moved == []
    database.stop()
    assert cluster.status(cluster.default_cluster(var)).state == "stopped"


class Run:
    """`gridops serve` as it is typed, with a private cluster under `var`."""

    def __init__(self, var: Path) -> None:
        self._var, self.url = var, f"http://127.0.0.1:{free_port()}"
        self.log = var / "serve.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gridops", "serve", "--web-processes", "1"],
                cwd=PROJECT_ROOT,
                env=child_environment(
                    without_prefix="DATABASE_URL",
                    GRIDOPS_VAR=str(var),
                    GRIDOPS_BIND=self.url.removeprefix("http://"),
                    GRIDOPS_ARGON2="cheap",
                ),
                stdout=log,
                stderr=log,
            )

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def child(self, *words: str) -> int | None:
        """The number of the process that was started with these words."""
        for number in self.children():
            line = Path(f"/proc/{number}/cmdline").read_bytes().decode().split("\0")
            if all(word in line for word in words):
                return number
        return None

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(number) for number in listed.split()]

    def server(self) -> int | None:
        return cluster.server_pid(cluster.default_cluster(self._var))


def until(condition: Callable[[], bool]) -> None:
    """Wait for something; the end of the time is only for what never comes."""
    give_up = time.monotonic() + 150
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def kill_and_see_come_back(run: Run, finders: dict[str, Callable[[], int | None]]) -> None:
    before = {name: find() for name, find in finders.items()}
    assert None not in before.values()
    for number in before.values():
        os.kill(number or 0, signal.SIGKILL)
    for name, find in finders.items():
        until(lambda find=find, name=name: find() not in {None, before[name]})  # type: ignore[misc]
        until(lambda name=name: f"The {name} is started again." in run.log.read_text())  # type: ignore[misc]
        assert (
            f"The {name} {'has ended' if name == 'database' else 'was ended by SIGKILL'}"
            in run.log.read_text()
        )
    until(run.is_ready)


def test_a_service_comes_back_from_the_end_of_each_of_its_parts_and_stops_whole(var: Path) -> None:
    run = Run(var)
    try:
        until(run.is_ready)
        kill_and_see_come_back(
            run,
            {
                "web process": lambda: run.child("gunicorn"),
                "worker": lambda: run.child("gridops", "worker"),
                "live process": lambda: run.child("gridops", "live"),
            },
        )
        kill_and_see_come_back(run, {"database": run.server})
        left = [*run.children(), run.server() or 0]
        run.process.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert run.process.wait(30) == 0
        assert time.monotonic() - began < 15
        assert not [pid for pid in left if is_alive(pid)]
        assert run.log.read_text().rstrip().endswith("Stopped.")
    finally:
        kill(run.process)
