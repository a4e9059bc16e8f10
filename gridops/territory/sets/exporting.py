"""A layer of a set as a file to take away: GeoPackage, GeoJSON or zipped Shapefile. What comes in are rows.

Coordinates are CGCS2000 degrees (EPSG:4490), longitude first, as they are stored.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import orjson
import shapely

from gridops.db.session import Session
from gridops.geo.arrays import Shapes
from gridops.territory.models import BoundarySet
from gridops.territory.rules import FEATURE_KINDS, GROUP_KINDS
from gridops.territory.sets.queries.exporting import area_layer, feature_layer, group_layer

FORMATS = {
    "gpkg": ("application/geopackage+sqlite3", "gpkg"),
    "geojson": ("application/geo+json", "geojson"),
    "shp": ("application/zip", "zip"),
}
ENCODINGS = ("utf-8", "gb18030")
_CRS = "EPSG:4490"
_URN = "urn:ogc:def:crs:EPSG::4490"

#: Column → (field's name within the ten bytes that a Shapefile has, kind of number; None for text).
_AREA_FIELDS: dict[str, tuple[str, str | None]] = {
    "code": ("code", None),
    "name": ("name", None),
    "short_name": ("short_name", None),
    "level": ("level", None),
    "kind": ("kind", None),
    "parent_code": ("parent", None),
    "households": ("households", "int32"),
    "people": ("people", "int32"),
    "area_m2": ("area_m2", "float64"),
}
_GROUP_FIELDS: dict[str, tuple[str, str | None]] = {
    "code": ("code", None),
    "name": ("name", None),
    "kind": ("kind", None),
    "parent_code": ("parent", None),
    "members": ("members", None),
}
_FEATURE_FIELDS: dict[str, tuple[str, str | None]] = {"name": ("name", None), "class": ("class", None)}
_MULTI = {0: "Point", 1: "MultiLineString", 2: "MultiPolygon"}
_SUFFIX = {0: "_point", 1: "_line", 2: "_area"}
#: What a Shapefile's own text can hold in a field.
_MOST_TEXT = 254


@dataclass(frozen=True)
class OutgoingLayer:
    """A layer on its way out: its file's name, the fields, rows and shapes (degrees) side by side."""

    name: str
    notice: str
    fields: dict[str, tuple[str, str | None]]
    rows: Sequence[Any]
    shapes: Shapes


def read_layer_of(session: Session, found: BoundarySet, layer: str) -> OutgoingLayer:
    """A layer (a level, `special_grid`, a kind of group, roads, water or places) of a set."""
    if layer in FEATURE_KINDS:
        rows, fields = feature_layer(session, found.id, layer), _FEATURE_FIELDS
    elif layer in GROUP_KINDS:
        rows, fields = group_layer(session, found.id, layer), _GROUP_FIELDS
    else:
        is_special = layer == "special_grid"
        rows = area_layer(session, found.id, "grid" if is_special else layer, special=is_special)
        fields = _AREA_FIELDS
    shapes: Shapes = np.array(shapely.from_wkb([bytes(row.wkb) for row in rows]), dtype=object)
    return OutgoingLayer(layer, found.notice, fields, rows, shapes)


def write_file(layer: OutgoingLayer, form: str, encoding: str = "utf-8") -> bytes:
    """The file's bytes in one of FORMATS; `encoding` is a Shapefile's, the others are UTF-8 by definition."""
    if form == "geojson":
        return _geojson(layer)
    with TemporaryDirectory() as folder:
        if form == "gpkg":
            path = Path(folder) / f"{layer.name}.gpkg"
            _write(path, layer, layer.shapes, np.arange(len(layer.rows)), driver="GPKG")
            return path.read_bytes()
        return _shapefile(layer, Path(folder), encoding)


def _geojson(layer: OutgoingLayer) -> bytes:
    geometries = shapely.to_geojson(layer.shapes)
    features = [
        {
            "type": "Feature",
            "properties": {column: getattr(row, column) for column in layer.fields},
            "geometry": orjson.Fragment(geometry),
        }
        for row, geometry in zip(layer.rows, geometries, strict=True)
    ]
    crs = {"type": "name", "properties": {"name": _URN}}
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "name": layer.name,
            "notice": layer.notice,
            "crs": crs,
            "features": features,
        }
    )


def _shapefile(layer: OutgoingLayer, folder: Path, encoding: str) -> bytes:
    """One Shapefile for each kind of geometry, since it holds one only, with its encoding beside it."""
    dimensions = shapely.get_dimensions(layer.shapes)
    kinds = np.unique(dimensions).tolist() or [2]
    for kind in kinds:
        at = np.flatnonzero(dimensions == kind)
        path = folder / f"{layer.name}{_SUFFIX[kind] if len(kinds) > 1 else ''}.shp"
        _write(path, layer, layer.shapes[at], at, driver="ESRI Shapefile", encoding=encoding)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            # A fixed time: the same layer gives the same bytes.
            archive.writestr(zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0)), path.read_bytes())
    return packed.getvalue()


def _write(
    path: Path,
    layer: OutgoingLayer,
    shapes: Shapes,
    at: np.ndarray[Any, Any],
    *,
    driver: str,
    encoding: str | None = None,
) -> None:
    kinds = np.unique(shapely.get_dimensions(shapes)).tolist()
    geometry_type = _MULTI[kinds[0]] if len(kinds) == 1 else "Unknown" if kinds else "MultiPolygon"
    rows = [layer.rows[n] for n in at.tolist()]
    columns = [
        (name, kind, [getattr(row, column) for row in rows]) for column, (name, kind) in layer.fields.items()
    ]
    # Loaded where it is used: a process that answers reports never needs it.
    import pyogrio.raw

    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(_as_multi(shapes, geometry_type)),
        field_data=[_values(values, kind, is_cut=driver != "GPKG") for _, kind, values in columns],
        field_mask=[np.array([v is None for v in values]) for _, _, values in columns],
        fields=[name for name, _, _ in columns],
        layer=layer.name if driver == "GPKG" else None,
        driver=driver,
        geometry_type=geometry_type,
        crs=_CRS,
        encoding=encoding,
    )


def _values(values: list[Any], kind: str | None, *, is_cut: bool) -> np.ndarray[Any, Any]:
    if kind is not None:
        return np.array([0 if v is None else v for v in values], dtype=kind)
    return np.array([v[:_MOST_TEXT] if v and is_cut else v for v in values], dtype=object)


def _as_multi(shapes: Shapes, geometry_type: str) -> Shapes:
    if geometry_type == "MultiPolygon":
        return np.array([shapely.multipolygons(shapely.get_parts(s)) for s in shapes], dtype=object)
    if geometry_type == "MultiLineString":
        return np.array([shapely.multilinestrings(shapely.get_parts(s)) for s in shapes], dtype=object)
    return shapes
