"""Tiles in one file on disk, MBTiles or PMTiles: opened and looked at once at the start, then read by z, x, y.

Nothing is ever written to it. What cannot be served is refused at the start, naming the file.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType

from gridops.config import ConfigError

MVT = "application/vnd.mapbox-vector-tile"
GZIP = b"\x1f\x8b"
_PMTILES = b"PMTiles"
_SQLITE = b"SQLite format 3\x00"
#: How a tile of each kind begins.
_BEGINNINGS = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
    (GZIP, MVT),
    (b"\x1a", MVT),
)
_TYPES = {
    TileType.MVT: MVT,
    TileType.PNG: "image/png",
    TileType.JPEG: "image/jpeg",
    TileType.WEBP: "image/webp",
}
_TAG = re.compile(r"<[^>]*>")
_MOST_ATTRIBUTION = 300
T = TypeVar("T")


@dataclass(frozen=True)
class Archive:
    """A file of tiles; `find` gives one's bytes (gzip for vector tiles, as a rule) or None. `stamp` changes
    with the file."""

    content_type: str
    minzoom: int
    maxzoom: int
    attribution: str
    stamp: str
    find: Callable[[int, int, int], bytes | None] = field(repr=False)


def open_archive(path: Path) -> Archive:
    """The archive at `path`; ConfigError where it is absent, is none, or cannot be served."""
    try:
        with path.open("rb") as file:
            beginning = file.read(16)
        about = path.stat()
    except OSError as error:
        raise ConfigError(f"GRIDOPS_BASEMAP: {path} cannot be read ({error.strerror})") from error
    stamp = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns} {path.name}".encode()).hexdigest()[:16]
    if beginning.startswith(_PMTILES):
        return _opened(path, lambda: _pmtiles(path, stamp))
    if beginning == _SQLITE:
        return _opened(path, lambda: _mbtiles(path, stamp))
    raise ConfigError(f"GRIDOPS_BASEMAP: {path} is neither a PMTiles nor an MBTiles file")


def _opened(path: Path, work: Callable[[], T]) -> T:
    """What `work` returns; any way in which a damaged file fails is a refusal that names it."""
    try:
        return work()
    except ConfigError:
        raise
    except Exception as error:  # the readers raise whatever the damaged bytes led them to
        kind = type(error).__name__
        raise ConfigError(f"GRIDOPS_BASEMAP: {path} is damaged or of another version ({kind})") from error


def _refuse(path: Path, why: str) -> ConfigError:
    return ConfigError(f"GRIDOPS_BASEMAP: {path} {why}")


def _pmtiles(path: Path, stamp: str) -> Archive:
    with path.open("rb") as file:
        # The mapping outlives the file object and is read by any thread.
        reader = Reader(MmapSource(file))
    header = reader.header()
    if header["tile_data_offset"] + header["tile_data_length"] > path.stat().st_size:
        raise _refuse(path, "is not complete")
    metadata = reader.metadata()
    if header["internal_compression"] is not Compression.GZIP:
        raise _refuse(path, "has directories that are not compressed by gzip; convert it")
    if header["tile_compression"] not in (Compression.GZIP, Compression.NONE, Compression.UNKNOWN):
        raise _refuse(path, "has tiles that are compressed otherwise than by gzip; convert it")
    content_type = _TYPES.get(header["tile_type"])
    if content_type is None:
        raise _refuse(path, "holds tiles of a kind that is not drawn here: PNG, JPEG, WebP or MVT are")
    reader.get(header["min_zoom"], 0, 0)
    attribution = _plain(metadata.get("attribution"))
    return Archive(
        content_type, header["min_zoom"], header["max_zoom"], attribution, stamp, _pmtiles_finder(reader)
    )


def _pmtiles_finder(reader: Reader) -> Callable[[int, int, int], bytes | None]:
    def find(z: int, x: int, y: int) -> bytes | None:
        tile: bytes | None = reader.get(z, x, y)
        return tile

    return find


def _mbtiles(path: Path, stamp: str) -> Archive:
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"

    def ask(statement: str, *values: int) -> list[Any]:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute(statement, values).fetchall()

    def find(z: int, x: int, y: int) -> bytes | None:
        # Rows count from the south in this format.
        rows = ask(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
            *(z, x, (1 << z) - 1 - y),
        )
        return bytes(rows[0][0]) if rows else None

    metadata = dict(ask("SELECT name, value FROM metadata"))
    sample = ask("SELECT tile_data FROM tiles LIMIT 1")
    if not sample:
        raise _refuse(path, "holds no tiles")
    content_type = next((kind for begin, kind in _BEGINNINGS if bytes(sample[0][0]).startswith(begin)), None)
    if content_type is None:
        raise _refuse(path, "holds tiles of a kind that is not drawn here: PNG, JPEG, WebP or MVT are")
    ((least, most),) = ask("SELECT min(zoom_level), max(zoom_level) FROM tiles")
    return Archive(content_type, least, most, _plain(metadata.get("attribution")), stamp, find)


def _plain(attribution: Any) -> str:
    """Whose map it is, as text: archives write it as HTML."""
    return html.unescape(_TAG.sub("", str(attribution or ""))).strip()[:_MOST_ATTRIBUTION]


def unpacked(tile: bytes) -> bytes:
    """A tile as it is before compression."""
    return gzip.decompress(tile) if tile.startswith(GZIP) else tile
