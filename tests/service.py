"""The service as tests use it: in this process with signed-in clients, or as processes of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gridops import clock
from gridops.app import create_app
from gridops.cli.serve import WORKER_CLASS, live_socket
from gridops.config import Settings, child_environment
from gridops.db.session import Database
from gridops.demonstration.sign_ins import PASSWORD
from gridops.http.runtime import EXTENSION
from gridops.log.sequencing import number_pending
from gridops.people import tokens
from gridops.people.models import AccessToken, Device
from gridops.people.queries import find_account
from tests.ending import stop
from tests.reports import a_report

ROOT = Path(__file__).resolve().parents[1]


class Client:
    """A client that carries one account's token."""

    def __init__(self, client: FlaskClient, token: str, actor: dict[str, Any]) -> None:
        self._client, self.token, self.actor = client, token, actor

    def open(self, method: str, path: str, **kw: Any) -> TestResponse:
        """Send a request with the token."""
        headers = {"Authorization": f"Bearer {self.token}", **(kw.pop("headers", None) or {})}
        return self._client.open(path, method=method, headers=headers, **kw)

    def get(self, path: str, **kw: Any) -> TestResponse:
        """GET."""
        return self.open("GET", path, **kw)

    def post(self, path: str, **kw: Any) -> TestResponse:
        """POST."""
        return self.open("POST", path, **kw)

    def put(self, path: str, **kw: Any) -> TestResponse:
        """PUT."""
        return self.open("PUT", path, **kw)

    def patch(self, path: str, **kw: Any) -> TestResponse:
        """PATCH."""
        return self.open("PATCH", path, **kw)

    def delete(self, path: str, **kw: Any) -> TestResponse:
        """DELETE."""
        return self.open("DELETE", path, **kw)


class Service:
    """The app in this process; the sequencer runs when a test says so."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app = create_app(settings, starts_tail=False)
        self.database: Database = self.app.extensions[EXTENSION].database
        self._clients: dict[str, Client] = {}

    def anonymous(self) -> FlaskClient:
        """A client that nobody has signed in."""
        return self.app.test_client(use_cookies=False)

    def client(self, username: str) -> Client:
        """A client signed in as a member of the cast."""
        if username not in self._clients:
            client = self.anonymous()
            sent = {"username": username, "password": PASSWORD}
            answer = client.post("/api/v1/sessions", json=sent)
            assert answer.status_code == 201, answer.data
            self._clients[username] = Client(client, answer.json["token"], answer.json["actor"])
        return self._clients[username]

    def report(self, username: str, **over: Any) -> dict[str, Any]:
        """File a report and return the case."""
        answer = self.client(username).post("/api/v1/reports", json=a_report(**over))
        assert answer.status_code == 201, answer.data
        return dict(answer.json)

    def act(self, username: str, case: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
        """Make a move on a case and return it as it is then."""
        sent = {"version": case["version"], **body}
        answer = self.client(username).post(f"/api/v1/incidents/{case['id']}/actions/{action}", json=sent)
        assert answer.status_code == 200, answer.data
        return dict(answer.json)

    def number(self) -> int:
        """Run the sequencer until nothing is pending; returns how many entries were numbered."""
        count = 0
        while True:
            with self.database.transaction("gridops_system") as session:
                numbered = number_pending(session)
            if not numbered:
                return count
            count += numbered

    def close(self) -> None:
        """Let the connections go."""
        self.database.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveService:
    """Web processes and a worker of their own on one database."""

    def __init__(
        self,
        settings: Settings,
        database_url: str,
        *,
        web_processes: int = 1,
        has_live_process: bool = False,
        **environ: str,
    ) -> None:
        self.settings, self._url, self._environ = settings, database_url, environ
        self._has_live_process = has_live_process
        if has_live_process:
            self._environ["GRIDOPS_LIVE_SOCKET"] = str(live_socket(settings))
        self.ports = [free_port() for _ in range(web_processes)]
        self.url = f"http://127.0.0.1:{self.ports[0]}"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._tokens: dict[str, str] = {}

    def _environment(self) -> dict[str, str]:
        own = {"GRIDOPS_ARGON2": "cheap", "GRIDOPS_POLLING_INTERVAL": "0.1", **self._environ}
        return child_environment(
            DATABASE_URL=self._url, GRIDOPS_VAR=str(self.settings.var_dir), PYTHONPATH=str(ROOT), **own
        )

    def spawn(self, name: str, *arguments: str) -> None:
        """Start one process."""
        log = (self.settings.var_dir / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self._environment(), stdout=log, stderr=log
        )
        log.close()

    def start_worker(self) -> None:
        """Start the sequencer and timers."""
        self.spawn("worker", "-m", "gridops", "worker")

    def start_live(self) -> None:
        """Start the live process and wait until it takes connections over."""
        path = Path(self._environ["GRIDOPS_LIVE_SOCKET"])
        path.unlink(missing_ok=True)
        self.spawn("live", "-m", "gridops", "live")
        until = time.monotonic() + 60
        while not path.exists():
            assert time.monotonic() < until, "the live process does not begin"
            assert self.processes["live"].poll() is None, "the live process ended"
            time.sleep(0.05)

    def start(self) -> None:
        """Start everything and wait until it answers."""
        self.settings.var_dir.mkdir(parents=True, exist_ok=True)
        self.start_worker()
        if self._has_live_process:
            self.start_live()
        for n, port in enumerate(self.ports):
            self.spawn(
                f"web{n}",
                "-m",
                "gunicorn",
                "wsgi:app",
                "--worker-class",
                WORKER_CLASS,
                "--threads",
                # Where a socket holds a thread, those who have not said yet who they are hold one each as well.
                "40" if self._has_live_process else "120",
                "--bind",
                f"127.0.0.1:{port}",
                "--graceful-timeout",
                "2",
                "--log-level",
                "warning",
                # As `gridops serve` has it: loaded once, then forked.
                *(["--preload"] if self._has_live_process else []),
            )
        try:
            for port in self.ports:
                self._wait(port)
        except BaseException:
            # What does not answer must not stay behind and slow the rest of the run down.
            self.stop()
            raise

    def _wait(self, port: int) -> None:
        until = time.monotonic() + 150
        while time.monotonic() < until:
            try:
                if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        logs = "\n".join(p.read_text()[-2000:] for p in self.settings.var_dir.glob("*.log"))
        raise AssertionError(f"the service does not answer:\n{logs}")

    def stop(self) -> None:
        """Stop everything."""
        stop(*self.processes.values(), within_s=8)

    def token(self, username: str) -> str:
        """A token of a member of the cast."""
        if username not in self._tokens:
            answer = requests.post(
                f"{self.url}/api/v1/sessions", json={"username": username, "password": PASSWORD}, timeout=10
            )
            assert answer.status_code == 201, answer.text
            self._tokens[username] = answer.json()["token"]
        return self._tokens[username]

    def let_in(self, username: str) -> None:
        """A new token made beside the door, where attempts to sign in have been used up or the password is changed."""
        database = Database(self._url, pool_size=1)
        now, token = clock.now(), tokens.new_token()
        with database.transaction() as session:
            account = find_account(session, username)
            assert account is not None
            device = Device(
                account_id=account.id, name="test", kind="program", created_at=now, confirmed_at=now
            )
            session.add(device)
            session.flush()
            until = now + timedelta(days=1)
            session.add(AccessToken(token_hash=tokens.digest(token), device_id=device.id, expires_at=until))
        database.close()
        self._tokens[username] = token

    def request(
        self, username: str, method: str, path: str, *, process: int = 0, **kw: Any
    ) -> requests.Response:
        """Send a request as a member of the cast to one of the web processes."""
        return requests.request(
            method,
            f"http://127.0.0.1:{self.ports[process]}{path}",
            headers={"Authorization": f"Bearer {self.token(username)}"},
            timeout=30,
            **kw,
        )

    def report(self, username: str, **over: Any) -> dict[str, Any]:
        """File a report and return the case."""
        answer = self.request(username, "POST", "/api/v1/reports", json=a_report(**over))
        assert answer.status_code == 201, answer.text
        return dict(answer.json())
