"""A web process stays small: what reads files and makes sheets is loaded by whoever uses it, not with the service."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "geopandas", "pyogrio", "pyarrow", "openpyxl", "lxml", "alembic", "gevent")


def test_the_service_is_loaded_without_the_libraries_of_files() -> None:
    said = f"import sys, gridops.app; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
