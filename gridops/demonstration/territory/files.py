"""Features written as GeoJSON: one feature a line, the notice first, the same bytes for the same content."""

import json
from pathlib import Path
from typing import Any

Feature = dict[str, Any]

NOTICE = "示意，不作为划界依据 (synthetic, for demonstration only)"
_HEAD = {
    "type": "FeatureCollection",
    "synthetic": True,
    "notice": NOTICE,
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}},
}


def feature(geometry_type: str, coordinates: Any, /, **properties: Any) -> Feature:
    """One feature; a Polygon is given as its one ring, the others as GeoJSON has them."""
    inner = [coordinates] if geometry_type == "Polygon" else coordinates
    geometry = {"type": geometry_type, "coordinates": inner}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_features(path: Path, features: list[Feature]) -> int:
    """Writes a FeatureCollection; the number of features."""
    head = _compact({**_HEAD, "name": path.stem})[:-1]
    lines = ",\n".join(_compact(one) for one in features)
    path.write_text(f'{head},"features":[\n{lines}\n]}}\n', encoding="utf-8", newline="\n")
    return len(features)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
