"""The manifest of a copy: what is in the set, with sizes and digests. Written last: a set without one was cut off.

Nothing is decrypted here.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
import orjson

NAME = "manifest.json"
FORMAT = 1
DATABASE, MEDIA = "database.dump", "media.tar"
ENCRYPTED = ".age"


@dataclass(frozen=True)
class Stored:
    """One file of a set, as it lies there."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a set holds. `log_hash` is empty where nothing was numbered; `missing` are photos whose files were gone."""

    gridops: str
    migration: str
    taken_at: str
    log_block: int
    log_seq: int
    log_hash: str
    photos: int
    missing: tuple[str, ...]
    is_encrypted: bool
    files: dict[str, Stored]
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        """The size of the whole set without its manifest."""
        return sum(file.bytes for file in self.files.values())

    def place(self, folder: Path, name: str) -> Path:
        """Where a file of the set lies."""
        return folder / (name + ENCRYPTED if self.is_encrypted else name)


def write(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into its place at once and for good."""
    told = asdict(manifest)
    aside = folder / f"{NAME}.part"
    with aside.open("wb") as file:
        file.write(orjson.dumps({**told, "sha256": _digest(told)}, option=orjson.OPT_INDENT_2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / NAME)
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read(folder: Path) -> Manifest:
    """The manifest of a set; refuses in words what is none, was cut off, or was changed."""
    path = folder / NAME
    if not folder.is_dir():
        raise click.ClickException(f"{folder} is no folder")
    if not path.is_file():
        raise click.ClickException(
            f"{folder} holds no {NAME}: the backup was cut off before its end, or is none"
        )
    try:
        told: dict[str, Any] = orjson.loads(path.read_bytes())
        digest = told.pop("sha256")
    except (ValueError, KeyError, AttributeError) as error:
        raise click.ClickException(f"{path} cannot be read: it was changed since it was written") from error
    if digest != _digest(told):
        raise click.ClickException(f"{path} was changed since it was written")
    if told["format"] != FORMAT:
        raise click.ClickException(f"{path} is of format {told['format']}, this version reads {FORMAT}")
    files = {name: Stored(**one) for name, one in told.pop("files").items()}
    return Manifest(**{**told, "missing": tuple(told["missing"])}, files=files)


def compare(folder: Path, manifest: Manifest) -> None:
    """Hold every file against its size and digest; names the first that differs."""
    for name, stored in manifest.files.items():
        path = manifest.place(folder, name)
        if not path.is_file():
            raise click.ClickException(f"{path} is missing")
        size = path.stat().st_size
        if size != stored.bytes:
            raise click.ClickException(
                f"{path} holds {size} bytes of {stored.bytes}: it was cut off or changed"
            )
        if _file_digest(path) != stored.sha256:
            raise click.ClickException(f"{path} was changed since it was written")


def _digest(told: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
