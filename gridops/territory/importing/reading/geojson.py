"""GeoJSON → properties, shapes, the declared system and the file's own notice. No number is changed here.

Read without GDAL, which drops foreign members and mends rings that are none without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.refusing import refused


@dataclass(frozen=True)
class Raw:
    """Features as a file has them: `system` is the name or WKT that it declares."""

    properties: list[dict[str, Any]]
    shapes: Shapes
    system: str | None
    notice: str = ""


def read_geojson(path: Path) -> Raw:
    """A FeatureCollection; a Problem `invalid` for anything else and for features without geometry."""
    document = _document(path)
    features = document["features"]
    shapes = _shapes(features)
    properties = [_properties(feature) for feature in features]
    return Raw(properties, shapes, _declared(document), str(document.get("notice") or ""))


def _document(path: Path) -> dict[str, Any]:
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except OSError as error:
        raise refused(f"无法读取文件 {path}", f"{path} cannot be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise refused(f"{path.name} 不是 GeoJSON", f"{path.name} is not GeoJSON: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise refused(f"{path.name} 不是要素集合", f"{path.name} is no GeoJSON FeatureCollection")
    if not document["features"]:
        raise refused(f"{path.name} 没有要素", f"{path.name} holds no feature")
    return document


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return dict(found) if isinstance(found, dict) else {}


def _shapes(features: list[Any]) -> Shapes:
    shapes = np.empty(len(features), dtype=object)
    for n, feature in enumerate(features):
        shapes[n] = _shape(feature, n)
    return shapes


def _shape(feature: Any, n: int) -> Any:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if geometry:
        try:
            shape = shapely.from_geojson(orjson.dumps(geometry))
            if not shapely.is_empty(shape):
                return shape
        except shapely.GEOSException as error:
            raise refused(f"第 {n + 1} 个要素的几何无法读取", f"Feature {n + 1}: {error}") from error
    raise refused(f"第 {n + 1} 个要素没有几何", f"Feature {n + 1} has no geometry")


def _declared(document: dict[str, Any]) -> str | None:
    crs = document.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None
