"""GeoPackage, KML and Shapefile through GDAL → properties and shapes. The format is told by content, not by name."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from gridops.territory.importing.reading.geojson import Raw
from gridops.territory.refusing import refused


def tell_format(path: Path, shown: str | None = None) -> str:
    """geojson | gpkg | kml | zip, by the first bytes; a Problem for anything else, with the name `shown`."""
    name = shown or path.name
    with path.open("rb") as file:
        head = file.read(4096)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    if text.startswith((b"{", b"[")):
        return "geojson"
    if text.startswith(b"<"):
        return _check_kml(name, head)
    if head.startswith(b"\x00\x00\x27\x0a"):
        raise refused(
            f"{name} 是单独的 .shp，请连同 .dbf、.prj、.cpg 打成 zip",
            f"{name} is a lone .shp: zip it with its .dbf, .prj and .cpg",
        )
    raise refused(
        f"{name} 不是 GeoPackage、GeoJSON、KML 或打包的 Shapefile",
        f"{name} is none of GeoPackage, GeoJSON, zipped Shapefile, KML; it is not GeoJSON by its first byte",
    )


def _check_kml(name: str, head: bytes) -> str:
    # GDAL reads other XML too, such as recipes that name further files of this machine.
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"<kml" not in head:
        raise refused(f"{name} 不是 KML", f"{name} is XML, and no KML")
    return "kml"


def spatial_layers(path: Path) -> list[str]:
    """Names of the layers of a GeoPackage or KML file that hold geometry, empty ones left out."""
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        return [n for n in names if pyogrio.read_info(path, layer=n, force_feature_count=True)["features"]]
    except (DataSourceError, DataLayerError) as error:
        raise _unreadable(path, error) from error


def read_vector(path: Path, *, layer: str | None = None, encoding: str | None = None) -> Raw:
    """One layer of a file that GDAL reads; `encoding` is for Shapefiles only."""
    try:
        with warnings.catch_warnings():
            # What GDAL merely remarks on (ring order, measures) is judged by our own checks.
            warnings.simplefilter("ignore")
            meta, _, wkb, columns = pyogrio.raw.read(
                path, layer=layer, encoding=encoding, datetime_as_string=True
            )
    except (DataSourceError, DataLayerError, FieldError, UnicodeError, ValueError) as error:
        raise _unreadable(path, error) from error
    if wkb is None or not len(wkb):
        raise refused(f"{path.name} 没有要素", f"{path.name} holds no feature")
    shapes = np.array(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    for n, shape in enumerate(shapes):
        if shape is None or shapely.is_empty(shape):
            raise refused(f"第 {n + 1} 个要素没有几何", f"Feature {n + 1} has no geometry")
    names = [str(name) for name in meta["fields"]]
    lists = [[_plain(v) for v in column] for column in columns]
    properties = [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)] if lists else []
    return Raw(properties or [{} for _ in shapes], shapes, _system_name(meta["crs"]))


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    return list(value) if isinstance(value, np.ndarray) else value


def _system_name(crs: Any) -> str | None:
    text = str(crs or "").strip()
    return None if not text or text.lower().startswith(("local_cs", "engcrs", "undefined")) else text


def _unreadable(path: Path, error: Exception) -> Exception:
    said = str(error).replace(str(path.parent), "").strip("/ ")[:200]
    return refused(f"{path.name} 无法读取", f"{path.name} cannot be read: {said}")
