"""Files as offices send them, made for a test: zipped Shapefiles in any encoding, GeoPackages, KML, archives."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

Rows = Sequence[Mapping[str, Any]]


def geojson(path: Path, shapes: Iterable[BaseGeometry], rows: Rows, **more: Any) -> Path:
    """A FeatureCollection; `more` are members of the document."""
    features = [
        {"type": "Feature", "properties": dict(row), "geometry": json.loads(shapely.to_geojson(shape))}
        for shape, row in zip(shapes, rows, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def vector(path: Path, shapes: Sequence[BaseGeometry], rows: Rows, *, driver: str, **more: Any) -> Path:
    """A file that GDAL writes, in EPSG:4490 unless `crs` says otherwise."""
    names = list(rows[0])
    columns = [np.array([row[name] for row in rows], dtype=object) for name in names]
    kind = {s.geom_type for s in shapes}
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=columns,
        fields=names,
        geometry_type=more.pop("geometry_type", kind.pop() if len(kind) == 1 else "Unknown"),
        crs=more.pop("crs", "EPSG:4490"),
        driver=driver,
        **more,
    )
    return path


def shapefile(
    folder: Path,
    shapes: Sequence[BaseGeometry],
    rows: Rows,
    *,
    encoding: str = "utf-8",
    cpg: str | None = None,
    prj: bool = True,
    **more: Any,
) -> Path:
    """A zipped Shapefile whose text is in `encoding` and whose .cpg, if any, says `cpg`."""
    made = folder / "made"
    made.mkdir(exist_ok=True)
    # Written byte by byte: what GDAL is told to leave alone arrives in the table as it is.
    raw = [{_as_bytes(k, encoding): _as_bytes(v, encoding) for k, v in row.items()} for row in rows]
    vector(made / "layer.shp", shapes, raw, driver="ESRI Shapefile", encoding="ISO-8859-1", **more)
    target = folder / "offices.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(made.iterdir()):
            if part.suffix in {".shp", ".shx", ".dbf"} or (part.suffix == ".prj" and prj):
                archive.write(part, f"村界/{part.name}")
        if cpg is not None:
            archive.writestr("村界/layer.cpg", cpg)
    return target


def _as_bytes(value: Any, encoding: str) -> Any:
    return value.encode(encoding).decode("latin-1") if isinstance(value, str) else value


def archive_of(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip archive of anything."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def squares(count: int = 5, size: float = 0.01) -> list[BaseGeometry]:
    """Squares side by side, as in the made-up district of shapes/."""
    return [shapely.box(120.0 + i * size, 36.0, 120.0 + (i + 1) * size, 36.0 + size) for i in range(count)]


def named(*names: str) -> list[dict[str, str]]:
    """Rows with a code and a name each."""
    return [{"code": f"9999010{n:02d}", "name": name} for n, name in enumerate(names, start=1)]
