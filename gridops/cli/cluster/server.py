"""One PostgreSQL server: start, stop, is it running, SQL as its superuser over the private socket.

Leftovers of a killed server are recognised here; what the databases hold is nobody's business here.
"""

from __future__ import annotations

import os
import shlex
import time
from dataclasses import dataclass
from pathlib import Path

from gridops.cli.cluster.account import Account, server_account
from gridops.cli.cluster.binaries import Binaries, find_binaries
from gridops.cli.cluster.places import socket_folder
from gridops.cli.cluster.spec import LOOPBACK, ClusterError, State, foreign
from gridops.db.server_log import rotate

SUPERUSER = "postgres"
START_TIMEOUT_S = 90
STOP_TIMEOUT_S = 30
COMMON = {
    "listen_addresses": LOOPBACK,
    "password_encryption": "scram-sha-256",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
#: What people wrote stands in statements, their parameters and the details of a refusal: none of it is logged.
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Server:
    """The server of a remembered state, with its account and programs."""

    state: State
    account: Account
    binaries: Binaries
    is_durable: bool

    def start(self) -> None:
        """Start and wait until it answers; raises ClusterError with the end of the server's log."""
        self.clear_leftovers()
        rotate(self.state.log_file)
        done = self.account.run(
            *(self.binaries.program("pg_ctl"), "-D", self.state.data_dir, "-l", self.state.log_file),
            *("-w", "-t", str(START_TIMEOUT_S), "-o", self._options(), "start"),
            timeout_s=START_TIMEOUT_S + 10,
        )
        if done.returncode != 0:
            said = self._end_of_log() or done.stderr.strip()
            raise ClusterError(f"PostgreSQL does not start; see {self.state.log_file}, which ends:\n{said}")

    def stop(self) -> None:
        """Stop it, cutting connections; raises ClusterError when it stays."""
        for mode in ("fast", "immediate"):
            done = self.account.run(
                *(self.binaries.program("pg_ctl"), "-D", self.state.data_dir, "-m", mode),
                *("-w", "-t", str(STOP_TIMEOUT_S), "stop"),
            )
            if done.returncode == 0 or running_pid(self.state) is None:
                return
        raise ClusterError(f"PostgreSQL does not stop: {done.stderr.strip()}")

    def wait_until_ready(self) -> bool:
        """Wait for a server that was found running, perhaps still recovering; False when it ended instead."""
        folder = socket_folder(self.state.place, self.account)
        give_up = time.monotonic() + START_TIMEOUT_S
        while True:
            ready = self.binaries.program("pg_isready")
            done = self.account.run(ready, "-q", "-h", folder, "-p", str(self.state.port))
            if done.returncode == 0:
                return True
            if running_pid(self.state) is None:
                return False
            if time.monotonic() > give_up:
                raise ClusterError(f"PostgreSQL runs and does not answer; see {self.state.log_file}")
            time.sleep(0.2)

    def execute(self, sql: str, *, database: str = "postgres") -> str:
        """Run statements as the superuser and return what psql prints; they stay off the command line."""
        folder = socket_folder(self.state.place, self.account)
        done = self.account.run(
            *(self.binaries.program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"),
            *("-h", folder, "-p", str(self.state.port), "-U", SUPERUSER, "-d", database),
            stdin=sql,
        )
        if done.returncode != 0:
            raise ClusterError(f"PostgreSQL refused a step of the preparation: {done.stderr.strip()}")
        return done.stdout.strip()

    def count_clients(self) -> int:
        """How many sessions are open besides the one that asks."""
        return int(
            self.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();"
            )
        )

    def clear_leftovers(self) -> None:
        """After a kill: wait for the last children, drop the lock files that it left."""
        give_up = time.monotonic() + 15
        while pids := _pids_inside(self.state.data_dir, or_ending=True):
            if time.monotonic() > give_up:
                numbers = " ".join(map(str, pids))
                raise ClusterError(f"A former server is still ending. Wait, or type: sudo kill {numbers}")
            time.sleep(0.1)
        # PostgreSQL drops the files of a dead process by itself, but not those whose number was given out
        # again, or is still in the table of processes.
        (self.state.data_dir / "postmaster.pid").unlink(missing_ok=True)
        for file in socket_folder(self.state.place, self.account).glob(".s.PGSQL.*"):
            file.unlink(missing_ok=True)

    def _options(self) -> str:
        folder = socket_folder(self.state.place, self.account)
        settings = {**COMMON, **QUIET, "port": str(self.state.port), "unix_socket_directories": str(folder)}
        if not self.is_durable:
            settings.update(NOT_DURABLE)
        return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())

    def _end_of_log(self) -> str:
        try:
            lines = self.state.log_file.read_text(errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-8:])


def server_of(state: State, *, is_durable: bool) -> Server:
    """The server for a state; its version is that of the data, or the newest where there is no data yet."""
    try:
        major = int((state.data_dir / "PG_VERSION").read_text())
    except FileNotFoundError:
        major = None
    except PermissionError as err:
        raise foreign(state.data_dir) from err
    return Server(state, server_account(state.place), find_binaries(major), is_durable)


def running_pid(state: State) -> int | None:
    """The number of the running server; None when it is stopped, whatever a stale lock file says."""
    lines = _lock_file(state)
    if not lines or not lines[0].lstrip("-").isdigit():
        return None
    pid = abs(int(lines[0]))
    return pid if pid in _pids_inside(state.data_dir) else None


def running_port(state: State) -> int | None:
    """The port in the lock file (its fourth line, documented by PostgreSQL)."""
    lines = _lock_file(state)
    return int(lines[3]) if len(lines) > 3 and lines[3].isdigit() else None


def _lock_file(state: State) -> list[str]:
    try:
        return (state.data_dir / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    except PermissionError as err:
        raise foreign(state.data_dir) from err


def _pids_inside(data_dir: Path, *, or_ending: bool = False) -> list[int]:
    """Processes working in the data folder: a server and its children do, nobody else has a reason to.

    One that is just ending has no command line any more, and its files and ports for a moment still.
    """
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if (entry / "cwd").readlink() != data_dir.resolve():
                continue
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if b"postgres" in command or (or_ending and not command):
            found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]
