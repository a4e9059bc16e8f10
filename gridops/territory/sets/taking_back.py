"""Taking back a set that is coming: the set before it runs on, and its content goes on as a draft. Never a set whose
day has come: what a set in force did to cases is not undone.
"""

from __future__ import annotations

from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.models import BoundarySet
from gridops.territory.sets.drafting import draft_set
from gridops.territory.sets.putting_in_force import COMES_INTO_FORCE
from gridops.territory.sets.queries.copying import copy_layers
from gridops.territory.sets.queries.finding import all_sets, find_set, get_deployment, lock_set
from gridops.territory.sets.queries.lineage import forget_links, unturn_codes
from gridops.timers.setting import drop_timer


def take_back(
    session: Session, found: BoundarySet, draft_name: str, actor_id: UUID | None = None
) -> BoundarySet:
    """Withdraw a set before its first day; returns a new draft with all that stands in it.

    The withdrawn set stays as `retired`, because its tiles may be held by browsers for good. Its codes were never
    issued, so they may be. Raises a Problem `conflict` where the set has begun or is none that comes, where another
    comes after it, or where the draft's name is taken.
    """
    found = lock_set(session, found.id)
    before = _check(session, found, draft_name)
    day = found.valid_from
    assert day is not None
    forget_links(session, found.id)
    unturn_codes(session, found.id, day, old_set=before.id)
    drop_timer(session, kind=COMES_INTO_FORCE, entity_id=found.id)
    # The database watches for overlaps, so this one has to go before the earlier one runs on.
    found.state = "retired"
    session.flush()
    before.valid_to = None
    made = draft_set(session, draft_name, source=f"收回自 {found.name}", notice=found.notice)
    copy_layers(session, found.id, made.id)
    district = get_deployment(session).district_code
    data = {"valid_from": day.isoformat(), "draft": str(made.id)}
    entry = Entry(
        "boundary_set.taken_back", "boundary_set", found.id, 1, actor_id, areas=(district,), data=data
    )
    append(session, entry)
    session.flush()
    return made


def _check(session: Session, found: BoundarySet, draft_name: str) -> BoundarySet:
    """The set that runs on; a Problem where this one cannot be taken back."""
    zone = clock.zone(get_deployment(session).time_zone)
    today = clock.now().astimezone(zone).date()
    if found.state != "in_force" or found.valid_from is None or found.valid_from <= today:
        zh, en = f"{found.name} 不是即将生效的版本", f"{found.name} is no set that is coming"
        raise Problem("conflict", (zh, en))
    others = [s for s in all_sets(session) if s.state == "in_force" and s.id != found.id]
    later = next((s for s in others if s.valid_from and s.valid_from > found.valid_from), None)
    if later is not None:
        zh, en = f"请先收回其后的 {later.name}", f"Take back {later.name} first, which follows it"
        raise Problem("conflict", (zh, en))
    before = next((s for s in others if s.valid_to == found.valid_from), None)
    if before is None:
        zh, en = f"{found.name} 之前没有区划", f"No set stands before {found.name}"
        raise Problem("conflict", (zh, en))
    if find_set(session, draft_name) is not None:
        zh, en = f"已有边界版本 {draft_name}", f"There is a boundary set {draft_name} already"
        raise Problem("conflict", (zh, en))
    return before
