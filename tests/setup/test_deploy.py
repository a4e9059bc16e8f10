"""The examples of docs/deployment, tried as far as this machine can: nginx before the real service, the rest read."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from gridops import config
from gridops.cli.commands import COMMANDS
from gridops.cli.serve import web_command
from gridops.worker.rolling_up import verify
from tests.conftest import settings_for
from tests.databases import take_mark_off
from tests.ending import stop
from tests.service import LiveService, Service, free_port

FOLDER = config.PROJECT_ROOT / "docs" / "deployment"
HOST = "grid.example.gov.cn"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])


def ask(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=60
    )


def program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def nginx_before(port: int, tmp_path: Path) -> Iterator[int]:
    """nginx with our file, on other ports and with a certificate of the moment; yields the port of TLS."""
    nginx, openssl = program("nginx"), program("openssl")
    secure, plain = free_port(), free_port()
    pem, key = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    made = ask(
        *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"),
        *("-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", pem),
    )
    assert made.returncode == 0, made.stderr
    site = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    for found, ours in (
        (r"listen \[::\]:\d+.*;", ""),
        (r"listen 443 ", f"listen 127.0.0.1:{secure} "),
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{port};"),
        (r"/etc/ssl/gridops/", f"{tmp_path}/"),
    ):
        site, changed = re.subn(found, ours, site)
        assert changed, found
    whole = tmp_path / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole.write_text(
        f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; user root;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{site}\n}}\n"
    )
    tested = ask(nginx, "-t", "-q", "-c", whole)
    assert (tested.returncode, tested.stderr) == (0, "")
    process = subprocess.Popen([nginx, "-c", str(whole)])
    try:
        until = time.monotonic() + 20
        while not is_open(secure):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield secure
    finally:
        stop(process, within_s=10)


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def talk(port: int, pem: Path, head: str) -> bytes:
    """What comes back first for a head that is sent by TLS to the name in the certificate."""
    secured = ssl.create_default_context(cafile=str(pem))
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        secured.wrap_socket(plain, server_hostname=HOST) as opened,
    ):
        opened.sendall(head.replace("\n", "\r\n").encode())
        return opened.recv(4096)


def test_nginx_serves_by_tls_tells_who_asks_and_lets_a_socket_through(
    database_url: str, tmp_path: Path
) -> None:
    take_mark_off(database_url)
    settings = settings_for(database_url, tmp_path / "var")
    service = LiveService(settings, database_url, GRIDOPS_PUBLIC_ORIGIN=f"https://{HOST}")
    service.start()
    try:
        with nginx_before(service.ports[0], tmp_path) as port:
            pem = tmp_path / "fullchain.pem"
            told = talk(port, pem, f"GET /healthz HTTP/1.1\nHost: {HOST}\nConnection: close\n\n")
            assert told.startswith(b"HTTP/1.1 200")
            assert b"strict-transport-security" in told.lower()
            told = talk(port, pem, f"GET /metrics HTTP/1.1\nHost: {HOST}\nConnection: close\n\n")
            assert told.startswith(b"HTTP/1.1 404")
            token = service.token("worker.qingyang")
            told = talk(
                port,
                pem,
                f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\nHost: {HOST}\nUpgrade: websocket\n"
                f"Connection: Upgrade\nOrigin: https://{HOST}\nAuthorization: Bearer {token}\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\n\n",
            )
            assert told.startswith(b"HTTP/1.1 101"), told
    finally:
        service.stop()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_each_unit(unit: Path, tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    # The folder that the units name is this one, so that programs that they start are looked for.
    for each in UNITS:
        here = each.read_text(encoding="utf-8").replace("/opt/gridops", str(config.PROJECT_ROOT))
        (tmp_path / each.name).write_text(here.replace("User=gridops\nGroup=gridops\n", ""))
    told = ask(analyze, "verify", tmp_path / unit.name)
    ours = [line for line in told.stderr.splitlines() if "gridops" in line]
    assert (told.returncode, ours) == (0, []), told.stderr


def test_the_web_unit_and_the_image_start_what_gridops_serve_starts(tmp_path: Path) -> None:
    settings = settings_for(
        "postgresql://somewhere/gridops", tmp_path, GRIDOPS_LIVE_SOCKET=str(tmp_path / "live.sock")
    )
    command = web_command(settings, 2)
    limit = command[command.index("--limit-request-line") + 1]
    meant = [part for part in command if part.startswith("--") and part != "--chdir"]
    unit = (FOLDER / "gridops-web.service").read_text(encoding="utf-8")
    image = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    for text, between in ((unit, " "), (image, '", "')):
        found = re.findall(r"--[a-z-]+", text[text.index("wsgi:app") :])
        assert sorted(found) == sorted(meant)
        assert "gridops.serving.peeking.PeekingWorker" in text
        assert f"--limit-request-line{between}{limit}" in text


def test_the_settings_are_read_as_they_stand() -> None:
    lines = (FOLDER / "gridops.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    settings = config.load(given)
    assert (settings.is_https, settings.is_loopback) == (True, True)
    known = (config.PROJECT_ROOT / "gridops" / "config.py").read_text(encoding="utf-8")
    assert [name for name in given if f'"{name}"' not in known] == []


def test_the_services_of_the_compose_file_start_commands_with_settings_that_there_are() -> None:
    told: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    services = told["services"]
    started = {name: one["command"][1] for name, one in services.items() if "command" in one}
    assert started == {"migrate": "db", "live": "live", "worker": "worker"}
    assert set(started.values()) <= set(COMMANDS)
    environment = services["web"]["environment"]
    filled = {name: re.sub(r"\$\{[^}]*\}", "https://x", str(value)) for name, value in environment.items()}
    settings = config.load({**filled, "DATABASE_URL": "postgresql://somewhere/gridops"})
    gateway = told["networks"]["inside"]["ipam"]["config"][0]["gateway"]
    assert [str(network.network_address) for network in settings.proxies] == [gateway]
    build = services["migrate"]["build"]
    assert (FOLDER / build["context"]).resolve() == config.PROJECT_ROOT
    assert (config.PROJECT_ROOT / build["dockerfile"]).is_file()
    mounted = {volume.split(":")[0] for one in services.values() for volume in one.get("volumes", [])}
    assert mounted - {"127.0.0.1"} == set(told["volumes"])


def test_what_the_image_is_made_of_is_there() -> None:
    image = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    named = re.findall(r"(?:-r|python) ([\w/.-]+\.(?:txt|py))", image)
    assert sorted(named) == ["gridops/cli/setup/assets.py", "requirements.txt"]
    assert all((config.PROJECT_ROOT / name).is_file() for name in named)


def test_every_figure_that_an_alert_names_is_given(service: Service) -> None:
    service.report("worker.qingyang")
    verify(service.database)
    told: dict[str, Any] = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))
    rules = [rule for group in told["groups"] for rule in group["rules"]]
    named = {name for rule in rules for name in re.findall(r"\bgridops_\w+", rule["expr"])}
    given = service.anonymous().get("/metrics").get_data(as_text=True)
    assert len(named) >= 5
    assert [name for name in named if not re.search(rf"^{name}[ {{]", given, re.M)] == []
    for endpoint in re.findall(r'endpoint="([^"]+)"', str(rules)):
        assert f'endpoint="{endpoint}"' in given


def test_prometheus_takes_the_alerts(tmp_path: Path) -> None:
    promtool = program("promtool")
    told = ask(promtool, "check", "rules", FOLDER / "alerts.yml")
    assert (told.returncode, "SUCCESS" in told.stdout) == (0, True), told.stderr
    token = tmp_path / "token"
    token.write_text("x" * 32)
    scraped = (FOLDER / "prometheus.yml").read_text(encoding="utf-8")
    (tmp_path / "prometheus.yml").write_text(scraped.replace("/etc/prometheus/gridops.token", str(token)))
    shutil.copy(FOLDER / "alerts.yml", tmp_path)
    told = ask(promtool, "check", "config", tmp_path / "prometheus.yml")
    assert told.returncode == 0, told.stderr


def test_logrotate_reads_its_file(tmp_path: Path) -> None:
    ours = (
        (FOLDER / "logrotate.conf").read_text(encoding="utf-8").replace("su gridops gridops", "su root root")
    )
    path = tmp_path / "gridops"
    path.write_text(ours)
    path.chmod(0o644)
    told = ask(program("logrotate"), "--debug", "--state", tmp_path / "state", path)
    assert (told.returncode, "error:" in told.stderr) == (0, False), told.stderr
