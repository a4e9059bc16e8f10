"""The media folder: written aside, made durable, then renamed into place. No database, no pixels.

Below it lie ab/cd/<id>-full.* and -thumb.jpg, incoming/ (being written), uploads/<id> (partial bodies) and aside/
(what is not what was declared, for a person to look at; served to nobody).
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from gridops.errors import Problem

INCOMING, UPLOADS, ASIDE = "incoming", "uploads", "aside"
#: What is set aside beyond this is let go: whoever sends what he did not declare must not fill the disk.
ASIDE_LIMIT_BYTES = 200_000_000
_FULL_DISK = frozenset((errno.ENOSPC, errno.EDQUOT))


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A full disk, or a used-up quota, is the caller's to know: storage-full."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL_DISK:
            raise Problem("storage-full") from error
        raise


class Staged:
    """Files that are written and durable, but not yet in their places."""

    def __init__(self, media_dir: Path) -> None:
        self._media_dir = media_dir
        self._waiting: list[tuple[Path, Path]] = []
        self._placed: list[Path] = []

    def write(self, place: str, content: bytes) -> None:
        """Write what is to lie at `place` below the media folder."""
        target = self._media_dir / place
        aside = _folder(self._media_dir, INCOMING) / f"{target.stem}-{secrets.token_hex(8)}.part"
        self._waiting.append((aside, target))
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def publish(self) -> None:
        """Rename everything into its place."""
        for aside, target in self._waiting:
            _folder(self._media_dir, target.parent.relative_to(self._media_dir).as_posix())
            aside.replace(target)
            self._placed.append(target)
        for folder in {target.parent for target in self._placed}:
            _sync_folder(folder)

    def discard(self, *, also_placed: bool) -> None:
        """Remove what still waits, and what was placed too where the whole has failed."""
        for aside, _ in self._waiting:
            aside.unlink(missing_ok=True)
        for target in self._placed if also_placed else ():
            target.unlink(missing_ok=True)


@contextmanager
def staged(media_dir: Path, contents: Mapping[str, bytes]) -> Iterator[Staged]:
    """`contents` by place, written aside; `publish()` puts them in place, an exception leaves nothing.

    Raises storage-full where the disk is.
    """
    files = Staged(media_dir)
    with full_disk_told():
        try:
            for place, content in contents.items():
                files.write(place, content)
            yield files
        except BaseException:
            files.discard(also_placed=True)
            raise
        files.discard(also_placed=False)


def partial_path(media_dir: Path, upload_id: UUID) -> Path:
    """Where an upload's bytes lie until it is whole."""
    return media_dir / UPLOADS / str(upload_id)


def bytes_at_hand(media_dir: Path, upload_id: UUID) -> int:
    """How many bytes of an upload are on disk."""
    try:
        return partial_path(media_dir, upload_id).stat().st_size
    except FileNotFoundError:
        return 0


def append_bytes(media_dir: Path, upload_id: UUID, *, offset: int, content: bytes) -> None:
    """Put `content` at `offset` and make it durable; what lay beyond was never committed and is cut off.

    Raises storage-full where the disk is.
    """
    with full_disk_told():
        _folder(media_dir, UPLOADS)
        path = partial_path(media_dir, upload_id)
        path.touch()
        with path.open("r+b") as file:
            file.truncate(offset)
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def set_aside(media_dir: Path, media_id: UUID, account_id: UUID, content: bytes) -> bool:
    """Keep what an account sent under an id without having declared it; the same once. False where the folder is full.

    Raises storage-full where the disk is.
    """
    with full_disk_told():
        folder = _folder(media_dir, ASIDE)
        path = folder / f"{media_id}-{account_id}-{hashlib.sha256(content).hexdigest()[:16]}"
        held = sum(entry.stat().st_size for entry in os.scandir(folder))
        if path.exists():
            return True
        if held + len(content) > ASIDE_LIMIT_BYTES:
            return False
        aside = _folder(media_dir, INCOMING) / f"{path.name}-{secrets.token_hex(8)}.part"
        aside.write_bytes(content)
        aside.replace(path)
        return True


def _folder(media_dir: Path, below: str) -> Path:
    folder = media_dir / below
    if not folder.is_dir():
        # Photos show people's homes: no other account of the machine reads them.
        media_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        for made in (folder, *folder.parents):
            if made == media_dir.parent:
                break
            _sync_folder(made)
    return folder


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
