"""Importing a layer into a draft set: prepared, refused or waived, written, logged. Repairs nothing unasked.

One call is one layer whole; it runs in the caller's transaction, so a refusal leaves nothing behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import shapely

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.importing import queries, topology
from gridops.territory.importing.content import LayerContent
from gridops.territory.importing.examining import summary_of
from gridops.territory.importing.guessing import FieldMap
from gridops.territory.importing.preparing import LayerPlan, Prepared, hold_target, prepare
from gridops.territory.importing.reading import PRECISION_DEG, ReadOptions
from gridops.territory.importing.rows import area_rows, feature_rows, group_rows
from gridops.territory.importing.topology import Defect
from gridops.territory.models import BoundarySet, Waiver
from gridops.territory.refusing import refused
from gridops.territory.rules import GROUP_KINDS
from gridops.territory.sets.queries.finding import get_deployment

__all__ = ["ImportReport", "LayerRefused", "import_layer", "write_prepared"]


@dataclass(frozen=True)
class ImportReport:
    """What was loaded: how many, how many defects of each kind were let in, what was replaced, m² repaired."""

    set_id: UUID
    level: str
    count: int
    waived: Mapping[str, int] = field(default_factory=dict)
    replaced: int = 0
    repaired_m2: float = 0.0


class LayerRefused(Problem):
    """A layer with defects that were not waived; `defects` names every one of them."""

    def __init__(self, layer: str, defects: Sequence[Defect]) -> None:
        self.defects = tuple(defects)
        counts = ", ".join(f"{n} {kind}" for kind, n in topology.count_by_kind(defects).items())
        lines = "".join(f"\n  {d.kind}: {d.note}" for d in topology.worst(defects))
        super().__init__(
            "invalid",
            (f"{layer} 未载入：{counts}{lines}", f"{layer} refused: {counts}{lines}"),
            defects=summary_of(defects),
        )


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
    """Load a file as one layer (a name of LAYERS) of the draft set `set_name`, made where it is new.

    For code that knows its file: `waivers` (kind → reason) let errors in too, as a replay of a city's own
    borders needs it, and warnings pass. `fields` names only what differs from the guess. Raises LayerRefused
    for defects, a Problem `invalid` for a file that cannot be used, `conflict` where the set is no draft or
    holds the layer already.
    """
    plain = FieldMap()
    given = {w: v for w, v in vars(fields or plain).items() if v != getattr(plain, w)}
    asked = ReadOptions(crs, fields=given)
    readers = {"code": code_of, "name": name_of, "parent": parent_of}
    plan = LayerPlan(level, set_name, asked, readers, dissolve=dissolve, replace_layer=replace_layer)
    prepared = prepare(session, path, plan)
    return write_prepared(
        session, prepared, waivers=waivers or {}, source=source or path.name, is_strict=False
    )


def write_prepared(
    session: Session,
    prepared: Prepared,
    *,
    waivers: Mapping[str, str],
    source: str,
    actor_id: UUID | None = None,
    is_strict: bool = True,
) -> ImportReport:
    """Write what was prepared, or refuse it. `is_strict`: errors refuse whatever is waived, warnings unless waived."""
    _check_waivers(waivers)
    if prepared.suspicion is not None:
        raise refused(*prepared.suspicion.words)
    waived = _settle(prepared, waivers, is_strict=is_strict)
    plan = prepared.plan
    target = hold_target(session, prepared, source=source)
    replaced = queries.remove_layer(session, target.id, plan.level) if plan.replace_layer else 0
    _write(session, target.id, prepared)
    _log(session, target, prepared, {kind: (n, waivers[kind]) for kind, n in waived.items()}, actor_id)
    repaired = prepared.repair.changed_m2 if prepared.repair else 0.0
    return ImportReport(target.id, plan.level, prepared.count, waived, replaced, repaired)


def _check_waivers(waivers: Mapping[str, str]) -> None:
    for kind, reason in waivers.items():
        if kind not in topology.WAIVABLE:
            listed = ", ".join(topology.WAIVABLE)
            raise refused(f"{kind} 不能豁免", f"{kind} cannot be waived; {listed} can")
        if not reason.strip():
            raise refused(f"豁免 {kind} 须说明理由", f"Waiving {kind} needs a reason")


def _settle(prepared: Prepared, waivers: Mapping[str, str], *, is_strict: bool) -> dict[str, int]:
    """Refuse what is not waived, and count what is let in by each waiver."""

    def is_refused(defect: Defect) -> bool:
        if is_strict:
            return defect.is_error or defect.kind not in waivers
        return defect.is_error and not (defect.is_waivable and defect.kind in waivers)

    if left := [d for d in prepared.defects if is_refused(d)]:
        raise LayerRefused(prepared.plan.level, left)
    return dict(Counter(d.kind for d in prepared.defects if d.kind in waivers))


def _write(session: Session, set_id: UUID, prepared: Prepared) -> None:
    layer, draft = prepared.plan.level, prepared.draft
    if draft is None:
        queries.add_features(session, set_id, layer, feature_rows(prepared.layer))
        return
    draft = _sound(draft)
    if layer in GROUP_KINDS:
        queries.add_groups(session, set_id, layer, group_rows(draft))
        return
    level = "grid" if layer == "special_grid" else layer
    srid = get_deployment(session).measure_srid
    known = queries.stable_ids(session, set_id, level, draft.codes)
    queries.add_areas(session, set_id, level, srid, area_rows(draft, layer, known))


def _sound(draft: LayerContent) -> LayerContent:
    """Invalid polygons that were let in are stored as what they enclose."""
    bad = ~shapely.is_valid(draft.shapes)
    if not bad.any():
        return draft
    shapes = draft.shapes.copy()
    shapes[bad] = shapely.set_precision(topology.mended(shapes[bad]), PRECISION_DEG)
    return replace(draft, shapes=shapes)


def _log(
    session: Session,
    target: BoundarySet,
    prepared: Prepared,
    waived: Mapping[str, tuple[int, str]],
    actor_id: UUID | None,
) -> None:
    layer = prepared.plan.level
    entries: list[tuple[str, dict[str, Any]]] = [
        ("boundary_set.imported", {"layer": layer, "count": prepared.count})
    ]
    if prepared.repair is not None and prepared.repair.changes:
        done = prepared.repair
        about = {"m2": round(done.changed_m2, 1), "tolerance_m": done.tolerance_m}
        entries.append(("boundary_set.repaired", {"layer": layer, "count": len(done.changes), **about}))
    for kind, (n, reason) in waived.items():
        session.add(
            Waiver(set_id=target.id, level=layer, kind=kind, reason=reason, count=n, made_at=clock.now())
        )
        entries.append(("boundary_set.waived", {"layer": layer, "kind": kind, "count": n, "reason": reason}))
    district = get_deployment(session).district_code
    append(
        session,
        *(
            Entry(action, "boundary_set", target.id, 1, actor_id, areas=(district,), data=data)
            for action, data in entries
        ),
    )
