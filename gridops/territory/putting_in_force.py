"""Putting a draft set in force from a day on: the set before it ends on that day. Changes no boundary."""

from __future__ import annotations

from datetime import date

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.territory.models import BoundarySet
from gridops.territory.queries.sets import (
    all_sets,
    counts_of,
    district_codes_of,
    find_set,
    get_deployment,
    orphans_of,
)


def put_in_force(session: Session, set_name: str, valid_from: date) -> BoundarySet:
    """Put a draft in force; it must be whole: the deployment's district, and base grids, and no orphan.

    Raises a Problem `not-found` for an unknown set, `conflict` for one that is no draft or not whole, or
    where a set is in force from the same day or a later one.
    """
    found = find_set(session, set_name)
    if found is None:
        raise Problem("not-found", (f"没有边界版本 {set_name}", f"There is no boundary set {set_name}"))
    if found.state != "draft":
        raise Problem("conflict", (f"{set_name} 不是草稿", f"{set_name} is {found.state} already"))
    district_code = get_deployment(session).district_code
    counts = _check_whole(session, found, district_code)
    for earlier in all_sets(session):
        if earlier.state != "in_force" or (earlier.valid_to and earlier.valid_to <= valid_from):
            continue
        if earlier.valid_from is not None and earlier.valid_from >= valid_from:
            zh = f"{earlier.name} 自 {earlier.valid_from} 起生效，不能插在它之前"
            en = f"{earlier.name} is in force from {earlier.valid_from}: begin after that day"
            raise Problem("conflict", (zh, en))
        earlier.valid_to = valid_from
    # The database watches for overlaps, so the earlier set has to have ended first.
    session.flush()
    found.state, found.valid_from = "in_force", valid_from
    data = {"valid_from": valid_from.isoformat(), "counts": counts}
    append(
        session,
        Entry(
            "boundary_set.put_in_force", "boundary_set", found.id, 1, None, areas=(district_code,), data=data
        ),
    )
    return found


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
