"""The service under torture: `gridops serve` on a private cluster of its own, two web processes, one live, one worker.

Its folder is a small disk of its own where root may mount one, so that it can be filled. No measure is taken here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests

from gridops.cli import cluster
from gridops.cli.cluster.server import Server, server_of
from gridops.cli.cluster.spec import read_state
from gridops.config import PROJECT_ROOT, child_environment
from gridops.db.session import Database
from gridops.demonstration.sign_ins import PASSWORD
from tests.bench.serving import Served
from tests.ending import stop
from tests.service import free_port

DISK_MB = 3_000
#: Megabytes that the service keeps for reports; the database's journal alone grows by 16 at a time.
RESERVE_MB = 400
WRONG_CLOCK = Path(__file__).resolve().parent / "wrong_clock"
WORKERS = ("worker.qingyang", "worker2.qingyang")
DESK = "dispatcher.qingyang"


class Skipped(Exception):
    """A fault that cannot be done here; the message is the reason."""


class Town:
    """The service, its folder and its people's tokens."""

    def __init__(self, folder: Path, *, has_disk: bool) -> None:
        self.folder, self.has_disk = folder, has_disk
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.spec = cluster.default_cluster(folder)
        self.shift_file = folder / "shift"
        self._tokens: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """What every process of the service is told."""
        return child_environment(
            without_prefix="DATABASE_URL",
            GRIDOPS_VAR=str(self.folder),
            GRIDOPS_BIND=f"127.0.0.1:{self.port}",
            GRIDOPS_ARGON2="cheap",
            GRIDOPS_DISK_RESERVE=str(RESERVE_MB if self.has_disk else 0),
            PYTHONPATH=f"{WRONG_CLOCK}:{PROJECT_ROOT}",
            TORTURE_SHIFT=str(self.shift_file),
        )

    def start(self) -> None:
        """Start all and wait until it is ready; raises RuntimeError with what was said."""
        self._process = self.spawn("serve", "serve", "--web-processes", "2")
        self.wait_until_ready(240)

    def spawn(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        """A command of gridops in a process of its own; what it says goes to a file."""
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "gridops", *words],
                cwd=PROJECT_ROOT,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """Stop all; the cluster goes with it."""
        if self._process is not None:
            stop(self._process, within_s=40)

    def said(self) -> str:
        """The end of what the service said."""
        return (self.folder / "serve.log").read_text(errors="replace")[-3000:]

    def is_ready(self) -> bool:
        """Whether /readyz says so."""
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def wait_until_ready(self, seconds: float = 120) -> None:
        """Wait; raises RuntimeError where the service has ended or does not come back."""
        until(lambda: self._is_over() or self.is_ready(), seconds, lambda: f"not ready:\n{self.said()}")
        if self._is_over():
            raise RuntimeError(f"the service has ended:\n{self.said()}")

    def _is_over(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def pids(self, kind: str) -> list[int]:
        """Process ids of a kind: web (those that answer), live, worker."""
        assert self._process is not None
        served = Served(self.url, self.port, self._process.pid)
        while True:
            # One that ends while it is looked at makes the look worthless.
            with suppress(OSError):
                return served.processes().get(kind, [])

    def server_pid(self) -> int | None:
        """The number of the database's postmaster."""
        return cluster.server_pid(self.spec)

    def server(self) -> Server:
        """The private database as its superuser has it."""
        state = read_state(self.spec)
        assert state is not None
        return server_of(state, is_durable=True)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """The database as the owner, for those who compare and for timers that are set by hand."""
        opened = Database(cluster.up(self.spec).url, pool_size=1)
        try:
            yield opened
        finally:
            opened.close()

    def token(self, username: str) -> str:
        """A token, signed in once."""
        if username not in self._tokens:
            said = {"username": username, "password": PASSWORD}
            answer = requests.post(f"{self.url}/api/v1/sessions", json=said, timeout=30)
            answer.raise_for_status()
            self._tokens[username] = answer.json()["token"]
        return self._tokens[username]

    def ask(
        self, username: str, method: str, path: str, *, timeout: float = 30, **kw: Any
    ) -> requests.Response:
        """A request as one of the cast; raises requests.RequestException where nothing answers."""
        headers = {"Authorization": f"Bearer {self.token(username)}", **kw.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=timeout, **kw)

    def leave_free(self, megabytes: int | None) -> None:
        """Make the small disk so large that this much is free; None for its full size. Raises Skipped without one."""
        if not self.has_disk:
            raise Skipped("root may not mount a small disk here")
        size = DISK_MB * 1024
        if megabytes is not None:
            size = shutil.disk_usage(self.folder).used // 1024 + megabytes * 1024
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(self.folder)], check=True, timeout=60)


@contextmanager
def a_town() -> Iterator[Town]:
    """A running service for the length of a block; nothing of it is left."""
    # Not in a folder that only this account may enter: root's server runs as another.
    folder = Path(tempfile.mkdtemp(prefix="gridops-torture-"))
    has_disk = os.geteuid() == 0 and _mounted(folder)
    folder.chmod(0o755)
    town = Town(folder, has_disk=has_disk)
    try:
        town.start()
        for username in (*WORKERS, DESK):
            town.token(username)
        yield town
    finally:
        if has_disk:
            town.leave_free(None)
        town.stop()
        cluster.remove(town.spec)
        if has_disk:
            subprocess.run(["umount", "-l", str(folder)], check=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _mounted(folder: Path) -> bool:
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    return subprocess.run(words, check=False, capture_output=True, timeout=60).returncode == 0


def until(is_so: Callable[[], bool], seconds: float, why: Callable[[], str]) -> None:
    """Wait for something; raises RuntimeError, with the reason, where it does not come."""
    give_up = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > give_up:
            raise RuntimeError(why())
        time.sleep(0.1)
