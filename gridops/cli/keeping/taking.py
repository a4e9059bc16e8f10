"""Taking a copy: the dump of one snapshot, every photo that it names, the log's head in it, and then the manifest.

The service goes on meanwhile; only what would take photos away waits.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

import click
import pyrage
from sqlalchemy import text

from gridops import __version__, clock
from gridops.cli.keeping import manifest
from gridops.cli.keeping.flowing import flowing, pour
from gridops.cli.keeping.manifest import Manifest, Stored
from gridops.cli.programs import environment_of, found_program
from gridops.db import migrate
from gridops.db.session import Database
from gridops.keeping.models import Backup
from gridops.keeping.queries import export_snapshot, keep_all
from gridops.log.queries import find_last_block
from gridops.media.files import ASIDE, UPLOADS
from gridops.media.queries import all_photos, all_uploads
from gridops.media.rules import file_place

DUMP = ("--format=custom", "--schema=gridops", "--extension=btree_gist")
_SIZES = ("full", "thumb")


@dataclass(frozen=True)
class Shown:
    """What one snapshot shows: its name for pg_dump, and what the manifest tells of it."""

    name: str
    taken_at: datetime
    migration: str
    log_block: int
    log_seq: int
    log_hash: bytes | None
    photos: dict[UUID, str]
    uploads: list[UUID]


def take_backup(
    url: str, media_dir: Path, folder: Path, recipients: list[pyrage.x25519.Recipient]
) -> Manifest:
    """Write a set into `folder`, which is made; nothing of it stays where it could not be finished.

    Raises click.ClickException in words, OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} is there already: a backup goes into a folder of its own")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(url, pool_size=2)
    try:
        with database.transaction() as keeping:
            keeping.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            keep_all(keeping)
            # A snapshot of its own transaction, taken once the lock is held: what had gone is not named by it.
            with _shown(database) as shown:
                done = _write(url, media_dir, folder, recipients, shown)
            manifest.write(folder, done)
            keeping.add(_row(done, shown))
    except BaseException:
        _remove(folder)
        raise
    finally:
        database.close()
    return done


@contextmanager
def _shown(database: Database) -> Iterator[Shown]:
    with database.transaction(read_only=True) as session:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        migration = migrate.current(session.connection())
        if migration is None:
            raise click.ClickException("The database has no tables of gridops yet: there is nothing to keep")
        block = find_last_block(session)
        yield Shown(
            name=export_snapshot(session),
            taken_at=clock.now(),
            migration=migration,
            log_block=block.id if block is not None else 0,
            log_seq=block.last_seq if block is not None else 0,
            log_hash=bytes(block.hash) if block is not None else None,
            photos=all_photos(session),
            uploads=all_uploads(session),
        )


def _write(
    url: str, media_dir: Path, folder: Path, recipients: list[pyrage.x25519.Recipient], shown: Shown
) -> Manifest:
    ending = manifest.ENCRYPTED if recipients else ""
    dumped = _dump(url, shown.name, folder / (manifest.DATABASE + ending), recipients)
    missing: list[str] = []
    with flowing(lambda sink: _pack(sink, media_dir, shown, missing)) as source:
        packed = pour(source, folder / (manifest.MEDIA + ending), recipients)
    return Manifest(
        gridops=__version__,
        migration=shown.migration,
        taken_at=shown.taken_at.isoformat(),
        log_block=shown.log_block,
        log_seq=shown.log_seq,
        log_hash=(shown.log_hash or b"").hex(),
        photos=len(shown.photos),
        missing=tuple(missing),
        is_encrypted=bool(recipients),
        files={manifest.DATABASE: dumped, manifest.MEDIA: packed},
    )


def _dump(url: str, snapshot: str, path: Path, recipients: list[pyrage.x25519.Recipient]) -> Stored:
    program = found_program("pg_dump", url)
    with subprocess.Popen(
        [program, *DUMP, f"--snapshot={snapshot}"], env=environment_of(url), stdout=subprocess.PIPE
    ) as process:
        try:
            stored = pour(cast("BinaryIO", process.stdout), path, recipients)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise click.ClickException(f"pg_dump ended with {process.returncode}: nothing is kept")
    return stored


def _pack(sink: BinaryIO, media_dir: Path, shown: Shown, missing: list[str]) -> None:
    with tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for media_id, content_type in shown.photos.items():
            for size in _SIZES:
                place = file_place(media_id, size, content_type)
                if not _add(tar, media_dir, place):
                    missing.append(place)
        # What is under way may be longer by now than the snapshot says; what lies beyond is cut off when it goes on.
        for upload_id in shown.uploads:
            _add(tar, media_dir, f"{UPLOADS}/{upload_id}")
        for path in sorted((media_dir / ASIDE).glob("*")):
            _add(tar, media_dir, f"{ASIDE}/{path.name}")


def _add(tar: tarfile.TarFile, media_dir: Path, place: str) -> bool:
    """One file, of some megabytes at most; False where it is not there."""
    try:
        content = (media_dir / place).read_bytes()
    except FileNotFoundError:
        return False
    info = tarfile.TarInfo(place)
    info.size, info.mode = len(content), 0o600
    info.mtime = int((media_dir / place).stat().st_mtime)
    tar.addfile(info, io.BytesIO(content))
    return True


def _row(done: Manifest, shown: Shown) -> Backup:
    return Backup(
        taken_at=shown.taken_at,
        log_seq=shown.log_seq,
        log_hash=shown.log_hash,
        size=done.bytes,
        is_encrypted=done.is_encrypted,
    )


def _remove(folder: Path) -> None:
    for name in (manifest.DATABASE, manifest.MEDIA):
        for ending in ("", manifest.ENCRYPTED):
            (folder / (name + ending)).unlink(missing_ok=True)
    for name in (manifest.NAME, f"{manifest.NAME}.part"):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()
