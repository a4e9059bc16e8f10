"""What a deployment stands on besides the service: work calendar, copies, the proxy before it and its certificate.

Asked of the database and of the public address, decided here; nothing is changed.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import requests

from gridops import clock, config
from gridops.cli.doctor.findings import Finding
from gridops.db.session import Database
from gridops.duties.readiness import warn_of_unknown_years
from gridops.keeping.queries import last_backup_at
from gridops.keeping.readiness import TO_TYPE, judge_backup
from gridops.people.demonstration import holds_demonstration

#: A certificate that ends sooner than that is told of.
RENEWED_BEFORE = timedelta(days=21)
RENEW = "certbot renew, or whatever renews it; then: systemctl reload nginx"
_WAIT_S = 5
_HTTPS = 443


def of_data(settings: config.Settings) -> Iterator[Finding]:
    """The work calendar and the last copy, of a database whose schema is at its newest."""
    database = Database(settings.database_url, pool_size=1)
    try:
        with database.transaction("gridops_system", read_only=True) as session:
            years = warn_of_unknown_years(session)
            taken_at, is_real = last_backup_at(session), holds_demonstration(session) is False
    finally:
        database.close()
    for line in years:
        yield Finding(
            line, "gridops duties import-calendar FILE   (the State Council's notice)", is_warning=True
        )
    if not years:
        yield Finding("the work calendar is known")
    if taken_at is not None or is_real:
        wrong = judge_backup(taken_at, clock.now(), settings.backup_days)
        told = (
            f"the last backup is of {taken_at:%Y-%m-%d %H:%M} UTC"
            if taken_at
            else "nobody is to look for backups"
        )
        yield Finding(wrong.partition(":")[0], TO_TYPE) if wrong else Finding(told)


def of_address(settings: config.Settings) -> Iterator[Finding]:
    """The address that is listened on, the proxy before it, its answer and its certificate."""
    yield judge_address(settings)
    if settings.public_origin is None:
        return
    parts = urlsplit(settings.public_origin)
    if parts.scheme == "https" and parts.hostname:
        yield _of_certificate(parts.hostname, parts.port or _HTTPS)
    yield _of_proxy(settings.public_origin)


def judge_address(settings: config.Settings) -> Finding:
    """Whether who listens, who stands before it and what browsers see fit together."""
    if settings.is_loopback:
        before = (
            f"behind a proxy as {settings.public_origin}"
            if settings.public_origin
            else "for this machine alone"
        )
        return Finding(f"{settings.bind} is listened on, {before}")
    if settings.public_origin is None:
        return Finding(
            f"{settings.bind} can be reached from elsewhere without TLS",
            "put a proxy before it (docs/deployment/nginx.conf) and set GRIDOPS_PUBLIC_ORIGIN=https://…",
        )
    if all(network.is_loopback for network in settings.proxies):
        return Finding(
            f"{settings.bind} can be reached from elsewhere, and no proxy but this machine is believed: "
            "all who come through one elsewhere are taken for one",
            "set GRIDOPS_PROXIES to the proxy's address, or GRIDOPS_BIND to 127.0.0.1:8000",
        )
    return Finding(f"{settings.bind} is listened on, behind a proxy as {settings.public_origin}")


def judge_certificate(host: str, ends_at: datetime, now: datetime) -> Finding:
    """Whether a certificate holds for a while yet."""
    left = ends_at - now
    if left <= timedelta():
        return Finding(f"the certificate of {host} ended on {ends_at:%Y-%m-%d}", RENEW)
    if left < RENEWED_BEFORE:
        return Finding(f"the certificate of {host} ends in {left.days} days", RENEW)
    return Finding(f"the certificate of {host} holds until {ends_at:%Y-%m-%d}")


def judge_answer(origin: str, status: int, headers: dict[str, str]) -> Finding:
    """Whether what answers at the public address is the service, as its processes know that address."""
    if status != requests.codes.ok:
        return Finding(f"{origin}/healthz answers {status}", "systemctl status nginx gridops-web")
    names = {name.lower() for name in headers}
    if origin.startswith("https://") and "strict-transport-security" not in names:
        return Finding(
            f"{origin} answers without Strict-Transport-Security: its processes were not told that address",
            f"set GRIDOPS_PUBLIC_ORIGIN={origin} for the web processes and start them again",
        )
    return Finding(f"{origin} answers")


def _of_certificate(host: str, port: int) -> Finding:
    try:
        with (
            socket.create_connection((host, port), timeout=_WAIT_S) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
        ):
            told = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Finding(f"the certificate of {host} is refused: {error.verify_message}", RENEW)
    except OSError as error:
        return Finding(f"{host}:{port} does not answer by TLS: {error}", "systemctl status nginx")
    ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)
    return judge_certificate(host, ends_at, clock.now())


def _of_proxy(origin: str) -> Finding:
    try:
        answer = requests.get(f"{origin}/healthz", timeout=_WAIT_S)
    except requests.RequestException as error:
        return Finding(
            f"{origin} does not answer from here ({type(error).__name__})", "systemctl status nginx"
        )
    return judge_answer(origin, answer.status_code, dict(answer.headers))
