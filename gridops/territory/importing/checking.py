"""Checking a file of areas, with or without the file of their parents. No database, nothing is written."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from gridops.territory.importing.content import content_of
from gridops.territory.importing.guessing import Guess, guess_fields
from gridops.territory.importing.polygons import polygons_of
from gridops.territory.importing.reading import Layer, ReadOptions, read_file
from gridops.territory.importing.reading.raw import shortened
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
from gridops.territory.importing.values import code_text
from gridops.territory.refusing import refused
from gridops.words import Words


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
    upper = None if parent is None else _polygons(parent, ReadOptions(parent_crs, near_lon=asked.near_lon))
    layer = _polygons(path, asked)
    if parent is not None and upper is not None:
        layer = _with_remarks(layer, parent.name, upper)
    fields, upper_code = _own_fields(layer, asked, upper)
    guess = guess_fields(layer.properties, fields)
    areas = _areas(layer, guess)
    uppers = {} if parent is None or upper is None else _uppers(parent.name, upper, upper_code)
    is_told = fields.get("parent") is not None
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
        # Codes of a national list need not begin with their parent's where a field says whose they are.
        are_nested=not is_told,
    )
    defects = check_layer(areas, context)
    suspicion = suspect(areas, uppers, measure, defects) if uppers else None
    return Checked(layer, guess, defects, suspicion, repair, time.perf_counter() - began)


def _polygons(path: Path, asked: ReadOptions) -> Layer:
    return polygons_of(path.name, read_file(path, asked))


def _with_remarks(layer: Layer, name: str, upper: Layer) -> Layer:
    """The layer with what there was to say about the parents' file too."""
    more = [Words(f"{name}：{words.zh}", f"{name}: {words.en}") for words in upper.reading.said]
    return replace(layer, reading=replace(layer.reading, said=(*layer.reading.said, *more)))


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
    draft = content_of(layer, fields=guess.fields, readers={})
    if "code" in guess.found:
        return draft.areas
    # Without codes a feature is named by its place in the file, as every desktop GIS can find it.
    return Areas([f"#{n}" for n in layer.numbers], [None] * len(layer.shapes), layer.shapes)


def _own_fields(
    layer: Layer, asked: ReadOptions, upper: Layer | None
) -> tuple[Mapping[str, str | None], str | None]:
    """The fields named for this file, and the parents' code field where the name is one of theirs.

    Where both files have a field of that name, it is the code there and the reference here, if what stands here is
    found there; else (as with each one's own parent) it is only the reference.
    """
    fields = asked.fields or {}
    wanted = fields.get("parent")
    if upper is None or wanted is None:
        return fields, None
    is_here = any(wanted in row for row in layer.properties)
    theirs = [code_text(row.get(wanted)) for row in upper.properties if wanted in row]
    if not is_here:
        return ({**fields, "parent": None}, wanted) if theirs else (fields, None)
    mine = {code_text(row.get(wanted)) for row in layer.properties}
    is_theirs = len(set(theirs)) == len(theirs) == len(upper.properties) and bool(mine & set(theirs))
    return fields, wanted if is_theirs else None


def _uppers(name: str, layer: Layer, code: str | None) -> dict[str, BaseGeometry]:
    guess = guess_fields(layer.properties, {"code": code})
    if "code" not in guess.found:
        raise refused(
            f"{name} 中没有编码字段，请用 --parent-code 指明",
            f"{name} has no field that looks like a code: say which with --parent-code",
        )
    codes = content_of(layer, fields=guess.fields, readers={}).codes
    twice = [shown for shown, n in Counter(codes).items() if n > 1]
    if twice:
        raise refused(
            f"{name} 的编码有重复：{shortened(twice)}",
            f"{name} has the same code more than once: {shortened(twice)}",
        )
    return dict(zip(codes, mended(layer.shapes), strict=True))
