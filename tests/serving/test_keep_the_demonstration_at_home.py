"""A database that holds the demonstration is served to its own machine alone, by whatever serves it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from gridops.cli.starting import prepare
from gridops.demonstration.load import load_if_empty
from gridops.demonstration.sign_ins import PASSWORD
from tests.conftest import settings_for
from tests.databases import Databases, take_mark_off
from tests.reports import a_report
from tests.service import LiveService, Service, free_port
from tests.torture.raw_sockets import connect, hear, send_upgrade

ELSEWHERE = "192.0.2.7"
SIGN_IN = {"username": "admin", "password": PASSWORD}
#: What tells that a request was not sent by this machine to itself; WSGI's names.
NOT_FROM_HERE = [
    {"REMOTE_ADDR": ELSEWHERE},
    {"REMOTE_ADDR": "::ffff:192.0.2.7"},
    {"REMOTE_ADDR": "2001:db8::1"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "localhost"},
    {"HTTP_X_FORWARDED_FOR": ELSEWHERE},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_FORWARDED_FOR": ""},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_X_FORWARDED_HOST": "localhost"},
    {"HTTP_FORWARDED": "for=127.0.0.1"},
    {"HTTP_VIA": "1.1 proxy"},
    {"HTTP_X_REAL_IP": "127.0.0.1"},
    {"HTTP_CF_CONNECTING_IP": ELSEWHERE},
    {"HTTP_X_ENVOY_EXTERNAL_ADDRESS": ELSEWHERE},
    {"HTTP_HOST": "grid.example"},
    {"HTTP_HOST": "grid.example:8000"},
    {"HTTP_HOST": "192.168.1.20:8000"},
    {"HTTP_HOST": "[2001:db8::1]:8000"},
    {"HTTP_ORIGIN": "https://grid.example"},
    {"SERVER_PROTOCOL": "HTTP/1.0"},
]
FROM_HERE = [
    {},
    {"REMOTE_ADDR": "127.0.0.9"},
    {"REMOTE_ADDR": "::1"},
    {"REMOTE_ADDR": "::ffff:127.0.0.1"},
    {"HTTP_HOST": "[::1]:8000"},
    {"HTTP_HOST": "127.0.0.1:8000"},
    {"HTTP_HOST": "gridops.localhost:8000"},
    {"HTTP_ORIGIN": "http://localhost:8000"},
]


def _name(changes: dict[str, str]) -> str:
    return " ".join(f"{key} {value}" for key, value in changes.items()) or "plain"


@pytest.fixture(scope="module")
def marked(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demonstration in this process, for all that only asks it."""
    with databases.copy() as url:
        opened = Service(settings_for(url, tmp_path_factory.mktemp("marked")))
        yield opened
        opened.close()


@pytest.mark.parametrize("changes", NOT_FROM_HERE, ids=_name)
def test_whoever_is_not_this_machine_is_refused_everything(marked: Service, changes: dict[str, str]) -> None:
    client = marked.anonymous()
    for method, path, sent in (
        ("GET", "/", None),
        ("GET", "/healthz", None),
        ("GET", "/static/css/base.css", None),
        ("GET", "/api/v1/openapi.json", None),
        ("GET", "/socket.io/?EIO=4&transport=websocket", None),
        ("POST", "/api/v1/sessions", SIGN_IN),
        ("POST", "/api/v1/reports", a_report()),
    ):
        told = client.open(path, method=method, json=sent, environ_overrides=changes)
        assert (told.status_code, told.json["code"]) == (403, "demonstration"), path
        assert "gridops init" in told.json["detail"]
        assert "DATABASE_URL" in told.json["detail"]
        assert "Set-Cookie" not in told.headers


@pytest.mark.parametrize("changes", FROM_HERE, ids=_name)
def test_this_machine_is_answered(marked: Service, changes: dict[str, str]) -> None:
    assert marked.anonymous().get("/field", environ_overrides=changes).status_code == 200


def test_a_token_helps_nobody_from_elsewhere(marked: Service) -> None:
    admin = marked.client("admin")
    assert admin.get("/api/v1/sessions/current").status_code == 200
    told = admin.get("/api/v1/sessions/current", environ_overrides={"REMOTE_ADDR": ELSEWHERE})
    assert told.json["code"] == "demonstration"


def test_a_browser_from_elsewhere_reads_in_both_languages_how_to_start(marked: Service) -> None:
    told = marked.anonymous().get(
        "/center", headers={"Accept": "text/html"}, environ_overrides={"REMOTE_ADDR": ELSEWHERE}
    )
    assert (told.status_code, told.mimetype) == (403, "text/html")
    assert "正式启用" in told.text
    assert "To start for real" in told.text


def test_told_of_a_public_address_nobody_counts_as_this_machine(database_url: str, tmp_path: Path) -> None:
    opened = Service(settings_for(database_url, tmp_path, GRIDOPS_PUBLIC_ORIGIN="https://grid.example"))
    assert opened.anonymous().get("/healthz").json["code"] == "demonstration"
    opened.close()


def test_a_real_district_answers_everybody(database_url: str, tmp_path: Path) -> None:
    take_mark_off(database_url)
    opened = Service(settings_for(database_url, tmp_path))
    for changes in NOT_FROM_HERE:
        answer = opened.anonymous().get("/healthz", environ_overrides=changes)
        assert answer.status_code == 200, changes
    opened.close()


def test_accounts_of_the_demonstration_alone_are_a_mark(database_url: str, tmp_path: Path) -> None:
    opened = Service(settings_for(database_url, tmp_path))
    with opened.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE gridops.deployment SET is_demo = false")
    told = opened.anonymous().get("/healthz", environ_overrides={"REMOTE_ADDR": ELSEWHERE})
    assert told.json["code"] == "demonstration"
    opened.close()


def test_what_was_started_empty_closes_when_the_demonstration_comes_in(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.copy(is_empty=True) as url:
        settings = settings_for(url, tmp_path)
        found = prepare(settings, url, loads_demonstration=False)
        assert (found.is_demonstration, found.has_district) == (False, False)
        opened = Service(settings)

        def ask() -> Any:
            return opened.anonymous().get("/healthz", environ_overrides={"REMOTE_ADDR": ELSEWHERE}).json

        assert ask() == {"status": "ok"}
        assert load_if_empty(url, argon2_profile="cheap", with_coming=False)
        assert ask()["code"] == "demonstration"
        take_mark_off(url)
        assert ask() == {"status": "ok"}
        opened.close()


@pytest.fixture(scope="module")
def served(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    """Real processes, sockets in one of their own, and a second web process behind a unix socket."""
    folder: Path = tmp_path_factory.mktemp("home")
    with databases.copy() as url:
        opened = LiveService(settings_for(url, folder), url, has_live_process=True)
        try:
            opened.start()
            opened.spawn("by path", "-m", "gunicorn", "wsgi:app", "--bind", f"unix:{folder}/web.sock")
            yield opened
        finally:
            opened.stop()


def test_gunicorn_refuses_what_a_proxy_passes_on(served: LiveService) -> None:
    assert requests.get(f"{served.url}/healthz", timeout=10).status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        told = requests.get(f"{served.url}/healthz", headers={header: "127.0.0.1"}, timeout=10)
        assert (told.status_code, told.json()["code"]) == (403, "demonstration")


@pytest.mark.parametrize(
    "more", ["X-Forwarded-For: 127.0.0.1\r\n", "Via: 1.1 x\r\n", "Origin: http://grid.example\r\n"]
)
def test_the_live_process_refuses_a_socket_that_a_proxy_passes_on(served: LiveService, more: str) -> None:
    port = served.ports[0]
    token = served.token("dispatcher.qingyang")
    with connect(port) as own, connect(port) as passed_on:
        said = f"Authorization: Bearer {token}\r\n"
        send_upgrade(own, more=said)
        hear(own, b"maxPayload")
        send_upgrade(passed_on, more=said + more)
        answer = passed_on.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 403"), answer
        assert b"101 Switching" not in answer


def test_behind_a_unix_socket_everybody_comes_through_a_proxy(served: LiveService) -> None:
    path = served.settings.var_dir / "web.sock"
    until = 300
    while not path.exists():
        until -= 1
        assert until, "gunicorn does not listen"
        assert served.processes["by path"].poll() is None
        requests.get(f"{served.url}/healthz", timeout=10)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(60)
        connection.connect(str(path))
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"GRIDOPS_BIND": "0.0.0.0:8000"}, "GRIDOPS_BIND=0.0.0.0:8000 can be reached from elsewhere"),
        ({"GRIDOPS_PUBLIC_ORIGIN": "https://grid.example"}, "says that a proxy stands before the service"),
    ],
)
def test_serve_does_not_begin_where_others_could_come(
    database_url: str, tmp_path: Path, environ: dict[str, str], words: str
) -> None:
    import click

    settings = settings_for(database_url, tmp_path, **environ)
    with pytest.raises(click.ClickException, match="gridops init") as refusal:
        prepare(settings, database_url, loads_demonstration=True)
    assert words in refusal.value.message


def test_an_empty_database_of_somebodys_own_stays_empty_unless_asked(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from gridops.cli import serve as command

    asked: list[bool] = []

    def stop_there(_settings: Any, _url: str, *, loads_demonstration: bool, **_: bool) -> None:
        asked.append(loads_demonstration)
        raise SystemExit

    monkeypatch.setattr(command, "prepare", stop_there)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@127.0.0.1:9/d")
    monkeypatch.setenv("GRIDOPS_VAR", str(tmp_path))
    monkeypatch.setenv("GRIDOPS_BIND", f"127.0.0.1:{free_port()}")
    CliRunner().invoke(command.serve, [])
    CliRunner().invoke(command.serve, ["--demo"])
    assert asked == [False, True]
