"""A file, read and held against the set it is meant for. Nothing is written: what an import is decided upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.territory.importing import queries, topology
from gridops.territory.importing.checking import planes_of, suspect
from gridops.territory.importing.content import LayerContent, Reader, content_of
from gridops.territory.importing.guessing import FieldMap, Guess, columns_in, guess_fields
from gridops.territory.importing.polygons import polygons_of
from gridops.territory.importing.reading import PRECISION_DEG, Layer, ReadOptions, read_file
from gridops.territory.importing.reading.zones import meridian_of
from gridops.territory.importing.repairing import MOST_TOLERANCE_M, Repair, repair_areas
from gridops.territory.importing.suspecting import Suspicion, suspect_place
from gridops.territory.importing.topology import Context, Defect, Measure
from gridops.territory.models import BoundarySet, Deployment
from gridops.territory.refusing import refused
from gridops.territory.rules import FEATURE_KINDS, GROUP_KINDS, LAYERS
from gridops.territory.sets.drafting import draft_set, require_draft
from gridops.territory.sets.queries.finding import codes_in, find_set, get_deployment


@dataclass(frozen=True)
class LayerPlan:
    """Where a layer goes and how its file is to be read. `readers` outweigh the fields."""

    level: str
    set_name: str
    asked: ReadOptions = field(default_factory=ReadOptions)
    readers: Mapping[str, Reader] = field(default_factory=dict)
    dissolve: bool = False
    replace_layer: bool = False
    repair_m: float | None = None


@dataclass(frozen=True)
class Prepared:
    """A layer ready to be decided upon: as drafted (repaired, if asked), with every defect and suspicion.

    `layer` is the file as it was read; `draft` is None for roads, water and places. `target` is the set that it
    was held against, None where that is still to be made.
    """

    plan: LayerPlan
    layer: Layer
    guess: Guess
    draft: LayerContent | None
    defects: list[Defect]
    suspicion: Suspicion | None
    repair: Repair | None
    target: UUID | None = None

    @property
    def count(self) -> int:
        """How many rows it would make."""
        return len(self.layer.shapes) if self.draft is None else len(self.draft.codes)


def prepare(session: Session, path: Path, plan: LayerPlan) -> Prepared:
    """Read `path` and check it for its place. Raises a Problem for what cannot be read or has no place."""
    if plan.level not in LAYERS:
        raise refused(f"不认识图层 {plan.level}", f"{plan.level} is none of {', '.join(LAYERS)}")
    deployment = get_deployment(session)
    layer = read_file(path, replace(plan.asked, near_lon=_longitude_of(session, deployment)))
    target = _target(session, plan)
    if plan.level in FEATURE_KINDS:
        return Prepared(plan, layer, Guess(FieldMap(), {"name": "name"}), None, [], None, None, target)
    guess = guess_fields(layer.properties, plan.asked.fields)
    if "code" not in guess.found and not plan.readers.get("code"):
        listed = ", ".join(layer.properties[0]) or "-"
        problem = refused(
            f"没有看似编码的字段，请指明；现有：{listed}",
            f"No field looks like a code: say which with --code-field; there are: {listed}",
        )
        problem.extra["columns"] = columns_in(layer.properties)
        raise problem
    if plan.level not in GROUP_KINDS:
        layer = polygons_of(path.name, layer)
    draft = content_of(layer, fields=guess.fields, readers=plan.readers)
    if plan.level in GROUP_KINDS:
        draft, defects = _check_groups(session, target, plan, draft, deployment)
        return Prepared(plan, layer, guess, draft, defects, None, None, target)
    read = Prepared(plan, layer, guess, draft, [], None, None, target)
    return _check_areas(session, target, deployment, read)


def _longitude_of(session: Session, deployment: Deployment) -> float | None:
    """About where the deployment lies: its district's middle, before there is one its measure's meridian."""
    held = queries.shapes_in_force(session, [deployment.district_code])
    if held:
        west, _, east, _ = shapely.from_wkb(next(iter(held.values()))).bounds
        return float(west + east) / 2
    return meridian_of(deployment.measure_srid)


def _target(session: Session, plan: LayerPlan) -> UUID | None:
    """The draft's id, None where it is still to be made; a Problem where the layer has no place in it."""
    found = find_set(session, plan.set_name)
    if found is None:
        return None
    require_draft(found)
    if queries.holds_layer(session, found.id, plan.level) and not plan.replace_layer:
        zh, en = f"{found.name} 已有图层 {plan.level}", f"{found.name} holds {plan.level} already"
        raise Problem("conflict", (f"{zh}；如需替换请说明", f"{en}; say so if it is to be replaced"))
    return found.id


def hold_target(session: Session, prepared: Prepared, *, source: str) -> BoundarySet:
    """The draft that a layer was prepared for, locked and still fit for it; made where it is new.

    Preparing takes seconds and locks nothing: a Problem `conflict` where the set went into force, was given up or
    made, or took the layer since.
    """
    plan = prepared.plan
    if _target(session, plan) != prepared.target:
        zh = f"{plan.set_name} 已另行建立，请重新检查"
        raise Problem("conflict", (zh, f"{plan.set_name} was made anew: examine the file again"))
    target = draft_set(session, plan.set_name, source=source, notice=prepared.layer.notice)
    _target(session, plan)
    return target


def _check_groups(
    session: Session, target: UUID | None, plan: LayerPlan, draft: LayerContent, deployment: Deployment
) -> tuple[LayerContent, list[Defect]]:
    """Groups: their members must stand in the set."""
    level = "village" if plan.level == "village_group" else "township"
    members = codes_in(session, target, level) if target else frozenset()
    draft = replace(draft, parents=[p or deployment.district_code for p in draft.parents])
    defects = topology.check_codes(draft.codes, [None] * len(draft.codes))
    for code, mine in zip(draft.codes, draft.members, strict=True):
        if not mine or not members.issuperset(mine):
            note = f"{code} has members that are not in the set, or none"
            hint = "先载入成员 Load the members first, or correct member_codes."
            defects.append(topology.Defect("invalid", (code,), "error", note, hint, is_waivable=False))
    return draft, defects + topology.check_validity(draft.codes, draft.shapes)


def _check_areas(session: Session, target: UUID | None, deployment: Deployment, found: Prepared) -> Prepared:
    """Areas of one level: codes, validity and coverage checked against the level above."""
    plan, draft = found.plan, found.draft
    assert draft is not None
    level = "grid" if plan.level == "special_grid" else plan.level
    uppers = _uppers(session, target, level)
    defects: list[Defect] = []
    measure = Measure(deployment.measure_srid)
    if plan.dissolve:
        defects, draft = _dissolved(draft, measure)
    draft = draft.with_parents(uppers)
    planes = planes_of(found.layer, measure, has_uppers=bool(uppers))
    repair = None
    if plan.repair_m is not None:
        tolerance = check_tolerance(plan.repair_m)
        repair = repair_areas(draft.areas, uppers, tolerance, measure, planes[0])
        draft = replace(draft, shapes=repair.shapes)
    taken = queries.codes_beside(session, target, plan.level) if target else frozenset()
    context = Context(
        measure,
        planes=planes,
        uppers=uppers or None,
        taken=taken,
        retired=queries.retired_codes(session, draft.codes),
        is_complete=plan.level != "special_grid",
        has_codes=True,
    )
    if not plan.dissolve:
        defects += topology.check_layer(draft.areas, context)
    else:
        defects += topology.check_codes(draft.codes, draft.parents, taken=taken, retired=context.retired)
    doubt = _suspicion(session, draft, uppers, measure, defects)
    return replace(found, draft=draft, defects=defects, suspicion=doubt, repair=repair)


def check_tolerance(repair_m: float) -> float:
    """The tolerance of a repair, or a Problem for one that is none."""
    if not 0.02 <= repair_m <= MOST_TOLERANCE_M:
        raise refused(
            f"容差须在 0.02 至 {MOST_TOLERANCE_M:.0f} 米之间",
            f"The tolerance of a repair is 0.02 to {MOST_TOLERANCE_M:.0f} metres",
        )
    return repair_m


def _dissolved(draft: LayerContent, measure: Measure) -> tuple[list[Defect], LayerContent]:
    """One area of all features, with what was wrong with them and the holes between them."""
    defects = topology.check_validity(draft.codes, draft.shapes)
    sound = shapely.set_precision(topology.mended(draft.shapes), PRECISION_DEG)
    whole = replace(draft, shapes=sound).dissolved()
    holes = topology.check_holes(whole.codes, whole.shapes, topology.DEGREES, measure, suspects=np.arange(1))
    return defects + holes, whole


def _uppers(session: Session, target: UUID | None, level: str) -> dict[str, BaseGeometry]:
    rows = queries.upper_areas(session, target, level) if target else {}
    if level != "district" and not rows:
        raise Problem("conflict", ("请先载入区县", "Load the district first: all else lies in it"))
    return {code: shapely.from_wkb(wkb) for code, wkb in rows.items()}


def _suspicion(
    session: Session,
    draft: LayerContent,
    uppers: Mapping[str, BaseGeometry],
    measure: Measure,
    defects: list[Defect],
) -> Suspicion | None:
    if uppers:
        return suspect(draft.areas, uppers, measure, defects)
    # A district has no parent: it is held against the one in force, by its code, or at least by its place.
    mine = get_deployment(session).district_code
    held = queries.shapes_in_force(session, [*draft.codes, mine])
    known = {code: shapely.from_wkb(wkb) for code, wkb in held.items()}
    if not known:
        return None
    if not set(known) & set(draft.codes):
        return suspect_place(draft.shapes, known[mine].bounds)
    known = {code: shape for code, shape in known.items() if code in draft.codes}
    areas = replace(draft.areas, parents=[code if code in known else None for code in draft.codes])
    gap = [Defect("gap", (), "warning", "", "")]
    return suspect(areas, known, measure, gap)
