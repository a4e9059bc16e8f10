"""The database's address: as the engine takes it, and that of the private cluster from its folder.

A password passes through here and is in no message; the environment is read elsewhere.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit


class ConfigError(Exception):
    """A setting that cannot be used; the message names the variable and what it may be."""


def normalise_url(url: str) -> str:
    """A PostgreSQL address as SQLAlchemy with psycopg2 takes it; raises ConfigError for other engines."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "postgresql+psycopg2"):
        # The address may hold a password, so no more of it is shown than the name of the engine.
        engine = f"{scheme}://…" if separator else "an address without ://"
        raise ConfigError(f"DATABASE_URL: expected postgresql://user:password@host/name, not {engine}")
    try:
        _ = urlsplit(f"//{rest}").port
    except ValueError as err:
        raise ConfigError(
            "DATABASE_URL names a port that is none (in a password %40 %3A %2F stand for @ : /)"
        ) from err
    return f"postgresql+psycopg2://{rest}"


def cluster_url(folder: Path, database: str = "gridops") -> str | None:
    """The address of the private cluster whose state lies in `folder`; None while it was never made.

    Raises ConfigError where the state cannot be read (another account's cluster) or is damaged.
    """
    state_file = folder / "state.json"
    try:
        state: dict[str, Any] = json.loads(state_file.read_text())
        if not state.get("is_ready"):
            return None
        password = (folder / "password").read_text().strip()
        return f"postgresql+psycopg2://gridops:{quote(password)}@127.0.0.1:{int(state['port'])}/{database}"
    except FileNotFoundError:
        return None
    except PermissionError as err:
        raise ConfigError(
            f"{err.filename} belongs to another account. Work as that account, or set GRIDOPS_VAR "
            "to a folder of your own."
        ) from err
    except (ValueError, KeyError, TypeError) as err:
        raise ConfigError(f"{state_file} is damaged. Type: gridops db reset") from err
