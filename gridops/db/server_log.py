"""The private server's log as a file: set aside when it has grown, the oldest let go. What it says is not read here."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 10_000_000
#: Files set aside beside the one that is written.
KEPT = 3


def find_log(cluster: Path) -> Path | None:
    """The log of the private cluster whose state lies in the folder; None where there is none, or another account's."""
    try:
        return Path(json.loads((cluster / "state.json").read_text())["place"]) / "server.log"
    except (OSError, ValueError, KeyError, TypeError):
        return None


def rotate(path: Path, *, most_bytes: int = MOST_BYTES, kept: int = KEPT) -> bool:
    """Set `path` aside as `path`.1 where it is larger than `most_bytes`, .1 as .2 and so on; whether it was.

    The server holds its file open and appends: it is copied and emptied, never renamed, and what is said in the
    moment between may be lost. A file that is another account's is left alone.
    """
    with suppress(FileNotFoundError, PermissionError):
        if path.stat().st_size <= most_bytes:
            return False
        for number in range(kept, 1, -1):
            older = path.with_name(f"{path.name}.{number - 1}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))
        shutil.copy2(path, path.with_name(f"{path.name}.1"))
        with path.open("r+b") as file:
            file.truncate(0)
        return True
    return False
