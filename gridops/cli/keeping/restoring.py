"""Bringing a copy back into an empty place: read whole first, then roles, database, photos, log; or nothing at all.

Whatever is wrong is said before anything is written, or undone before it is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import click
import pyrage
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from gridops.cli.keeping import manifest
from gridops.cli.keeping.flowing import opened
from gridops.cli.keeping.manifest import Manifest
from gridops.cli.programs import environment_of, found_program
from gridops.db import migrate
from gridops.db.rights import make_roles, require_rights
from gridops.db.session import Database
from gridops.keeping.queries import holds_gridops
from gridops.log.resuming import resume_log
from gridops.log.verifying import verify_chain

RESTORE = ("--no-owner", "--exit-on-error", "--single-transaction")
Identities = list[pyrage.x25519.Identity] | None


def verify_backup(folder: Path, identities: Identities) -> Manifest:
    """Read a whole set: complete, unchanged, and opened by the key where one is given."""
    found = manifest.read(folder)
    manifest.compare(folder, found)
    if identities is not None and not found.is_encrypted:
        raise click.ClickException("the backup is not encrypted: leave --key out")
    if found.is_encrypted and identities is not None:
        for name in found.files:
            with opened(found.place(folder, name), identities) as source:
                while source.read(1 << 20):
                    pass
    return found


def restore_backup(url: str, media_dir: Path, folder: Path, identities: Identities) -> Manifest:
    """Bring a set back; returns its manifest. Refused where it is not whole or the place is not empty."""
    found = manifest.read(folder)
    if found.is_encrypted and identities is None:
        raise click.ClickException("the backup is encrypted: give --key with the file of its secret key")
    require_known(found)
    require_empty(url, media_dir)
    verify_backup(folder, identities)
    with _connection(url) as connection:
        make_roles(connection)
    with _unpacked(folder, found, identities, media_dir) as photos:
        _restore_database(url, folder, found, identities)
        try:
            _finish(url, found)
            _put_in_place(photos, media_dir)
        except BaseException:
            with _connection(url) as connection:
                connection.execute(text("DROP SCHEMA IF EXISTS gridops CASCADE"))
            raise
    return found


def require_known(found: Manifest) -> None:
    """Refuse the copy of a newer version."""
    if not migrate.is_known(found.migration):
        raise click.ClickException(
            f"the backup was taken by gridops {found.gridops} at {found.migration}, which this version does not know: "
            "install that version, or a newer one"
        )


def require_empty(url: str, media_dir: Path) -> None:
    """Refuse a place where something is already."""
    with _connection(url) as connection:
        is_ours = holds_gridops(connection)
    if is_ours:
        raise click.ClickException(
            "the database is not empty: a backup comes back into one without gridops (createdb, or gridops db reset)"
        )
    if media_dir.is_dir() and any(media_dir.iterdir()):
        raise click.ClickException(
            f"{media_dir} is not empty: move it away, or set GRIDOPS_MEDIA to another folder"
        )


def _restore_database(url: str, folder: Path, found: Manifest, identities: Identities) -> None:
    arguments = [*RESTORE, f"--dbname={make_url(url).database}"]
    with (
        opened(found.place(folder, manifest.DATABASE), identities) as source,
        subprocess.Popen(
            [found_program("pg_restore", url), *arguments], env=environment_of(url), stdin=subprocess.PIPE
        ) as process,
    ):
        sink = cast("BinaryIO", process.stdin)
        try:
            shutil.copyfileobj(source, sink)
            sink.close()
        except BrokenPipeError:
            pass  # pg_restore has ended before the dump did, and has said why
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise click.ClickException(f"pg_restore ended with {process.returncode}: nothing was brought back")


@contextmanager
def _unpacked(folder: Path, found: Manifest, identities: Identities, media_dir: Path) -> Iterator[Path]:
    """The photos beside the place that they go to, removed at the end of the block unless they were moved."""
    media_dir.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".restoring-", dir=media_dir.parent))
    try:
        with (
            opened(found.place(folder, manifest.MEDIA), identities) as source,
            tarfile.open(fileobj=source, mode="r|") as tar,
        ):
            _unpack(tar, aside)
        aside.chmod(0o755)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Write every file below `folder`, plain files alone: Python 3.11 as Debian has it knows no filters of its own."""
    for member in tar:
        place, content = PurePosixPath(member.name), tar.extractfile(member)
        if content is None or place.is_absolute() or ".." in place.parts:
            raise click.ClickException(f"{member.name} is no photo of a backup: nothing was brought back")
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("xb") as file:
            shutil.copyfileobj(content, file)
        os.utime(target, (member.mtime, member.mtime))


def _put_in_place(photos: Path, media_dir: Path) -> None:
    if media_dir.is_dir():
        media_dir.rmdir()
    photos.rename(media_dir)


def _finish(url: str, found: Manifest) -> None:
    """Bring the schema up to date, compare its rights, verify the log and let it go on at new numbers."""
    if found.migration != migrate.head():
        migrate.upgrade(url)
    database = Database(url, pool_size=1)
    try:
        require_rights(database.engine)
        with database.transaction("gridops_system") as session:
            verdict = verify_chain(session)
            if verdict.broken_block is not None:
                raise click.ClickException(
                    f"the log is broken in block {verdict.broken_block}: {verdict.reason}"
                )
            if found.log_hash and verdict.head != found.log_hash:
                raise click.ClickException("the log does not end as the manifest says")
            resume_log(session)
    finally:
        database.close()


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
