"""A file of any of the kinds → one Layer. The door of this folder: everything else here is behind it."""

from __future__ import annotations

import errno
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.importing.reading.encodings import decode_table
from gridops.territory.importing.reading.formats import tell_format
from gridops.territory.importing.reading.geojson import read_geojson
from gridops.territory.importing.reading.kml import ALL, kml_layers, read_kml, ready_kml
from gridops.territory.importing.reading.raw import Raw, shortened, without_empty
from gridops.territory.importing.reading.shapefile import read_shapefile
from gridops.territory.importing.reading.systems import System, system_of, to_degrees
from gridops.territory.importing.reading.texts import cleaned
from gridops.territory.importing.reading.unpacking import (
    Content,
    Contents,
    check_size,
    contents_of,
    unpack,
    without_table,
)
from gridops.territory.importing.reading.vectors import read_vector, spatial_layers
from gridops.territory.refusing import refused
from gridops.words import Words


@dataclass(frozen=True)
class ReadOptions:
    """How a file is to be read: the caller's own word on each point, None where the file is to say.

    `near_lon` (degrees) is about where the deployment lies: it only chooses among hints.
    """

    crs: str | None = None
    encoding: str | None = None
    layer: str | None = None
    fields: Mapping[str, str | None] | None = None
    swap_axes: bool = False
    near_lon: float | None = None


@dataclass(frozen=True)
class Reading:
    """How a file was understood: its format, its system, its encoding, and what there is to say about it."""

    format: str
    system: System
    encoding: str | None = None
    said: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Layer:
    """What a file holds: `properties[i]` belong to `shapes[i]` (EPSG:4490); `notice` is the file's own.

    `numbers[i]` is the feature's place in the file, counted from 1.
    """

    properties: list[dict[str, Any]]
    shapes: Shapes
    notice: str
    reading: Reading = field(default_factory=lambda: Reading("geojson", system_of(None, None)))
    numbers: list[int] = field(default_factory=list)

    @property
    def types(self) -> dict[str, int]:
        """How many features there are of each type of geometry."""
        return dict(Counter(shape.geom_type for shape in self.shapes))


@dataclass(frozen=True)
class _Choice:
    """A layer that can be read: its name, and where: in which content, by which name inside it."""

    name: str
    content: Content
    inner: str | None = None


class _Opened:
    """A file with a folder of our own to unpack into."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self._folder = path, folder
        self.shown = printable(path.name)
        check_size(path, self.shown)
        kind = tell_format(path, self.shown)
        self.is_archive = kind == "zip"
        alone = Contents([Content(kind, printable(path.stem), {})], [])
        held = contents_of(path, self.shown) if self.is_archive else alone
        self._contents, self.without_table = held.readable, held.without_table
        self._ready: dict[str, tuple[Path, list[Words]]] = {}

    def ready(self, content: Content, encoding: str | None = None) -> tuple[Path, list[Words]]:
        """A content as a file that can be opened, and what was odd about it."""
        if content.name not in self._ready:
            folder = self._folder / str(len(self._ready))
            folder.mkdir()
            path = unpack(self.path, content, folder, self.shown) if self.is_archive else self.path
            said: list[Words] = []
            if content.kind == "kml":
                path, said = ready_kml(path, folder, self.shown, encoding)
            self._ready[content.name] = path, said
        return self._ready[content.name]

    def choices(self, encoding: str | None = None) -> list[_Choice]:
        """Every layer of the file, named apart where it holds several contents."""
        found = []
        for content in self._contents:
            before = f"{content.name}/" if len(self._contents) > 1 else ""
            if content.kind in ("shapefile", "geojson"):
                found.append(_Choice(content.name, content))
                continue
            path, _ = self.ready(content, encoding)
            names = (
                kml_layers(path, self.shown)
                if content.kind == "kml"
                else [printable(name) for _, name in spatial_layers(path, self.shown)]
            )
            found += [_Choice(before + name, content, name) for name in names]
        return found


def printable(name: str) -> str:
    """A file's or a layer's name without line breaks and other controls."""
    return "".join(c if c.isprintable() else "�" for c in name)


@contextmanager
def _open(path: Path) -> Iterator[_Opened]:
    try:
        with tempfile.TemporaryDirectory(prefix="gridops-") as folder:
            yield _Opened(path, Path(folder))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        shown = printable(path.name)
        raise refused(
            f"无法读取文件 {shown}", f"{shown} cannot be read: {error.strerror or 'it is in use'}"
        ) from error


def list_layers(path: Path) -> list[str]:
    """Names of the layers of a file; `*` before the folders of a KML stands for all of them together."""
    with _open(path) as opened:
        return [choice.name for choice in opened.choices()]


def read_layer(path: Path, crs: str | None = None, **more: Any) -> Layer:
    """Read a file by ReadOptions' names: `read_layer(path, "EPSG:2249", layer="grids")`."""
    return read_file(path, ReadOptions(crs, **more))


def read_file(path: Path, options: ReadOptions) -> Layer:
    """Read a GeoPackage, GeoJSON, KML or KMZ file, or an archive with one of these, a Shapefile or a geodatabase.

    `crs` (such as EPSG:2249, or gcj02) is what the caller knows of the numbers and outweighs what the file
    declares; without either they are degrees. `encoding` does the same for text. `layer` names one where the
    file holds several. What had to be left out or doubted is said in `reading.said`. A Problem `invalid` for files
    that cannot be read, and numbers that cannot be degrees although they are said or taken to be.
    """
    with _open(path) as opened:
        choice = _chosen(opened, options)
        raw, used, kind = _read(opened, choice, options)
    raw = cleaned(without_empty(raw.saying(*_left_out(opened)), opened.shown))
    if shapely.has_z(raw.shapes).any():
        raw = raw.saying(Words("高程（Z 值）已略去", "Heights (Z values) are left out"))
    if options.swap_axes:
        turned = shapely.transform(shapely.force_2d(raw.shapes), lambda xy: xy[:, ::-1])
        raw = replace(raw, shapes=turned).saying(Words("已交换坐标轴", "The axes were swapped, as told"))
    system = system_of(options.crs, raw.system)
    raw = to_degrees(raw, system, shown=opened.shown, near_lon=options.near_lon)
    if system.known_by == "assumed":
        raw = raw.saying(
            Words("文件未声明坐标系，按经纬度读取", "No system is declared: the numbers are read as degrees")
        )
    return Layer(raw.properties, raw.shapes, raw.notice, Reading(kind, system, used, raw.said), raw.numbers)


def _left_out(opened: _Opened) -> list[Words]:
    """What is said of Shapefiles that lie in the archive and cannot be read."""
    if not opened.without_table:
        return []
    names = shortened(opened.without_table)
    return [
        Words(
            f"没有读 {names}：缺少 .dbf，名称和编码在其中",
            f"Not read: {names}, without a .dbf, which holds names and codes",
        )
    ]


def _read(opened: _Opened, choice: _Choice, options: ReadOptions) -> tuple[Raw, str | None, str]:
    """The features as they are in the file, the encoding where there is a choice of one, and the format."""
    content, shown = choice.content, opened.shown
    path, said = opened.ready(content, options.encoding)
    if content.kind == "geojson":
        return read_geojson(path, shown), None, "geojson"
    if content.kind == "shapefile":
        raw, codec = read_shapefile(path, shown, options.encoding)
        return raw, codec, "shapefile"
    if content.kind == "kml":
        raw = read_kml(path, shown, choice.inner)
        told = None
    else:
        number = next(n for n, name in spatial_layers(path, shown) if printable(name) == choice.inner)
        raw, told = read_vector(path, shown, number), options.encoding
    text = decode_table(raw.properties, told=told, is_utf8=True)
    raw = replace(raw, properties=text.rows).saying(*said, *text.said)
    return raw, text.codec if text.codec != "utf-8" else None, content.kind


def _chosen(opened: _Opened, options: ReadOptions) -> _Choice:
    choices, wanted, shown = opened.choices(options.encoding), options.layer, opened.shown
    listed = shortened((choice.name for choice in choices), 20)
    if wanted is not None and wanted in opened.without_table:
        raise without_table(wanted)
    if not choices:
        raise refused(f"{shown} 没有要素", f"{shown} holds no feature")
    if wanted is not None:
        found = next((choice for choice in choices if choice.name == wanted), None)
        if found is None:
            raise refused(
                f"{shown} 没有图层 {wanted}，有：{listed}",
                f"{shown} has no layer {wanted}; there are: {listed}",
            )
        return found
    if len(choices) > 1 and not (choices[0].inner == ALL and len({id(c.content) for c in choices}) == 1):
        raise refused(
            f"{shown} 有多个图层，请用 --layer 指明其一（页面上选择图层）：{listed}",
            f"{shown} holds several layers; say which with --layer: {listed}",
        )
    return choices[0]
