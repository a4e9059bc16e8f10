"""Checking a file of areas, with or without the file of their parents. No database, nothing is written."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from gridops.territory.importing.content import content_of, text_of
from gridops.territory.importing.guessing import Guess, guess_fields
from gridops.territory.importing.reading import Layer, read_layer
from gridops.territory.importing.reading.systems import local_metres
from gridops.territory.importing.repairing import Repair, repair_areas
from gridops.territory.importing.suspecting import Suspicion, suspect_datum, suspect_place
from gridops.territory.importing.topology import (
    DEGREES,
    Areas,
    Context,
    Defect,
    Measure,
    Plane,
    check_layer,
    mended,
    parents_of,
)
from gridops.territory.refusing import refused


@dataclass(frozen=True)
class ReadOptions:
    """How a file is to be read: the caller's own word on each point, None where the file is to say."""

    crs: str | None = None
    encoding: str | None = None
    layer: str | None = None
    fields: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class Checked:
    """A file as it was understood and what is wrong with it; `layer.shapes` are the repaired ones, if any."""

    layer: Layer
    guess: Guess
    defects: list[Defect]
    suspicion: Suspicion | None
    repair: Repair | None
    seconds: float


def check_file(
    path: Path,
    asked: ReadOptions,
    *,
    parent: Path | None = None,
    parent_crs: str | None = None,
    repair_m: float | None = None,
) -> Checked:
    """Every defect of the areas in `path`, held against those of `parent`.

    Raises a Problem `invalid` for files that cannot be read or hold other things than areas.
    """
    began = time.perf_counter()
    layer = read_layer(path, asked.crs, encoding=asked.encoding, layer=asked.layer)
    require_polygons(path.name, layer)
    fields, upper_code = _own_fields(layer, asked, has_parents=parent is not None)
    guess = guess_fields(layer.properties, fields)
    areas = _areas(layer, guess)
    uppers = _uppers(parent, parent_crs, upper_code) if parent is not None else {}
    areas = replace(areas, parents=parents_of(areas, uppers))
    measure = Measure(local_metres(layer.shapes))
    planes = planes_of(layer, measure, has_uppers=bool(uppers))
    repair = None
    if repair_m is not None:
        repair = repair_areas(areas, uppers, repair_m, measure, planes[0])
        areas = replace(areas, shapes=repair.shapes)
        layer = replace(layer, shapes=repair.shapes)
    context = Context(
        measure,
        planes=planes,
        uppers=uppers or None,
        needs_all=False,
        has_codes="code" in guess.found,
    )
    defects = check_layer(areas, context)
    suspicion = suspect(areas, uppers, measure, defects) if uppers else None
    return Checked(layer, guess, defects, suspicion, repair, time.perf_counter() - began)


def require_polygons(name: str, layer: Layer) -> None:
    """Refuse a layer that holds anything but polygons, saying what it holds."""
    types = layer.types
    if not set(types) <= {"Polygon", "MultiPolygon"}:
        held = ", ".join(f"{n} {kind}" for kind, n in sorted(types.items()))
        raise refused(
            f"{name} 须全部为面，现有 {held}", f"{name} must be polygons throughout; it holds {held}"
        )


def planes_of(layer: Layer, measure: Measure, *, has_uppers: bool) -> tuple[Plane, ...]:
    """The file's own plane first, and for comparing with parents the other one: degrees or metres."""
    system = layer.reading.system
    if system.crs is None or system.is_degrees:
        return (DEGREES, Plane(measure.system)) if has_uppers else (DEGREES,)
    own = Plane(system.crs.to_epsg(min_confidence=70) or system.crs.to_wkt())
    return (own, DEGREES) if has_uppers else (own,)


def suspect(
    areas: Areas, uppers: Mapping[str, BaseGeometry], measure: Measure, defects: list[Defect]
) -> Suspicion | None:
    """Whether the coordinates are elsewhere, swapped or of another datum, judged by the parents' place."""
    extent = shapely.total_bounds(list(uppers.values()))
    place = suspect_place(areas.shapes, extent.tolist())
    if place is not None or not any(d.kind in ("gap", "outside_parent") for d in defects):
        return place
    return suspect_datum(areas.shapes, areas.parents, uppers, measure)


def _areas(layer: Layer, guess: Guess) -> Areas:
    draft = content_of(layer.properties, layer.shapes, fields=guess.fields, readers={})
    if "code" in guess.found:
        return draft.areas
    # Without codes a feature is named by its place in the file, as every desktop GIS can find it.
    return Areas([f"#{n + 1}" for n in range(len(layer.shapes))], [None] * len(layer.shapes), layer.shapes)


def _own_fields(
    layer: Layer, asked: ReadOptions, *, has_parents: bool
) -> tuple[Mapping[str, str | None], str | None]:
    """The fields named for this file, and the parents' code field where the name is none of this file's."""
    fields = asked.fields or {}
    wanted = fields.get("parent")
    if not has_parents or wanted is None or any(wanted in row for row in layer.properties):
        return fields, None
    return {**fields, "parent": None}, wanted


def _uppers(path: Path, crs: str | None, code: str | None) -> dict[str, BaseGeometry]:
    layer = read_layer(path, crs)
    require_polygons(path.name, layer)
    guess = guess_fields(layer.properties, {"code": code})
    if "code" not in guess.found:
        raise refused(f"{path.name} 中没有编码字段", f"{path.name} has no field that looks like a code")
    codes = [text_of(p.get(guess.fields.code)) for p in layer.properties]
    if len(set(codes)) < len(codes):
        raise refused(f"{path.name} 的编码有重复", f"{path.name} has the same code more than once")
    return dict(zip(codes, mended(layer.shapes), strict=True))
