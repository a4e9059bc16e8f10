"""`gridops serve`: database, schema, demonstration, then web processes, live process and worker, and the end of all.

Nothing of the domain is decided here; whatever this command started has stopped when it returns.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from gridops import config
from gridops.cli import cluster
from gridops.cli.private_database import PrivateDatabase
from gridops.cli.processes import Family, Stopped, StopSignals
from gridops.cli.progress import step
from gridops.cli.restarting import Keeper, Member
from gridops.cli.starting import Found, announce, prepare

WSGI_APP = "wsgi:app"
WORKER_CLASS = "gridops.serving.peeking.PeekingWorker"
THREADS_BESIDE_SOCKETS = 110
#: Threads of a web process whose sockets are the live process's: 30 may wait for events and 16 for a password to be
#: proved, the others are always left for reports and screens. They are made when they are needed.
THREADS = 64
CONNECTIONS = 4_000
#: Lists are narrowed down by hundreds of codes in an address; more than this the server does not take.
LONGEST_ADDRESS = 8_190
GRACEFUL_TIMEOUT_S = 3
READY_TIMEOUT_S = 60
#: A heap for each of dozens of threads keeps what its busiest moment took; linear algebra has nothing to do here.
LEAN = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}


@click.command()
def worker() -> None:
    """Run the sequencer and the timers until SIGTERM."""
    from gridops.worker.main import run as run_worker

    run_worker()


@click.command()
def live() -> None:
    """Serve the sockets that web processes hand on, until SIGTERM."""
    from gridops.serving.live_process import run as run_live

    run_live()


@click.command()
@click.option("--demo", is_flag=True, help="Load the demonstration into an empty DATABASE_URL too.")
@click.option("--season", is_flag=True, help="With it a season of past cases, when it is loaded.")
@click.option("--simulate", is_flag=True, help="Simulated workers, dispatchers and handlers at work.")
@click.option(
    "--web-processes", type=click.IntRange(1, 64), default=os.cpu_count() or 1, show_default="number of cores"
)
@click.option("--one-process", is_flag=True, help="Sockets in the one web process, without a live process.")
def serve(*, demo: bool, season: bool, simulate: bool, web_processes: int, one_process: bool) -> None:
    """Serve until Ctrl-C, on 127.0.0.1:8000 unless GRIDOPS_BIND says otherwise.

    The demonstration comes into an empty private cluster by itself, into an empty DATABASE_URL with --demo only.
    """
    from gridops.web import basemap

    settings = config.load(needs_database=False)
    basemap.choose(settings)  # a bad one is refused here, where somebody reads it
    _require_free(settings)
    signals = StopSignals()
    with signals.listening():
        try:
            with _database(settings, signals) as database:
                found = prepare(
                    settings,
                    database.url if database else config.load().database_url,
                    loads_demonstration=demo or database is not None,
                    with_season=season,
                )
                if not one_process:
                    settings = replace(settings, live_socket=settings.live_socket or live_socket(settings))
                count = 1 if one_process else web_processes
                service = Service(settings, signals, database)
                service.run(found, web_processes=count, is_simulated=simulate)
        except Stopped:
            click.echo("\nStopped.")


class Service:
    """The processes of one service: started, and started again where they or the private database die."""

    def __init__(
        self, settings: config.Settings, signals: StopSignals, database: PrivateDatabase | None
    ) -> None:
        self._settings, self._signals, self._database = settings, signals, database
        self._family = Family(config.PROJECT_ROOT)

    def run(self, found: Found, *, web_processes: int, is_simulated: bool) -> None:
        """Serve until stopped; raises ClickException when one ends at its start, or again and again."""
        try:
            with self._signals.deferred():
                self._start(web_processes)
            with step("Starting the processes"):
                _wait_until_ready(self._settings, self._family)
            announce(self._settings, found)
            if is_simulated:
                with self._signals.deferred():
                    self._family.start(
                        "simulation", [sys.executable, "-m", "gridops", "simulate", "--endless"]
                    )
            self._keep()
        finally:
            self._signals.ignore()
            self._family.stop()

    def _start(self, web_processes: int) -> None:
        environ = {**LEAN, "GRIDOPS_LIVE_SOCKET": str(self._settings.live_socket or "")}
        self._family.start("worker", [sys.executable, "-m", "gridops", "worker"], **environ)
        if self._settings.live_socket is not None:
            self._family.start("live process", [sys.executable, "-m", "gridops", "live"], **environ)
        self._family.start("web process", web_command(self._settings, web_processes), **environ)

    def _keep(self) -> None:
        members: list[Member] = [*self._family.children]
        if self._database is not None:
            self._database.when_moved(self._family.start_all_again)
            # First, so that who needs it is started again after it.
            members.insert(0, self._database)
        Keeper(members).keep(self._signals.deferred)


def web_command(settings: config.Settings, processes: int) -> list[str]:
    """The command line of the web processes: gunicorn with threads, for sockets too where there is no live process."""
    # Served here, every WebSocket holds a thread: with no threads beside them, plain requests would starve.
    threads = THREADS if settings.live_socket else settings.sockets_in_threads + THREADS_BESIDE_SOCKETS
    return [
        *(sys.executable, "-m", "gunicorn", WSGI_APP, "--chdir", str(config.PROJECT_ROOT)),
        *("--worker-class", WORKER_CLASS, "--workers", str(processes), "--threads", str(threads)),
        *("--worker-connections", str(max(CONNECTIONS, threads))),
        *("--bind", settings.bind, "--graceful-timeout", str(GRACEFUL_TIMEOUT_S)),
        *("--log-level", "warning"),
        *("--limit-request-line", str(LONGEST_ADDRESS)),
        # Loaded once: what never changes is shared, and a process in place of a dead one is there at once.
        *(("--preload",) if settings.live_socket else ()),
    ]


def live_socket(settings: config.Settings) -> Path:
    """Where the live process of this service listens: in the folder of its state, or apart where that is too long."""
    path = settings.var_dir / "run" / f"live-{settings.bind_port}.sock"
    if len(os.fsencode(path)) <= config.LONGEST_SOCKET_PATH:
        return path
    mark = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"gridops-{os.getuid()}-{mark}" / "live.sock"


@contextmanager
def _database(settings: config.Settings, signals: StopSignals) -> Iterator[PrivateDatabase | None]:
    """The private cluster for the length of a block, stopped if it was started here; None where it is not meant."""
    if not settings.is_private_cluster:
        yield None
        return
    database = PrivateDatabase(cluster.default_cluster())
    try:
        with signals.deferred(), step("Starting the private database"):
            database.start()
        yield database
    finally:
        signals.ignore()
        database.stop()


def _require_free(settings: config.Settings) -> None:
    """Refuse a port that is taken before anything else is begun."""
    try:
        family, kind, number, _, address = socket.getaddrinfo(
            settings.bind_host, settings.bind_port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as err:
        raise click.ClickException(
            f"{settings.bind} cannot be listened on ({err.strerror}). Another program may hold it, perhaps "
            "a second gridops: stop that one, or choose another port: GRIDOPS_BIND=127.0.0.1:8001 make run"
        ) from err


def _wait_until_ready(settings: config.Settings, family: Family) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.bind_host, settings.bind_host)  # noqa: S104
    give_up = time.monotonic() + READY_TIMEOUT_S
    while not _is_healthy(host, settings.bind_port):
        ended = family.find_ended()
        if ended is not None:
            raise click.ClickException(
                f"The {ended.name} ended at its start (exit code {ended.process.returncode}), see above."
            )
        if time.monotonic() > give_up:
            raise click.ClickException(f"Nothing answers on {settings.bind} after {READY_TIMEOUT_S} s.")
        time.sleep(0.1)


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
