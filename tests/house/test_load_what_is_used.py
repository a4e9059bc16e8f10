"""A process stays small: what few requests need is loaded by whoever uses it, not with the service."""

from __future__ import annotations

import subprocess
import sys

#: What reads files and makes sheets, draws photos, spells names, migrates.
FILES = ("pandas", "geopandas", "pyogrio", "pyarrow", "openpyxl", "xlsxwriter", "xlrd", "lxml")
SELDOM = (*FILES, "PIL", "pillow_heif", "pypinyin", "alembic", "gridops.cli", "gridops.demonstration")
SOCKETS = ("flask_socketio", "socketio", "engineio", "simple_websocket", "requests", "gevent")
#: Rooms that a socket leads to none of.
ROOMS = ("gridops.app", "gridops.intake", "gridops.insight", "gridops.web", "gridops.worker")


def loaded_with(module: str, names: tuple[str, ...]) -> list[str]:
    said = f"import sys, {module}; print(*(m for m in {names!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.split()


def test_the_service_is_loaded_without_what_few_requests_need() -> None:
    assert loaded_with("gridops.app", SELDOM) == []


def test_the_service_is_loaded_without_sockets_which_the_live_process_has() -> None:
    assert loaded_with("gridops.app", SOCKETS) == []


def test_the_hub_of_sockets_is_loaded_without_the_rooms_of_requests() -> None:
    assert loaded_with("gridops.live.hub, gridops.serving.takeover", (*SELDOM, *ROOMS, "pyproj")) == []


def test_the_worker_is_loaded_without_sockets_and_pages() -> None:
    assert loaded_with("gridops.worker.main", (*FILES, *SOCKETS, "gridops.app", "gridops.web")) == []
