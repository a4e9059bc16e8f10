"""Defects → a GeoJSON that any desktop GIS opens and the administrator's map shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import shapely

from gridops.territory.importing.topology.defects import Defect


def report_of(defects: Sequence[Defect]) -> dict[str, Any]:
    """A FeatureCollection (degrees, longitude first), one feature for each defect, the worst first."""
    ordered = sorted(defects, key=lambda d: (not d.is_error, -d.area_m2))
    return {"type": "FeatureCollection", "features": [_feature(d) for d in ordered]}


def _feature(defect: Defect) -> dict[str, Any]:
    geometry = None
    if defect.geometry is not None and not shapely.is_empty(defect.geometry):
        geometry = orjson.loads(shapely.to_geojson(defect.geometry))
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "kind": defect.kind,
            "codes": list(defect.codes),
            "area_m2": round(defect.area_m2, 2),
            "max_width_m": round(defect.max_width_m, 3),
            "severity": defect.severity,
            "hint": f"{defect.note}. {defect.hint}",
        },
    }
