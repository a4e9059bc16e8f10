"""Drafts made, begun with what is in force, and given up. Never a set that is or was in force."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import delete

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.models import BoundarySet
from gridops.territory.sets.queries.copying import copy_layers
from gridops.territory.sets.queries.finding import (
    all_sets,
    find_set,
    get_deployment,
    lock_set,
    no_set_in_force,
)


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


def draft_set(session: Session, name: str, *, source: str, notice: str) -> BoundarySet:
    """The draft of that name, locked, made where it is new; a Problem `conflict` where it is no draft (any more)."""
    found = find_set(session, name)
    if found is not None:
        found = lock_set(session, found.id)
        require_draft(found)
    else:
        found = BoundarySet(name=name, state="draft", source=source, notice=notice)
        session.add(found)
        session.flush()
    return found


def require_draft(found: BoundarySet) -> None:
    """Refuse a set that is no draft (any more); a Problem `conflict`."""
    if found.state != "draft":
        zh, en = f"{found.name} 不是草稿，不能再改", f"{found.name} is {found.state}: only a draft is changed"
        raise Problem("conflict", (zh, en))


def _log(session: Session, found: BoundarySet, action: str, actor_id: UUID, data: dict[str, int]) -> None:
    areas = (get_deployment(session).district_code,)
    append(session, Entry(action, "boundary_set", found.id, 1, actor_id, areas=areas, data=data))
