"""What an administrator is shown of a file before anything is written, and what binds his yes to it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson
import shapely

from gridops.geo.arrays import Shapes
from gridops.territory.importing.guessing import samples_of
from gridops.territory.importing.preparing import Prepared
from gridops.territory.importing.topology import Defect, count_by_kind, errors_of, report_of
from gridops.territory.importing.values import name_text

#: A map of more defects shows nothing; the report in full is the command's.
_MOST_DEFECTS = 2_000
#: Larger layers' outlines are simplified to this share of the layer's width.
_SIMPLIFIED = 2_000.0
_PLAIN_VERTICES = 150_000


def names_of(prepared: Prepared) -> list[str]:
    """The first five names as they would be written."""
    if prepared.draft is not None:
        return list(dict.fromkeys(prepared.draft.names))[:5]
    return samples_of(prepared.layer.properties, "name")


def rows_of(prepared: Prepared) -> list[dict[str, Any]]:
    """The first five rows as they would be written: code, name, parent."""
    draft = prepared.draft
    if draft is None:
        return []
    return [
        {"code": code, "name": draft.names[n], "parent_code": draft.parents[n]}
        for n, code in enumerate(draft.codes[:5])
    ]


def summary_of(defects: Sequence[Defect]) -> dict[str, Any]:
    """Counts by kind, how many are errors, and the worst as a FeatureCollection."""
    report = report_of(defects)
    report["features"] = report["features"][:_MOST_DEFECTS]
    warnings = [d for d in defects if not d.is_error]
    return {
        "counts": count_by_kind(defects),
        "errors": len(errors_of(defects)),
        "warnings": count_by_kind(warnings),
        "report": report,
    }


def outlines_of(prepared: Prepared) -> dict[str, Any]:
    """The layer as the map shows it before it is anything: with code and name, simplified where it is large."""
    shapes = prepared.layer.shapes if prepared.draft is None else prepared.draft.shapes
    west, south, east, north = shapely.total_bounds(shapes)
    simple: Shapes = shapes
    if shapely.get_num_coordinates(shapes).sum() > _PLAIN_VERTICES:
        simple = shapely.simplify(shapes, max(east - west, north - south) / _SIMPLIFIED)
    features = []
    for n, shape in enumerate(simple):
        about = prepared.layer.properties[n] if prepared.draft is None else {}
        code = prepared.draft.codes[n] if prepared.draft is not None else ""
        name = prepared.draft.names[n] if prepared.draft is not None else name_text(about.get("name"))
        features.append(
            {
                "type": "Feature",
                "properties": {"code": code, "name": name},
                "geometry": orjson.loads(shapely.to_geojson(shape)),
            }
        )
    return {"type": "FeatureCollection", "features": features}


def seal_of(prepared: Prepared, upload: str) -> str:
    """A short text that changes with the file, with how it is read, and with what is wrong with it."""
    plan = prepared.plan
    shown = {
        "upload": upload,
        "plan": [plan.level, plan.set_name, plan.replace_layer, plan.repair_m],
        "asked": [plan.asked.crs, plan.asked.encoding, plan.asked.layer, plan.asked.swap_axes],
        "found": sorted(prepared.guess.found.items()),
        "count": prepared.count,
        "defects": [[d.kind, list(d.codes), round(d.area_m2, 1)] for d in prepared.defects],
    }
    return hashlib.sha256(orjson.dumps(shown)).hexdigest()[:32]
