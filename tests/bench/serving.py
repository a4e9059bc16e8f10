"""The service as `gridops serve` runs it, with the number of processes it chooses itself; and any other process.

Whatever is started here is stopped at the end of its block; what it says goes to files under var/bench.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import requests

from gridops import config
from tests.bench import people

ROOT = Path(__file__).resolve().parents[2]
FOLDER = config.PROJECT_ROOT / "var" / "bench"
START_S = 120
#: What looks after the live process in a service under measurement, and where it writes.
WATCHING, GAPS = Path(__file__).resolve().parent / "watching", FOLDER / "gaps.jsonl"
#: Which of the service's processes is which, by a word of its command line.
_KINDS = {"worker": " worker", "live": " live", "web": "gunicorn"}


@dataclass(frozen=True)
class Served:
    """The service on a port; `pid` is the process that watches over the others."""

    url: str
    port: int
    pid: int

    def token(self, username: str) -> str:
        """A bearer token of an account of the template; nobody signs in, since that writes to the log."""
        return people.token_of(username)

    def processes(self) -> dict[str, list[int]]:
        """Process ids by kind (web, live, worker); of gunicorn those that answer, not the one that started them."""
        found: dict[str, list[int]] = {}
        family = _descendants(self.pid)
        for pid in family:
            said = _command(pid)
            kind = next((k for k, word in _KINDS.items() if word in said), "other")
            if kind != "web" or not any(_parent(other) == pid for other in family):
                found.setdefault(kind, []).append(pid)
        return found

    def megabytes(self, measure: str = "Rss") -> dict[str, float]:
        """Memory of the largest process of each kind: resident (`Rss`), or with what several hold divided (`Pss`)."""
        return {
            kind: max(_megabytes(pid, measure) for pid in pids) for kind, pids in self.processes().items()
        }

    def forget_gaps(self) -> None:
        """Let go of how long the live process stood still so far."""
        GAPS.unlink(missing_ok=True)

    def longest_gap(self) -> dict[str, Any]:
        """The longest time that the live process stood still since, as `watching/sitecustomize.py` tells it."""
        lines = GAPS.read_text().splitlines() if GAPS.exists() else []
        return max(
            map(orjson.loads, lines),
            key=lambda gap: gap["ms"],
            default={"ms": 0, "cpu_ms": 0, "gc_ms": 0, "ran": ""},
        )

    def megabytes_in_all(self) -> float:
        """Memory of the whole service, those that watch over others included; what several hold counts once."""
        return sum(_megabytes(pid, "Pss") for pid in (self.pid, *_descendants(self.pid)))

    def cpu_seconds(self) -> float:
        """Processor time of all that answers requests or feeds sockets; the worker is not counted."""
        return cpu_seconds(pid for kind, pids in self.processes().items() if kind != "worker" for pid in pids)


def _descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            children.setdefault(_parent(int(entry.name)), []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        left += (mine := children.get(left.pop(), []))
        found += mine
    return found


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _command(pid: int) -> str:
    with suppress(OSError):
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").rstrip()
        )
    return ""


def _megabytes(pid: int, measure: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == measure:
            return int(value.split()[0]) * 1024 / 1e6
    raise ValueError(measure)


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time that processes have used so far, in user and kernel mode."""
    ticks = sum(int(field) for pid in pids for field in _stat(pid)[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def cpu_seconds_with_ended(pid: int) -> float:
    """The same of a process and all that descend from it, those that have ended and been waited for included."""
    ticks = 0
    for each in (pid, *_descendants(pid)):
        with suppress(OSError):
            ticks += sum(int(field) for field in _stat(each)[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(url: str, *, max_sockets: int = 50) -> Iterator[Served]:
    """The service on a database for the length of a block."""
    port = free_port()
    changes = {
        "DATABASE_URL": url,
        "GRIDOPS_BIND": f"127.0.0.1:{port}",
        "GRIDOPS_VAR": str(FOLDER),
        "GRIDOPS_MAX_SOCKETS": str(max_sockets),
        "GRIDOPS_ARGON2": "cheap",
        "GRIDOPS_BENCH_GAPS": str(GAPS),
        "PYTHONPATH": f"{WATCHING}:{ROOT}",
    }
    with running({"serve": [sys.executable, "-m", "gridops", "serve"]}, changes) as processes:
        found = Served(f"http://127.0.0.1:{port}", port, processes["serve"].pid)
        wait_for(f"{found.url}/readyz", processes)
        yield found


@contextmanager
def running(
    commands: dict[str, list[str]], changes: dict[str, str]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Processes for the length of a block."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            with (FOLDER / f"{name}.log").open("wb") as log:
                processes[name] = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=config.child_environment(**{"PYTHONPATH": str(ROOT), **changes}),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
        yield processes
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(url: str, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until an address answers 200; raises SystemExit when a process has ended or it takes too long."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and all(p.poll() is None for p in processes.values()):
        with suppress(requests.RequestException):
            if requests.get(url, timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer; see {FOLDER}/*.log")
