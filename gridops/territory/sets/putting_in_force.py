"""Putting a draft set in force from a day on: the set before it ends on that day, and what became of what is
kept. Changes no boundary and no case: the timer set here has the rooms above do that on the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.models import BoundarySet
from gridops.territory.sets.comparing import compare_sets
from gridops.territory.sets.lineage import same_areas
from gridops.territory.sets.queries.finding import (
    all_sets,
    counts_of,
    district_codes_of,
    find_set,
    get_deployment,
    lock_set,
    orphans_of,
)
from gridops.territory.sets.queries.lineage import add_links, adopt, retired_codes_in, turn_codes
from gridops.timers.setting import set_timer

#: The timer of a set's first day.
COMES_INTO_FORCE = "boundary_set.comes_into_force"
_CODES_NAMED = 5


def put_in_force(
    session: Session, set_name: str, valid_from: date, *, actor_id: UUID | None = None
) -> BoundarySet:
    """Put a draft in force; it must be whole: the deployment's district, and base grids, and no orphan.

    Raises a Problem `not-found` for an unknown set, `conflict` for one that is no draft, not whole or brings
    codes that it may not have, or where a set is in force from the same day or a later one.
    """
    found = find_set(session, set_name)
    if found is None:
        raise Problem("not-found", (f"没有边界版本 {set_name}", f"There is no boundary set {set_name}"))
    found = lock_set(session, found.id)
    if found.state != "draft":
        raise Problem("conflict", (f"{set_name} 不是草稿", f"{set_name} is {found.state} already"))
    deployment = get_deployment(session)
    counts = _check_whole(session, found, deployment.district_code)
    before = _end_earlier(session, valid_from)
    _keep_lineage(session, found, before, valid_from)
    # The database watches for overlaps, so the earlier set has to have ended first.
    session.flush()
    found.state, found.valid_from = "in_force", valid_from
    session.flush()
    if before is not None:
        set_timer(
            session,
            kind=COMES_INTO_FORCE,
            entity="boundary_set",
            entity_id=found.id,
            due_at=first_moment(valid_from, deployment.time_zone),
        )
    data = {"valid_from": valid_from.isoformat(), "counts": counts}
    areas = (deployment.district_code,)
    append(
        session,
        Entry("boundary_set.put_in_force", "boundary_set", found.id, 1, actor_id, areas=areas, data=data),
    )
    return found


def first_moment(day: date, zone: str) -> datetime:
    """When a day begins in the deployment's zone (UTC)."""
    return datetime.combine(day, time(), clock.zone(zone)).astimezone(UTC)


def _end_earlier(session: Session, valid_from: date) -> BoundarySet | None:
    """End the set that runs on to `valid_from`; the one that the new set follows, None for the first set."""
    ended: BoundarySet | None = None
    for earlier in all_sets(session):
        if earlier.state != "in_force" or (earlier.valid_to and earlier.valid_to <= valid_from):
            if earlier.state == "in_force" and earlier.valid_to == valid_from:
                ended = earlier
            continue
        if earlier.valid_from is not None and earlier.valid_from >= valid_from:
            zh = f"{earlier.name} 自 {earlier.valid_from} 起生效，不能插在它之前"
            en = f"{earlier.name} is in force from {earlier.valid_from}: begin after that day"
            raise Problem("conflict", (zh, en))
        earlier.valid_to = valid_from
        ended = earlier
    return ended


def _keep_lineage(session: Session, found: BoundarySet, before: BoundarySet | None, day: date) -> None:
    if before is None:
        _refuse_codes(found, retired_codes_in(session, found.id))
        turn_codes(session, found.id, day, source=found.source)
        return
    compared = compare_sets(session, before, found)
    _refuse_codes(found, compared.forbidden)
    adopt(session, same_areas(compared.links))
    add_links(session, before.id, found.id, compared.links)
    turn_codes(session, found.id, day, old_set=before.id, source=found.source)


def _refuse_codes(found: BoundarySet, codes: list[str]) -> None:
    if codes:
        named = ", ".join(codes[:_CODES_NAMED])
        zh = f"{found.name} 使用了已停用或属于别处的代码：{named}（共 {len(codes)} 个）"
        en = f"{found.name} issues codes that were retired or belong to another place: {named} ({len(codes)})"
        raise Problem("conflict", (zh, en))


def _check_whole(session: Session, found: BoundarySet, district_code: str) -> dict[str, int]:
    districts = list(district_codes_of(session, found.id))
    counts = counts_of(session, found.id)
    orphans = list(orphans_of(session, found.id))
    if districts != [district_code]:
        zh = f"{found.name} 的区县应为 {district_code}"
        held = ", ".join(districts) or "none"
        raise Problem(
            "conflict", (zh, f"{found.name} should hold {district_code} as its district, not {held}")
        )
    if not counts.get("grid"):
        raise Problem("conflict", (f"{found.name} 没有网格", f"{found.name} holds no base grid"))
    if orphans:
        codes = ", ".join(orphans)
        raise Problem("conflict", (f"缺少上级：{codes}", f"The parents of {codes} are not in the set"))
    return counts
