"""Whether photos can be kept: what /readyz says of their folder and of the disks. No photo passes through here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

MB = 1_000_000
#: So many times the reserve, and it is time to tell somebody.
WARNED_AT = 4


def folder_state(folder: Path) -> str:
    """ "ok", or why no photo can be written into the folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return "ok"
    except OSError as error:
        return f"{folder} cannot be written: {error.strerror}"


def disk_state(folders: tuple[Path, ...], reserve_mb: int) -> str:
    """ "ok", or the folder whose disk has less than the reserve left."""
    return next(_short_of(folders, reserve_mb), "ok")


def warn_of_disk(folders: tuple[Path, ...], reserve_mb: int) -> list[str]:
    """One line for each folder whose disk will be nearly full before long."""
    return list(_short_of(folders, reserve_mb * WARNED_AT))


def _short_of(folders: tuple[Path, ...], least_mb: int) -> Iterator[str]:
    for folder in folders:
        free_mb = shutil.disk_usage(_that_is_there(folder)).free // MB
        if free_mb < least_mb:
            yield f"the disk of {folder} is nearly full: {free_mb} MB are left"


def _that_is_there(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if parent.exists())
