"""Where a case lies, as routing asks about it: its chain of areas, and the groups those areas are members of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gridops.db.session import Session
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class Site:
    """The codes and names of every place a case lies in, by sort (`rules.routing.PLACES`), and their kinds."""

    areas: Mapping[str, str]
    names: Mapping[str, str]
    kinds: frozenset[str]

    @property
    def code(self) -> str:
        """The code of the smallest area, by which scopes go."""
        for place in ("grid", "village", "township", "district"):
            if place in self.areas:
                return self.areas[place]
        return ""

    @property
    def words(self) -> str:
        """The place as a clerk says it."""
        for place in ("township", "district"):
            if place in self.names:
                return self.names[place]
        return "未知地点"


NOWHERE = Site({}, {}, frozenset())


def sites_of(
    session: Session, places: Sequence[tuple[str, str | None]], *, on: date | None = None
) -> list[Site]:
    """The sites of (scope code, special grid's code) pairs, in order; two statements for any number.

    Of several groups of one kind the first by code is taken, so that a case lies in one of each sort.
    """
    codes = {code for pair in places for code in pair if code}
    chains = territory_queries.chains_of(session, sorted(codes), on=on)
    held = {area.code for chain in chains.values() for area in chain}
    groups = territory_queries.groups_of(session, sorted(held), on=on)
    found = []
    for scope, special in places:
        areas, names, kinds = {}, {}, set()
        for area in chains.get(scope, []):
            areas[area.level], names[area.level] = area.code, area.name
            kinds.add(area.kind)
        for group in groups:
            if group.kind not in areas and set(areas.values()) & set(group.member_codes):
                areas[group.kind], names[group.kind] = group.code, group.name
        over = next((a for a in chains.get(special or "", []) if a.code == special), None)
        if over is not None:
            areas["special_grid"], names["special_grid"] = over.code, over.name
            kinds.add("special")
        found.append(Site(areas, names, frozenset(kinds)))
    return found


def place_of_code(session: Session, code: str) -> str | None:
    """Which sort of place a code names today; None for one that is not in use."""
    chain = territory_queries.chain_of(session, code)
    if chain:
        return "special_grid" if chain[-1].kind == "special" else chain[-1].level
    group = next((g for g in territory_queries.groups_of(session, [code]) if g.code == code), None)
    return group.kind if group is not None else None
