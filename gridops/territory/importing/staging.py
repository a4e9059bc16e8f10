"""Uploaded files between their upload and the decision about them: one folder an account, gone after a day.

Nothing here is a boundary yet; the database knows nothing of it.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from gridops.errors import Problem
from gridops.territory.importing.reading import list_layers
from gridops.territory.importing.reading.formats import tell_format
from gridops.territory.importing.reading.layers import printable
from gridops.words import Words

#: Of a page; larger files are imported by the command.
MAX_UPLOAD_BYTES = 64 * 2**20
KEPT_FOR = timedelta(days=1)
KEPT_AT_MOST = 5


class Staged:
    """One uploaded file: its path, the name that the sender gave it, its format and layers."""

    def __init__(self, folder: Path) -> None:
        about = orjson.loads((folder / "about.json").read_bytes())
        self.id = uuid.UUID(folder.name)
        self.filename: str = about["filename"]
        self.format: str = about["format"]
        self.layers: list[str] = about["layers"]
        self.path = folder / about["stored"]
        self.size = self.path.stat().st_size


def stage(root: Path, account: uuid.UUID, filename: str, body: bytes, now: datetime) -> Staged:
    """Keep a file that can be opened; a Problem `invalid` for any other, of which nothing stays."""
    place = root / str(account)
    _purge(place, now)
    folder = place / str(uuid.uuid4())
    folder.mkdir(parents=True)
    try:
        # What GDAL opens is named by us: a sender's name never becomes a path.
        raw = folder / "sent"
        raw.write_bytes(body)
        filename = printable(filename)
        kind = _format_of(raw, filename)
        stored = raw.rename(folder / f"layer.{kind}")
        with called(stored.name, filename):
            layers = list_layers(stored)
        about = {"filename": filename, "format": kind, "layers": layers, "stored": stored.name}
        (folder / "about.json").write_bytes(orjson.dumps(about))
        return Staged(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _format_of(path: Path, filename: str) -> str:
    if path.stat().st_size == 0:
        raise Problem("invalid", (f"{filename} 是空文件", f"{filename} is empty"))
    return tell_format(path, filename)


def get_staged(root: Path, account: uuid.UUID, upload: uuid.UUID) -> Staged:
    """An account's own upload; a Problem `not-found` for another's and for one that is gone."""
    folder = root / str(account) / str(upload)
    if not (folder / "about.json").is_file():
        raise Problem("not-found", ("上传的文件已不在，请重新上传", "The upload is gone; send it again"))
    return Staged(folder)


def named_as_sent(staged: Staged) -> AbstractContextManager[None]:
    """Let refusals within call the file by its sender's name, not by ours."""
    return called(staged.path.name, staged.filename)


@contextmanager
def called(ours: str, theirs: str) -> Iterator[None]:
    """Let refusals within call a file that is `ours` by the name that is `theirs`."""
    try:
        yield
    except Problem as problem:
        problem.detail = Words(*(words.replace(ours, theirs) for words in problem.detail))
        raise


def discard(root: Path, account: uuid.UUID, upload: uuid.UUID) -> None:
    """Forget an upload."""
    shutil.rmtree(root / str(account) / str(upload), ignore_errors=True)


def _purge(place: Path, now: datetime) -> None:
    if not place.is_dir():
        return
    newest_first = sorted(place.iterdir(), key=lambda f: f.stat().st_mtime, reverse=True)
    oldest = (now - KEPT_FOR).timestamp()
    for n, folder in enumerate(newest_first):
        if n >= KEPT_AT_MOST - 1 or folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
