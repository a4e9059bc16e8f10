"""Streams of a copy on their way to files and back: counted, digested, and encrypted by age where a key is given.

Nothing is held whole; what flows is never looked at.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click
import pyrage

from gridops.cli.keeping.manifest import Stored

_PIECE = 1 << 18
_SECRET, _PUBLIC = "AGE-SECRET-KEY-", "age1"
#: Threads end with their streams; none is waited for longer.
_ENDS_WITHIN_S = 60


def read_recipients(key: Path) -> list[pyrage.x25519.Recipient]:
    """Whom a copy is encrypted for: the public keys of a key file, or those of its secret ones."""
    lines = _lines(key)
    found = [pyrage.x25519.Recipient.from_str(line) for line in lines if line.startswith(_PUBLIC)]
    found += [identity.to_public() for identity in _identities(lines)]
    if not found:
        raise click.ClickException(f"{key} holds no key of age: age-keygen -o {key}")
    return found


def read_identities(key: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys of a key file."""
    found = _identities(_lines(key))
    if not found:
        raise click.ClickException(f"{key} holds no secret key of age: it opens nothing")
    return found


def _identities(lines: list[str]) -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith(_SECRET)]


def _lines(key: Path) -> list[str]:
    return [line.strip() for line in key.read_text(encoding="utf-8").splitlines()]


class _Counting:
    """A file that knows the size and digest of what went into it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()

    def stored(self) -> Stored:
        return Stored(self.size, self._hash.hexdigest())


def pour(source: BinaryIO, path: Path, recipients: list[pyrage.x25519.Recipient]) -> Stored:
    """Write all of `source` into a new file, durable at the end."""
    with path.open("xb") as file:
        path.chmod(0o600)
        counting = _Counting(file)
        if recipients:
            pyrage.encrypt_io(source, cast("BinaryIO", counting), recipients)
        else:
            shutil.copyfileobj(source, counting, _PIECE)
        file.flush()
        os.fsync(file.fileno())
    return counting.stored()


@contextmanager
def opened(path: Path, identities: list[pyrage.x25519.Identity] | None) -> Iterator[BinaryIO]:
    """A file of a set as it was before it was encrypted; a wrong key and a changed byte are refused in words."""
    with path.open("rb") as file:
        if identities is None:
            yield file
            return
        try:
            with flowing(lambda sink: pyrage.decrypt_io(file, sink, identities)) as source:
                yield source
        except pyrage.DecryptError as error:
            raise click.ClickException(f"{path} is not opened by this key, or was changed") from error


@contextmanager
def flowing(write: Callable[[BinaryIO], object]) -> Iterator[BinaryIO]:
    """What `write(sink)` writes in a thread of its own, to be read; its failure is raised at the end of the block."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with os.fdopen(writing, "wb") as sink:
            try:
                write(sink)
            except BaseException as error:  # raised again below, in the thread that waits for it
                failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as source:
        try:
            yield source
        except BaseException as error:
            source.close()
            thread.join(_ENDS_WITHIN_S)
            # A stream that ends too early is noticed by its reader as well; why it ended says more.
            raise (failed[0] if failed and not isinstance(failed[0], BrokenPipeError) else error) from error
        while source.read(_PIECE):
            pass
    thread.join(_ENDS_WITHIN_S)
    if failed:
        raise failed[0]
