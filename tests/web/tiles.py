"""Base maps for tests: plain coloured tiles and a made vector tile, in MBTiles and PMTiles files."""

from __future__ import annotations

import gzip
import io
import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

#: The tiles around the demonstration's district.
WEST, EAST, SOUTH, NORTH = 120.5, 121.8, 36.9, 37.9
ATTRIBUTION = '<a href="https://maps.example/">试验地图 &copy; 某院</a>'


def png(colour: str = "#8ab4d8") -> bytes:
    """A plain tile."""
    out = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(out, "PNG")
    return out.getvalue()


def mvt() -> bytes:
    """A vector tile whose one layer, water, is one polygon over a quarter of the tile."""

    def field(number: int, wire: bytes) -> bytes:
        return _varint(number << 3 | 2) + _varint(len(wire)) + wire

    def number(name: int, value: int) -> bytes:
        return _varint(name << 3) + _varint(value)

    zigzag = [(n << 1) ^ (n >> 31) for n in (0, 0, 2048, 0, 0, 2048, -2048, 0)]
    commands = [9, *zigzag[:2], (3 << 3) | 2, *zigzag[2:], 15]
    geometry = b"".join(_varint(n) for n in commands)
    feature = number(1, 1) + number(3, 3) + field(4, geometry)
    layer = number(15, 2) + field(1, b"water") + field(2, feature) + number(5, 4096)
    return field(3, layer)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def around(zooms: range) -> Iterator[tuple[int, int, int]]:
    """z, x, y of the tiles around the district."""
    import math

    def row(lat: float, count: int) -> int:
        return int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * count)

    for z in zooms:
        count = 1 << z
        columns = range(int((WEST + 180) / 360 * count), int((EAST + 180) / 360 * count) + 1)
        for x, y in itertools.product(columns, range(row(NORTH, count), row(SOUTH, count) + 1)):
            yield z, x, y


def mbtiles(path: Path, tile: bytes, zooms: range = range(7, 12)) -> Path:
    """An MBTiles file; rows count from the south."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE metadata (name text, value text)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        connection.execute("INSERT INTO metadata VALUES ('attribution', ?)", (ATTRIBUTION,))
        rows = [(z, x, (1 << z) - 1 - y, tile) for z, x, y in around(zooms)]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        connection.commit()
    return path


def pmtiles(
    path: Path,
    tile: bytes,
    kind: TileType = TileType.PNG,
    zooms: range = range(7, 12),
    compression: Compression = Compression.NONE,
) -> Path:
    """A PMTiles file."""
    with path.open("wb") as file:
        writer = Writer(file)
        for key in sorted(zxy_to_tileid(*zxy) for zxy in around(zooms)):
            writer.write_tile(key, tile)
        header = {
            "tile_type": kind,
            "tile_compression": compression,
            "min_lon_e7": int(WEST * 1e7),
            "max_lon_e7": int(EAST * 1e7),
            "min_lat_e7": int(SOUTH * 1e7),
            "max_lat_e7": int(NORTH * 1e7),
            "center_zoom": 9,
            "center_lon_e7": int(121.2 * 1e7),
            "center_lat_e7": int(37.4 * 1e7),
        }
        writer.finalize(header, {"attribution": ATTRIBUTION})
    return path


def packed_mvt() -> bytes:
    """The vector tile as archives hold it."""
    return gzip.compress(mvt(), mtime=0)
