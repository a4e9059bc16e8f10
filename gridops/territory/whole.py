"""A draft as a whole: begun as a copy of the last set, checked layer against layer, given up. Never a set that
is or was in force."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID

import shapely
from sqlalchemy import delete, select

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem, fault
from gridops.log.appending import Entry, append
from gridops.territory import queries, topology
from gridops.territory.models import BoundarySet, Waiver
from gridops.territory.preparing import draft_set
from gridops.territory.putting_in_force import put_in_force
from gridops.territory.queries import loading
from gridops.territory.queries.copying import copy_layers
from gridops.territory.queries.exporting import area_layer
from gridops.territory.queries.sets import all_sets, find_set, lock_set, no_set_in_force
from gridops.territory.topology import Areas, Context, Defect, Measure, Plane
from gridops.territory.topology.checking import as_shapes

#: Each layer is held against the one above it.
_CHECKED = (("township", False), ("village", False), ("grid", False), ("grid", True))


def begin_draft(session: Session, name: str, actor_id: UUID) -> BoundarySet:
    """A new draft with all that stands in the last set, so that only what changes has to be loaded.

    The last, be it in force or coming: no set can begin before it. Raises a Problem `conflict` where the name
    is taken, `not-found` where there is no set yet.
    """
    if find_set(session, name) is not None:
        raise Problem("conflict", (f"已有边界版本 {name}", f"There is a boundary set {name} already"))
    sets = [s for s in all_sets(session) if s.state == "in_force"]
    if not sets:
        raise no_set_in_force()
    before = max(sets, key=lambda s: s.valid_from or date.min)
    made = draft_set(session, name, source=f"复制自 {before.name}", notice=before.notice)
    count = copy_layers(session, before.id, made.id)
    _log(session, made, "boundary_set.begun", actor_id, {"copied": count})
    return made


def discard_draft(session: Session, found: BoundarySet, actor_id: UUID) -> None:
    """Give up a draft with all that was loaded into it; a Problem `conflict` for any other set."""
    found = lock_set(session, found.id)
    if found.state != "draft":
        raise Problem("conflict", (f"{found.name} 不是草稿", f"{found.name} is {found.state}, not a draft"))
    _log(session, found, "boundary_set.discarded", actor_id, {})
    session.execute(delete(BoundarySet).where(BoundarySet.id == found.id))


def check_set(session: Session, found: BoundarySet) -> list[Defect]:
    """Every defect of a set, layer against layer, that was not waived when its layer came in.

    A layer that was replaced after those below it were loaded is found out here.
    """
    measure = Measure(queries.get_deployment(session).measure_srid)
    waived = {
        (w.level, w.kind) for w in session.scalars(select(Waiver).where(Waiver.set_id == found.id)).all()
    }
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
    uppers = {c: shapely.from_wkb(w) for c, w in loading.upper_areas(session, set_id, level).items()}
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
    today = clock.now().astimezone(clock.zone(queries.get_deployment(session).time_zone)).date()
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


def _log(session: Session, found: BoundarySet, action: str, actor_id: UUID, data: dict[str, int]) -> None:
    areas = (queries.get_deployment(session).district_code,)
    append(session, Entry(action, "boundary_set", found.id, 1, actor_id, areas=areas, data=data))
