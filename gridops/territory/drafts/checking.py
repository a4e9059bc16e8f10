"""A draft as a whole: checked layer against layer, and put in force only where nothing is wrong with it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

import shapely

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem, fault
from gridops.territory.importing import queries, topology
from gridops.territory.importing.topology import Areas, Context, Defect, Measure, Plane
from gridops.territory.importing.topology.checking import as_shapes
from gridops.territory.models import BoundarySet
from gridops.territory.sets.putting_in_force import put_in_force
from gridops.territory.sets.queries.exporting import area_layer
from gridops.territory.sets.queries.finding import (
    get_deployment,
    lock_set,
)

#: Each layer is held against the one above it.
_CHECKED = (("township", False), ("village", False), ("grid", False), ("grid", True))


def check_set(session: Session, found: BoundarySet) -> list[Defect]:
    """Every defect of a set, layer against layer, that was not waived when its layer came in.

    A layer that was replaced after those below it were loaded is found out here.
    """
    measure = Measure(get_deployment(session).measure_srid)
    waived = {(w.level, w.kind) for w in queries.waivers_of(session, found.id)}
    defects: list[Defect] = []
    for level, is_special in _CHECKED:
        layer = "special_grid" if is_special else level
        mine = _check(session, found.id, level, is_special=is_special, measure=measure)
        defects += [d for d in mine if not (d.is_waivable and (layer, d.kind) in waived)]
    return defects


def _check(session: Session, set_id: UUID, level: str, *, is_special: bool, measure: Measure) -> list[Defect]:
    rows = area_layer(session, set_id, level, special=is_special)
    if not rows:
        return []
    uppers = {c: shapely.from_wkb(w) for c, w in queries.upper_areas(session, set_id, level).items()}
    areas = Areas(
        [row.code for row in rows],
        [row.parent_code for row in rows],
        as_shapes([shapely.from_wkb(bytes(row.wkb)) for row in rows]),
    )
    context = Context(
        measure,
        planes=(topology.DEGREES, Plane(measure.system)),
        uppers=uppers or None,
        is_complete=not is_special,
    )
    return topology.check_layer(areas, context)


def require_not_past(session: Session, day: date) -> None:
    """Refuse a first day that is over where the deployment is."""
    today = clock.now().astimezone(clock.zone(get_deployment(session).time_zone)).date()
    if day < today:
        raise fault("/valid_from", "启用日期不能早于今天", "Not before today")


def put_draft_in_force(session: Session, found: BoundarySet, day: date, actor_id: UUID) -> BoundarySet:
    """Put a draft in force from `day`, today or later, if nothing is wrong with the whole of it."""
    require_not_past(session, day)
    require_sound(session, found)
    return put_in_force(session, found.name, day, actor_id=actor_id)


def require_sound(session: Session, found: BoundarySet) -> None:
    """Refuse a draft whose layers do not fit each other; a Problem `conflict` counts what is wrong.

    It is locked first, so that what was checked is what comes into force.
    """
    found = lock_set(session, found.id)
    errors = topology.errors_of(check_set(session, found)) if found.state == "draft" else []
    if errors:
        counts = ", ".join(f"{n} {kind}" for kind, n in sorted(Counter(d.kind for d in errors).items()))
        zh = f"{found.name} 各图层之间有错误（{counts}），请先做整套检查并改正"
        en = f"The layers of {found.name} do not fit each other ({counts}): check the set and mend it first"
        raise Problem("conflict", (zh, en))
