"""Settings of one process: the only file that reads the environment.

Values come in as text, leave checked and typed; nothing is changed after the start, no secret is printed.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from gridops.database_address import ConfigError, cluster_url, normalise_url

__all__ = ["ConfigError", "Settings", "child_environment", "cluster_url", "load", "normalise_url"]

PROJECT_ROOT = Path(__file__).resolve().parent.parent
CLUSTER_FOLDER = "cluster"
MOST_SOCKETS_IN_THREADS = 500
LONGEST_SOCKET_PATH = 90  # the system's 107, less what a draft's name adds
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LEAST_SECRET = 24
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True)
class Settings:
    """What a process was told at its start. `database_url` is empty only if it was not asked for."""

    database_url: str
    is_private_cluster: bool
    bind_host: str
    bind_port: int
    var_dir: Path
    media_dir: Path
    max_sockets: int
    time_zone: str
    measure_srid: int
    #: Whether somebody told it, or it is what a newcomer gets: then the data's own counts.
    measures_as_told: bool
    argon2_profile: Literal["full", "cheap"]
    polling_interval_s: float
    public_origin: str | None
    log_level: str
    is_ci: bool
    #: How long a session lasts without being used, by the kind of its device; and how long a proved password counts.
    phone_idle_days: int = 90
    desk_idle_hours: int = 12
    program_idle_days: int = 30
    confirm_minutes: int = 10
    #: What a scraper says to read /metrics from anywhere; without it they are for this machine alone.
    metrics_token: str = field(default="", repr=False)
    #: Proxies before the service: their connections are those of many, and they say who asks.
    proxies: tuple[Network, ...] = ()
    #: Connections that one address may hold to one web process; 0 for as many as come.
    connections_of_address: int = 0
    #: Megabytes of a disk below which the service says that it cannot work.
    disk_reserve_mb: int = 512
    #: Days after which a copy is too old; 0 where nobody is to look.
    backup_days: int = 2
    #: Where the live process takes sockets over; None where each web process serves its own.
    live_socket: Path | None = None
    #: What lies under the map, as it was told; `web/basemap` reads it. An address may hold a key: never printed.
    basemap: str = field(default="", repr=False)
    basemap_key: str = field(default="", repr=False)
    basemap_attribution: str = ""

    @property
    def bind(self) -> str:
        """`host:port` as gunicorn takes it; IPv6 addresses in brackets."""
        host = f"[{self.bind_host}]" if ":" in self.bind_host else self.bind_host
        return f"{host}:{self.bind_port}"

    @property
    def idle_lives(self) -> Mapping[str, timedelta]:
        """How long a session lasts without being used, by the kind of its device."""
        return {
            "phone": timedelta(days=self.phone_idle_days),
            "shared_desk": timedelta(hours=self.desk_idle_hours),
            "program": timedelta(days=self.program_idle_days),
        }

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the service by TLS."""
        return (self.public_origin or "").startswith("https://")

    @property
    def session_cookie(self) -> str:
        """The name of the session's cookie; by TLS one that a browser takes from this very host alone."""
        return "__Host-gridops_session" if self.is_https else "gridops_session"

    @property
    def sockets_in_threads(self) -> int:
        """How many sockets a process may hold that serves them in threads: each holds one."""
        return min(self.max_sockets, MOST_SOCKETS_IN_THREADS)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address that is listened on."""
        if self.bind_host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.bind_host).is_loopback
        except ValueError:
            return False


def load(environ: Mapping[str, str] | None = None, *, needs_database: bool = True) -> Settings:
    """Read and check every setting, from the process's environment unless `environ` is given.

    Raises ConfigError, which names the variable; also when there is no database although one is needed.
    """
    env = os.environ if environ is None else environ
    var_dir = _path(env, "GRIDOPS_VAR", PROJECT_ROOT / "var")
    host, port = _bind(env)
    given = env.get("DATABASE_URL", "").strip()
    return Settings(
        database_url=normalise_url(given) if given else _private_url(var_dir, is_needed=needs_database),
        is_private_cluster=not given,
        bind_host=host,
        bind_port=port,
        var_dir=var_dir,
        media_dir=_path(env, "GRIDOPS_MEDIA", var_dir / "media"),
        max_sockets=_whole(env, "GRIDOPS_MAX_SOCKETS", default=2_000, least=1, most=20_000),
        time_zone=_time_zone(env),
        measure_srid=_whole(env, "GRIDOPS_MEASURE_SRID", default=4528, least=1024, most=998_999),
        measures_as_told=bool(env.get("GRIDOPS_MEASURE_SRID", "").strip()),
        argon2_profile="cheap" if _choice(env, "GRIDOPS_ARGON2", ("full", "cheap")) == "cheap" else "full",
        polling_interval_s=_seconds(env, "GRIDOPS_POLLING_INTERVAL", default=0.25, least=0.01, most=60.0),
        public_origin=_origin(env),
        log_level=_choice(env, "GRIDOPS_LOG_LEVEL", ("INFO", *LOG_LEVELS)),
        is_ci=env.get("CI", "").lower() not in ("", "0", "false", "no"),
        phone_idle_days=_whole(env, "GRIDOPS_PHONE_IDLE_DAYS", default=90, least=1, most=400),
        desk_idle_hours=_whole(env, "GRIDOPS_DESK_IDLE_HOURS", default=12, least=1, most=400),
        program_idle_days=_whole(env, "GRIDOPS_PROGRAM_IDLE_DAYS", default=30, least=1, most=400),
        confirm_minutes=_whole(env, "GRIDOPS_CONFIRM_MINUTES", default=10, least=1, most=1_440),
        metrics_token=_secret(env, "GRIDOPS_METRICS_TOKEN"),
        proxies=_networks(env),
        connections_of_address=_whole(
            env, "GRIDOPS_CONNECTIONS_OF_ADDRESS", default=200, least=0, most=100_000
        ),
        disk_reserve_mb=_whole(env, "GRIDOPS_DISK_RESERVE", default=512, least=0, most=10_000_000),
        backup_days=_whole(env, "GRIDOPS_BACKUP_DAYS", default=2, least=0, most=400),
        live_socket=_unix_socket(env),
        basemap=env.get("GRIDOPS_BASEMAP", "").strip(),
        basemap_key=env.get("GRIDOPS_BASEMAP_KEY", "").strip(),
        basemap_attribution=env.get("GRIDOPS_BASEMAP_ATTRIBUTION", "").strip(),
    )


def child_environment(*, without_prefix: str = "", **changes: str) -> dict[str, str]:
    """A copy of the environment for a process that is started, less some names, with changes."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not (without_prefix and name.startswith(without_prefix))
    }
    return {**kept, **changes}


def _private_url(var_dir: Path, *, is_needed: bool) -> str:
    if not is_needed:
        return ""
    url = cluster_url(var_dir / CLUSTER_FOLDER)
    if url is None:
        raise ConfigError("No database yet. Type: gridops db up   (or set DATABASE_URL to one of yours)")
    return url


def _bind(env: Mapping[str, str]) -> tuple[str, int]:
    text = env.get("GRIDOPS_BIND", "").strip() or "127.0.0.1:8000"
    try:
        parts = urlsplit(f"//{text}")
        if not parts.hostname or not parts.port or parts.path or parts.username:
            raise ValueError(text)
        return parts.hostname, parts.port
    except ValueError as err:
        raise ConfigError(f"GRIDOPS_BIND: expected host:port such as 127.0.0.1:8000, not {text!r}") from err


def _path(env: Mapping[str, str], name: str, default: Path) -> Path:
    text = env.get(name, "").strip()
    if text and not Path(text).expanduser().is_absolute():
        raise ConfigError(f"{name}: expected an absolute path, not {text!r}")
    return Path(text).expanduser() if text else default


def _unix_socket(env: Mapping[str, str]) -> Path | None:
    path = _path(env, "GRIDOPS_LIVE_SOCKET", Path())
    if path == Path():
        return None
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        raise ConfigError(f"GRIDOPS_LIVE_SOCKET: a unix socket's path ends at {LONGEST_SOCKET_PATH} bytes")
    return path


def _secret(env: Mapping[str, str], name: str) -> str:
    text = env.get(name, "").strip()
    if text and len(text) < LEAST_SECRET:
        raise ConfigError(
            f"{name}: expected at least {LEAST_SECRET} characters, such as: openssl rand -hex 32"
        )
    return text


def _networks(env: Mapping[str, str]) -> tuple[Network, ...]:
    text = env.get("GRIDOPS_PROXIES", "").strip() or "127.0.0.0/8, ::1"
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(","))
    except ValueError as err:
        raise ConfigError(
            f"GRIDOPS_PROXIES: expected addresses such as 10.0.0.5, 10.1.0.0/16 ({err})"
        ) from err


def _whole(env: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    return int(_number(env, name, default=default, least=least, most=most, kind=int))


def _seconds(env: Mapping[str, str], name: str, *, default: float, least: float, most: float) -> float:
    return _number(env, name, default=default, least=least, most=most, kind=float)


def _number(
    env: Mapping[str, str], name: str, *, default: float, least: float, most: float, kind: type[float]
) -> float:
    text = env.get(name, "").strip()
    if not text:
        return default
    try:
        value = kind(text)
    except ValueError:
        value = None
    if value is None or not least <= value <= most:
        raise ConfigError(f"{name}: expected a number from {least} to {most}, not {text!r}")
    return value


def _choice(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    text = env.get(name, "").strip() or choices[0]
    for choice in choices:
        if text.lower() == choice.lower():
            return choice
    raise ConfigError(f"{name}: expected one of {', '.join(dict.fromkeys(choices))}, not {text!r}")


def _time_zone(env: Mapping[str, str]) -> str:
    name = env.get("GRIDOPS_TIME_ZONE", "").strip() or "Asia/Shanghai"
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as err:
        raise ConfigError(f"GRIDOPS_TIME_ZONE: expected a zone such as Asia/Shanghai, not {name!r}") from err
    return name


def _origin(env: Mapping[str, str]) -> str | None:
    text = env.get("GRIDOPS_PUBLIC_ORIGIN", "").strip().rstrip("/")
    if text and not re.fullmatch(r"https?://[^/\s@?#]+", text):
        raise ConfigError(f"GRIDOPS_PUBLIC_ORIGIN: expected https://host or https://host:port, not {text!r}")
    return text or None
