"""Importing a layer into a draft set: read, check, refuse or waive, write, log. Repairs nothing silently.

One call is one layer whole; it runs in the caller's transaction, so a refusal leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import shapely

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory import queries, topology
from gridops.territory.models import BoundarySet, Waiver
from gridops.territory.queries import loading
from gridops.territory.queries.sets import find_set
from gridops.territory.reading import PRECISION_DEG, Layer, read_layer, refused, to_metres
from gridops.territory.rules import FEATURE_KINDS, GROUP_KINDS, LEVELS, Floats, Shapes
from gridops.territory.shaping import Draft, FieldMap, area_rows, feature_rows, group_rows, shape_draft
from gridops.territory.topology import Defect

LAYERS = (*LEVELS, "special_grid", *GROUP_KINDS, *FEATURE_KINDS)


@dataclass(frozen=True)
class ImportReport:
    """What was loaded: how many, of how many defects of each kind it was let in, what was replaced."""

    set_id: UUID
    level: str
    count: int
    waived: Mapping[str, int] = field(default_factory=dict)
    replaced: int = 0


class LayerRefused(Problem):
    """A layer with defects that were not waived; `defects` names every one of them."""

    def __init__(self, layer: str, defects: Sequence[Defect]) -> None:
        self.defects = tuple(defects)
        counts = ", ".join(f"{n} {kind}" for kind, n in topology.count_by_kind(defects).items())
        lines = "".join(f"\n  {d.kind}: {d.note}" for d in topology.worst(defects))
        super().__init__("invalid", (f"{layer} 未载入：{counts}{lines}", f"{layer} refused: {counts}{lines}"))


def import_layer(  # noqa: PLR0913 - a file, where it goes, and how it is to be read
    session: Session,
    path: Path,
    *,
    level: str,
    set_name: str,
    crs: str | None = None,
    waivers: Mapping[str, str] | None = None,
    fields: FieldMap | None = None,
    code_of: Callable[[dict[str, Any]], str] | None = None,
    name_of: Callable[[dict[str, Any]], str] | None = None,
    parent_of: Callable[[dict[str, Any]], str] | None = None,
    dissolve: bool = False,
    replace_layer: bool = False,
    source: str | None = None,
) -> ImportReport:
    """Load a GeoJSON file as one layer (a name of LAYERS) of the draft set `set_name`, made where it is new.

    `waivers` maps kinds of defects to the reason why they are let in; `fields` names the properties to read,
    `code_of`, `name_of` and `parent_of` outweigh it; `dissolve` makes one area of all features. Raises
    LayerRefused for defects, a Problem `invalid` for a file that cannot be used, `conflict` for a set that is
    no draft or holds the layer already.
    """
    _check_waivers(level, waivers or {})
    deployment = queries.get_deployment(session)
    layer = read_layer(path, crs)
    draft_set = _draft_set(session, set_name, source=source or path.name, notice=layer.notice)
    replaced = _make_room(session, draft_set, level, is_wanted=replace_layer)
    draft = shape_draft(
        layer.properties,
        layer.shapes,
        fields=fields or FieldMap(),
        readers={"code": code_of, "name": name_of, "parent": parent_of},
    )
    job = _Job(session, draft_set.id, level, deployment.measure_srid, dict(waivers or {}))
    if level in FEATURE_KINDS:
        count = job.write_features(layer)
    elif level in GROUP_KINDS:
        count = job.write_groups(draft)
    else:
        count = job.write_areas(draft, dissolve=dissolve)
    _log(session, draft_set, deployment.district_code, job, count)
    return ImportReport(draft_set.id, level, count, job.waived, replaced)


def _check_waivers(level: str, waivers: Mapping[str, str]) -> None:
    if level not in LAYERS:
        raise refused(f"不认识图层 {level}", f"{level} is none of {', '.join(LAYERS)}")
    for kind, reason in waivers.items():
        if kind not in topology.WAIVABLE:
            raise refused(f"{kind} 不能豁免", f"{kind} cannot be waived; {', '.join(topology.WAIVABLE)} can")
        if not reason.strip():
            raise refused(f"豁免 {kind} 须说明理由", f"Waiving {kind} needs a reason")


def _draft_set(session: Session, name: str, *, source: str, notice: str) -> BoundarySet:
    found = find_set(session, name)
    if found is None:
        found = BoundarySet(name=name, state="draft", source=source, notice=notice)
        session.add(found)
        session.flush()
    if found.state != "draft":
        zh, en = f"{name} 不是草稿，不能再改", f"{name} is {found.state}: only a draft is changed"
        raise Problem("conflict", (zh, en))
    return found


def _make_room(session: Session, draft_set: BoundarySet, level: str, *, is_wanted: bool) -> int:
    if not loading.holds_layer(session, draft_set.id, level):
        return 0
    if not is_wanted:
        zh, en = f"{draft_set.name} 已有图层 {level}", f"{draft_set.name} holds {level} already"
        raise Problem("conflict", (f"{zh}；如需替换请说明", f"{en}; say so if it is to be replaced"))
    return loading.remove_layer(session, draft_set.id, level)


def _log(session: Session, draft_set: BoundarySet, district_code: str, job: _Job, count: int) -> None:
    entries = [("boundary_set.imported", {"layer": job.layer, "count": count})]
    for kind, n in job.waived.items():
        reason = job.waivers[kind]
        session.add(
            Waiver(
                set_id=draft_set.id, level=job.layer, kind=kind, reason=reason, count=n, made_at=clock.now()
            )
        )
        waived = {"layer": job.layer, "kind": kind, "count": n, "reason": reason}
        entries.append(("boundary_set.waived", waived))
    append(
        session,
        *(
            Entry(action, "boundary_set", draft_set.id, 1, None, areas=(district_code,), data=data)
            for action, data in entries
        ),
    )


@dataclass
class _Job:
    """One layer on its way into one set; `waived` counts what was let in."""

    session: Session
    set_id: UUID
    layer: str
    srid: int
    waivers: dict[str, str]
    waived: dict[str, int] = field(default_factory=dict)

    def settle(self, defects: Sequence[Defect]) -> None:
        """Refuse defects that are not waived, count the others."""
        if left := [d for d in defects if d.kind not in self.waivers]:
            raise LayerRefused(self.layer, left)
        for kind, n in topology.count_by_kind(defects).items():
            self.waived[kind] = self.waived.get(kind, 0) + n

    def write_features(self, layer: Layer) -> int:
        """Roads, water, places."""
        rows = feature_rows(layer)
        loading.add_features(self.session, self.set_id, self.layer, rows)
        return len(rows)

    def write_groups(self, draft: Draft) -> int:
        """Groups: their members must stand in the set."""
        members = loading.codes_in(
            self.session, self.set_id, "village" if self.layer == "village_group" else "township"
        )
        district = queries.get_deployment(self.session).district_code
        draft = replace(draft, parents=[p or district for p in draft.parents])
        defects = topology.check_codes(draft.codes, [None] * len(draft.codes), frozenset(), None)
        for code, mine in zip(draft.codes, draft.members, strict=True):
            if not mine or not members.issuperset(mine):
                note = f"{code} has members that are not in the set, or none"
                defects.append(Defect("bad_code", (code,), 0.0, note))
        self.settle(defects + topology.check_validity(draft.codes, draft.shapes))
        rows = group_rows(replace(draft, shapes=topology.mended(draft.shapes)))
        loading.add_groups(self.session, self.set_id, self.layer, rows)
        return len(rows)

    def write_areas(self, draft: Draft, *, dissolve: bool) -> int:
        """Areas of one level: codes, validity and coverage checked against the level above."""
        level = "grid" if self.layer == "special_grid" else self.layer
        if not np.isin(shapely.get_type_id(draft.shapes), (3, 6)).all():
            raise refused(f"{self.layer} 须为面", f"{self.layer} must be polygons throughout")
        found = topology.check_validity(draft.codes, draft.shapes)
        if found:
            mended = shapely.set_precision(topology.mended(draft.shapes), PRECISION_DEG)
            draft = replace(draft, shapes=mended)
        if dissolve:
            draft = draft.dissolved()
            found += topology.check_holes(draft.codes[0], draft.shapes[0], self._measure)
        upper = loading.upper_areas(self.session, self.set_id, level)
        if level != "district" and not upper:
            raise Problem("conflict", ("请先载入区县", "Load the district first: all else lies in it"))
        draft = draft.with_parents(upper)
        self.settle(found + self._defects(draft, upper))
        known = loading.stable_ids(self.session, self.set_id, level, draft.codes)
        rows = area_rows(draft, self.layer, known)
        loading.add_areas(self.session, self.set_id, level, self.srid, rows)
        return len(rows)

    def _defects(self, draft: Draft, upper: Mapping[str, bytes]) -> list[Defect]:
        taken = loading.codes_in(self.session, self.set_id)
        parents = frozenset(upper) if upper else None
        defects = topology.check_codes(draft.codes, draft.parents, taken, parents)
        uppers: Shapes = np.array(shapely.from_wkb(list(upper.values())), dtype=object)
        found = self._check_plane(draft, upper, draft.shapes, uppers, measure=self._measure)
        if found:
            # What is valid in degrees by a hair may cross itself in metres.
            shapes_m = topology.mended(to_metres(draft.shapes, self.srid))
            uppers_m = topology.mended(to_metres(uppers, self.srid))
            found = topology.in_both(
                found, self._check_plane(draft, upper, shapes_m, uppers_m, measure=shapely.area)
            )
        return defects + found

    def _measure(self, shapes: Shapes) -> Floats:
        return shapely.area(to_metres(shapes, self.srid))

    def _check_plane(
        self, draft: Draft, codes: Iterable[str], shapes: Shapes, uppers: Shapes, *, measure: topology.Measure
    ) -> list[Defect]:
        is_complete = self.layer != "special_grid"
        found = topology.check_overlaps(draft.codes, shapes, measure) if is_complete else []
        return found + topology.check_cover(
            draft.codes,
            draft.parents,
            shapes,
            dict(zip(codes, uppers, strict=True)),
            measure=measure,
            is_complete=is_complete,
        )
