"""Units and posts follow their areas when boundaries change: where most of an area goes, its people go too.

Appends to the log who is concerned; an account whose sight changes has its sockets cut by that entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.dated.queries import lock_register
from gridops.db.dated.rules import meet, span_of
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.models import Post, Unit
from gridops.territory import queries as territory_queries
from gridops.territory.sets.lineage import Heir

#: Which agency has a unit in every area of a level.
_AGENCY_KINDS = {"grid": "grid_unit", "village": "village_unit"}


@dataclass(frozen=True)
class Doubt:
    """What a person is to look at: it followed less than a sure share of its area, or nothing at all."""

    entity: str
    entity_id: UUID
    from_code: str
    to_code: str | None
    share: float | None
    reason: str


@dataclass
class Followed:
    """How many of what were changed, and what is doubtful."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    doubts: list[Doubt] = field(default_factory=list)


def move_units(session: Session, heirs: Mapping[str, Heir], areas: Mapping[str, Any]) -> Followed:
    """Have units follow their areas into the new set (`areas` by code); each new area gets a unit of its own.

    The unit of the larger part keeps its identity, members and telephone; that of an area that joined it is
    closed. Doing it again changes nothing.
    """
    done, entries = Followed(), []
    units = queries.all_units(session)
    # A grid's unit that was closed may be the one that comes back; another agency's place is free again.
    taken = {(u.agency_id, u.area_code): u for u in units if u.is_active or u.kind in _AGENCY_KINDS}
    leaving = [u for u in units if u.is_active and u.area_code in heirs and u.area_code not in areas]
    for unit in sorted(leaving, key=lambda u: (-heirs[u.area_code].area_m2, u.area_code, str(u.id))):
        old, heir = unit.area_code, heirs[unit.area_code]
        if heir.to_code is None or (unit.agency_id, heir.to_code) in taken:
            unit.is_active, unit.valid_to = False, territory_queries.today(session)
            entries.append(_about(unit, "unit.closed", old, heir.to_code))
        else:
            unit.area_code = heir.to_code
            if unit.kind in _AGENCY_KINDS:
                unit.name = areas[heir.to_code].name
            taken[unit.agency_id, heir.to_code] = unit
            entries.append(_about(unit, "unit.moved", old, heir.to_code))
        if not heir.is_sure:
            done.doubts.append(Doubt("unit", unit.id, old, heir.to_code, heir.share, _reason(heir)))
    entries += _open_units(session, areas, taken)
    append(session, *entries)
    for entry in entries:
        done.counts[entry.action] += 1
    return done


def _open_units(
    session: Session, areas: Mapping[str, Any], taken: Mapping[tuple[UUID, str], Unit]
) -> list[Entry]:
    agencies = {a.kind: a for a in reversed(queries.all_agencies(session))}
    entries = []
    for code, area in sorted(areas.items()):
        agency = agencies.get(_AGENCY_KINDS.get(area.level, ""))
        if agency is None or (agency.id, code) in taken:
            continue
        unit = Unit(
            id=new_id(), agency_id=agency.id, kind=area.level, name=area.name, area_code=code, is_active=True
        )
        session.add(unit)
        entries.append(_about(unit, "unit.opened", code))
    return entries


def _about(unit: Unit, action: str, *codes: str | None) -> Entry:
    known = [code for code in codes if code]
    return Entry(action, "unit", unit.id, 1, None, areas=known, units=[unit.id], data={"areas": known})


def _reason(heir: Heir) -> str:
    return "gone" if heir.to_code is None else "share"


def move_posts(session: Session, heirs: Mapping[str, Heir], areas: Mapping[str, Any]) -> Followed:
    """Have posts follow their areas, and the members of closed units those units' heirs.

    A post over an area that is still there stays as it is; where the area lost much, it is listed. Doing it
    again changes nothing.
    """
    done = Followed()
    moved = _successors(session, heirs, areas)
    codes = [code for code, heir in heirs.items() if code not in areas or not heir.is_sure]
    lock_register(session, Post.__tablename__)
    # Two of one account may come to be over the same thing before they are made one.
    session.execute(text("SET CONSTRAINTS gridops.ex_post_area_code, gridops.ex_post_unit_id DEFERRED"))
    today = territory_queries.today(session)
    posts = queries.posts_over(session, codes, list(moved), on=today)
    changed: dict[UUID, set[str]] = defaultdict(set)
    for post in posts:
        touched = _follow_unit(post, moved) if post.unit_id else _follow_area(post, heirs, areas, done=done)
        changed[post.account_id] |= touched
    session.flush()
    _join_doubles(session, [account for account, touched in changed.items() if touched], today)
    entries = [
        Entry("account.changed", "account", account, 1, None, sorted(touched), persons=[account],
              data={"areas": sorted(touched)})
        for account, touched in changed.items()
        if touched
    ]  # fmt: skip
    append(session, *entries)
    done.counts["account.changed"] = len(entries)
    return done


def _follow_area(
    post: Post, heirs: Mapping[str, Heir], areas: Mapping[str, Any], *, done: Followed
) -> set[str]:
    """Put the post over the heir; returns the codes concerned, none where it stays."""
    assert post.area_code is not None
    old, heir = post.area_code, heirs[post.area_code]
    to_code = old if old in areas else heir.to_code
    if not heir.is_sure:
        doubt = Doubt("account", post.account_id, old, to_code, heir.share, _reason(heir))
        done.doubts.append(doubt)
    if to_code is None or to_code == old:
        return set()
    post.area_code = to_code
    return {old, to_code}


def _follow_unit(post: Post, moved: Mapping[UUID, Unit]) -> set[str]:
    assert post.unit_id is not None
    unit = moved[post.unit_id]
    post.unit_id = unit.id
    return {unit.area_code}


def _successors(session: Session, heirs: Mapping[str, Heir], areas: Mapping[str, Any]) -> dict[UUID, Unit]:
    """Closed unit → the same agency's unit where most of its area went."""
    gone = [code for code in heirs if code not in areas]
    closed = queries.units_at(session, gone, is_active=False)
    targets = {code for u in closed if (code := heirs[u.area_code].to_code) is not None}
    there = {
        (u.agency_id, u.area_code): u for u in queries.units_at(session, sorted(targets), is_active=True)
    }
    found = {u.id: there.get((u.agency_id, heirs[u.area_code].to_code or "")) for u in closed}
    return {unit_id: unit for unit_id, unit in found.items() if unit is not None}


def _join_doubles(session: Session, accounts: Iterable[UUID], today: date) -> None:
    """Two posts of one account that have come to be over the same thing on the same days are one, deputies with it."""
    kept: dict[tuple[Any, ...], Post] = {}
    for post in queries.posts_of(session, list(accounts), on=today):
        key = (post.account_id, post.role, post.area_code, post.unit_id)
        before = kept.get(key)
        if before is None or not meet(span_of(before), span_of(post)):
            kept[key] = post
            continue
        # The longer of the two; the one that is kept began first.
        ends = (before.valid_to, post.valid_to)
        before.valid_to = before.ends_on = None if None in ends else max(filter(None, ends))
        queries.hand_over_deputies(session, post.id, before.id)
        session.delete(post)
    session.flush()
    session.execute(text("SET CONSTRAINTS gridops.ex_post_area_code, gridops.ex_post_unit_id IMMEDIATE"))


@dataclass(frozen=True)
class UnitBoard:
    """Active units by agency and area, and every unit by id: who stands where after the change."""

    at: Mapping[tuple[UUID, str], Unit]
    by_id: Mapping[UUID, Unit]

    @classmethod
    def read(cls, session: Session) -> UnitBoard:
        """All units as they are now."""
        units = queries.all_units(session)
        return cls({(u.agency_id, u.area_code): u for u in units if u.is_active}, {u.id: u for u in units})
