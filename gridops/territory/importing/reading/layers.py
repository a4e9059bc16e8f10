"""A file of any of the four kinds → one Layer. The door of this folder: everything else here is behind it."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.importing.reading.encodings import BYTES_AS_THEY_ARE, choose, decode_rows, read_cpg
from gridops.territory.importing.reading.geojson import Raw, read_geojson
from gridops.territory.importing.reading.systems import System, system_of, to_degrees
from gridops.territory.importing.reading.unpacking import check_size, shapefiles_in, unpack
from gridops.territory.importing.reading.vectors import read_vector, spatial_layers, tell_format
from gridops.territory.refusing import refused
from gridops.words import Words


@dataclass(frozen=True)
class Reading:
    """How a file was understood: its format, its system, its encoding, and what there is to say about it."""

    format: str
    system: System
    encoding: str | None = None
    said: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Layer:
    """What a file holds: `properties[i]` belong to `shapes[i]` (EPSG:4490); `notice` is the file's own."""

    properties: list[dict[str, Any]]
    shapes: Shapes
    notice: str
    reading: Reading = field(default_factory=lambda: Reading("geojson", system_of(None, None)))

    @property
    def types(self) -> dict[str, int]:
        """How many features there are of each type of geometry."""
        return dict(Counter(shape.geom_type for shape in self.shapes))


def list_layers(path: Path) -> list[str]:
    """Names of the layers of a file; one without a name where its format knows none."""
    check_size(path)
    kind = tell_format(path)
    if kind == "zip":
        return sorted(shapefiles_in(path))
    return [path.stem] if kind == "geojson" else spatial_layers(path)


def read_layer(
    path: Path, crs: str | None = None, *, encoding: str | None = None, layer: str | None = None
) -> Layer:
    """Read a GeoPackage, GeoJSON, zipped Shapefile or KML file.

    `crs` (such as EPSG:2249, or gcj02) is what the caller knows of the numbers and outweighs what the file
    declares; without either they are degrees. `encoding` does the same for a Shapefile's text. `layer` names
    one where the file holds several. A Problem `invalid` for files that cannot be read, features without
    geometry, and numbers that cannot be degrees although they are said or taken to be.
    """
    check_size(path)
    kind = tell_format(path)
    said: list[Words] = []
    used: str | None = None
    if kind == "geojson":
        raw = read_geojson(path)
    elif kind == "zip":
        raw, used, said = _read_shapefile(path, encoding=encoding, layer=layer)
    else:
        raw = read_vector(path, layer=_one_layer(path, spatial_layers(path), layer))
    if shapely.has_z(raw.shapes).any():
        said.append(Words("高程（Z 值）已略去", "Heights (Z values) are left out"))
        raw = replace(raw, shapes=shapely.force_2d(raw.shapes))
    system = system_of(crs, raw.system)
    shapes, more = to_degrees(shapely.force_2d(raw.shapes), system)
    if system.known_by == "assumed":
        said.append(
            Words("文件未声明坐标系，按经纬度读取", "No system is declared: the numbers are read as degrees")
        )
    reading = Reading("shapefile" if kind == "zip" else kind, system, used, (*said, *more))
    return Layer(raw.properties, shapes, raw.notice, reading)


def _read_shapefile(path: Path, *, encoding: str | None, layer: str | None) -> tuple[Raw, str, list[Words]]:
    found = shapefiles_in(path)
    stem = _one_layer(path, sorted(found), layer)
    with tempfile.TemporaryDirectory(prefix="gridops-") as folder:
        shp = unpack(path, found[stem], Path(folder))
        raw = read_vector(shp, encoding=BYTES_AS_THEY_ARE)
        codec, said = choose(raw.properties, told=encoding, declared=read_cpg(shp))
    return replace(raw, properties=decode_rows(raw.properties, codec)), codec, said


def _one_layer(path: Path, names: list[str], wanted: str | None) -> str:
    listed = ", ".join(names)
    if wanted is not None:
        if wanted not in names:
            raise refused(
                f"{path.name} 没有图层 {wanted}：{listed}", f"{path.name} has no layer {wanted}: {listed}"
            )
        return wanted
    if not names:
        raise refused(f"{path.name} 没有要素", f"{path.name} holds no feature")
    if len(names) > 1:
        raise refused(
            f"{path.name} 有多个图层，请指明其一：{listed}",
            f"{path.name} holds several layers; say which with --layer: {listed}",
        )
    return names[0]
