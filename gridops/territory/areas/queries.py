"""Reading areas: by code, as a list, as the chain from the district down, with their geometry, for the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import defer

from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.territory.models import AreaCode, AreaGroup, AreaVersion
from gridops.territory.rules import AreaName
from gridops.territory.sets.queries.finding import (
    IN_FORCE,
    find_set_in_force,
    get_deployment,
    get_set_in_force,
    on_day,
)

# Parents are followed by their code and not by cutting digits off: not every deployment counts in threes.
_CHAINS = text(
    f"""
    WITH RECURSIVE in_force AS (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE}),
    chain AS (
        SELECT v.code AS asked, 0 AS up, v.set_id, v.level, v.kind, v.code, v.name, v.parent_code
        FROM gridops.area_version v JOIN in_force s ON s.id = v.set_id
        WHERE v.code = ANY(CAST(:codes AS text[]))
        UNION ALL
        SELECT c.asked, c.up + 1, p.set_id, p.level, p.kind, p.code, p.name, p.parent_code
        FROM chain c JOIN gridops.area_version p ON p.set_id = c.set_id AND p.code = c.parent_code
    )
    SELECT asked, level, kind, code, name FROM chain ORDER BY asked, up DESC
    """
)
_GROUPS = text(
    f"""
    SELECT g.kind, g.code, g.name, g.member_codes FROM gridops.area_group g
    JOIN (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE}) s ON s.id = g.set_id
    WHERE g.member_codes && CAST(:codes AS text[]) OR g.code = ANY(CAST(:codes AS text[]))
    ORDER BY g.kind, g.code
    """
)
_GROUPS_WITHIN = text(
    f"""
    SELECT g.code, g.member_codes FROM gridops.area_group g
    JOIN (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE}) s ON s.id = g.set_id
    WHERE EXISTS (SELECT FROM unnest(g.member_codes) m WHERE m LIKE ANY(CAST(:prefixes AS text[])))
    """
)
_LIST = text(
    """
    WITH listed AS (
        SELECT code, name, short_name, level, kind, parent_code FROM gridops.area_version
        WHERE set_id = :set
        UNION ALL
        SELECT code, name, name, 'group', kind, parent_code FROM gridops.area_group
        WHERE set_id = :set AND (kind = :kind OR :level = 'group')
    )
    SELECT * FROM listed
    WHERE (CAST(:level AS text) IS NULL OR level = :level)
      AND (CAST(:kind AS text) IS NULL OR kind = :kind)
      AND (CAST(:parent AS text) IS NULL OR parent_code = :parent)
      AND (CAST(:after AS text) IS NULL OR code > :after)
    ORDER BY code LIMIT :limit
    """
)
_DOCUMENT = text(
    """
    SELECT code, name, short_name, level, kind, parent_code, households, people,
           CAST('{}' AS text[]) AS member_codes, ST_AsGeoJSON(geom, 7)::jsonb AS geometry,
           label_lon, label_lat
    FROM gridops.area_version WHERE set_id = :set AND code = :code
    UNION ALL
    SELECT code, name, name, 'group', kind, parent_code, NULL, NULL, member_codes,
           ST_AsGeoJSON(geom, 7)::jsonb, ST_X(ST_PointOnSurface(geom)), ST_Y(ST_PointOnSurface(geom))
    FROM gridops.area_group WHERE set_id = :set AND code = :code
    LIMIT 1
    """
)


def find_area(session: Session, code: str, *, on: date | None = None) -> AreaVersion | None:
    """The area with this code in the set in force on a day; its geometry is read only when it is touched."""
    found = find_set_in_force(session, on)
    if found is None:
        return None
    if is_held(session):
        return _held_areas(session, found.id).get(code)
    return session.scalar(
        select(AreaVersion)
        .where(AreaVersion.set_id == found.id, AreaVersion.code == code)
        .options(defer(AreaVersion.geom), defer(AreaVersion.geom_m))
    )


def chains_of(session: Session, codes: Sequence[str], *, on: date | None = None) -> dict[str, list[AreaName]]:
    """For each known code the areas from the district down to itself; unknown codes are left out."""
    chains: dict[str, list[AreaName]] = {}
    if not codes:
        return chains
    if is_held(session):
        return _held_chains(session, codes, on)
    for row in session.execute(_CHAINS, {"codes": sorted(set(codes)), **on_day(on)}):
        chains.setdefault(row.asked, []).append(AreaName(row.level, row.kind, row.code, row.name))
    return chains


def chain_of(session: Session, code: str, *, on: date | None = None) -> list[AreaName]:
    """The areas from the district down to one with this code; empty for an unknown code."""
    return chains_of(session, [code], on=on).get(code, [])


def _held_areas(session: Session, set_id: UUID) -> Mapping[str, AreaVersion]:
    """The areas of a set by code, without their geometry, from memory."""

    def by_code(asking: Session) -> dict[str, AreaVersion]:
        query = (
            select(AreaVersion)
            .where(AreaVersion.set_id == set_id)
            .options(defer(AreaVersion.geom), defer(AreaVersion.geom_m))
        )
        return {row.code: row for row in rows_held(asking, ("areas", set_id), query)}

    return held(session, ("areas by code", set_id), by_code)


def _held_chains(session: Session, codes: Sequence[str], on: date | None) -> dict[str, list[AreaName]]:
    found = find_set_in_force(session, on)
    if found is None:
        return {}
    set_id = found.id
    chains = held(session, ("chains", set_id), lambda asking: _all_chains(_held_areas(asking, set_id)))
    return {code: list(chains[code]) for code in sorted(set(codes)) if code in chains}


def _all_chains(areas: Mapping[str, AreaVersion]) -> dict[str, list[AreaName]]:
    chains = {}
    for code, area in areas.items():
        chain: list[AreaName] = []
        at: AreaVersion | None = area
        while at is not None:
            chain.append(AreaName(at.level, at.kind, at.code, at.name))
            at = areas.get(at.parent_code) if at.parent_code is not None else None
        chains[code] = chain[::-1]
    return chains


def _held_groups(session: Session, on: date | None) -> Sequence[Any]:
    found = find_set_in_force(session, on)
    if found is None:
        return []
    set_id = found.id

    def read(asking: Session) -> Sequence[Any]:
        g = AreaGroup
        query = select(g.kind, g.code, g.name, g.member_codes).where(g.set_id == set_id)
        return asking.execute(query.order_by(g.kind, g.code)).all()

    return held(session, ("groups", set_id), read)


def find_codes_in_use(session: Session, system: str, area_id: UUID) -> Sequence[AreaCode]:
    """The codes that an area has in a system and that were not retired."""
    query = select(AreaCode).where(
        AreaCode.system == system, AreaCode.area_id == area_id, AreaCode.valid_to.is_(None)
    )
    return session.scalars(query).all()


def groups_of(session: Session, codes: Sequence[str], *, on: date | None = None) -> Sequence[Any]:
    """Rows (kind, code, name, member_codes) of groups that have an area as a member, or are named themselves."""
    if not codes:
        return []
    if is_held(session):
        asked = set(codes)
        return [
            g for g in _held_groups(session, on) if g.code in asked or not asked.isdisjoint(g.member_codes)
        ]
    return session.execute(_GROUPS, {"codes": sorted(set(codes)), **on_day(on)}).all()


def groups_within(session: Session, areas: Sequence[str]) -> dict[str, list[str]]:
    """Groups by code, with their members, of which a member lies in one of `areas` (codes begin alike)."""
    if not areas:
        return {}
    prefixes = [code.replace("%", "").replace("_", "") + "%" for code in areas]
    rows = session.execute(_GROUPS_WITHIN, {"prefixes": prefixes, **on_day(None)})
    return {row.code: list(row.member_codes) for row in rows}


def list_areas(
    session: Session,
    set_id: UUID,
    *,
    level: str | None = None,
    kind: str | None = None,
    parent: str | None = None,
    after: str | None = None,
    limit: int = 500,
) -> Sequence[Any]:
    """Rows (code, name, short_name, level, kind, parent_code) in order of the code.

    Groups have the level `group` and are listed only where it, or their kind, is asked for.
    """
    asked = {"set": set_id, "level": level, "kind": kind, "parent": parent, "after": after, "limit": limit}
    return session.execute(_LIST, asked).all()


def area_document(session: Session, set_id: UUID, code: str) -> Any | None:
    """One area or group with its geometry (GeoJSON, CGCS2000 degrees) and its figures, or None."""
    return session.execute(_DOCUMENT, {"set": set_id, "code": code}).one_or_none()


_SEARCHABLE = text(
    "SELECT code, name, short_name, level, kind, parent_code FROM gridops.area_version WHERE set_id = :set"
    " UNION ALL SELECT code, name, name, 'group', kind, parent_code FROM gridops.area_group"
    " WHERE set_id = :set ORDER BY code"
)
_OTHER_CODES = text(
    "SELECT v.code, c.code AS other FROM gridops.area_code c"
    " JOIN gridops.area_version v ON v.area_id = c.area_id AND v.set_id = :set"
    " WHERE c.system <> 'statistics' AND c.valid_to IS NULL ORDER BY 1, 2"
)
_HISTORY = text(
    "SELECT c.system, c.code, c.valid_from, c.valid_to FROM gridops.area_code c"
    " JOIN gridops.area_version v ON v.area_id = c.area_id AND v.set_id = :set AND v.code = :code"
    " ORDER BY c.system DESC, c.valid_from, c.code"
)


def searchable(session: Session, set_id: UUID) -> Sequence[Any]:
    """Every area and group of a set."""
    return session.execute(_SEARCHABLE, {"set": set_id}).all()


def all_areas(session: Session) -> Sequence[Any]:
    """Every area and group in force today, as `searchable` gives them; none before a set is in force."""
    found = find_set_in_force(session)
    return searchable(session, found.id) if found is not None else []


def codes_of(session: Session, set_id: UUID) -> dict[str, tuple[str, ...]]:
    """Code → the codes that hold for the same area in other systems."""
    found: dict[str, tuple[str, ...]] = {}
    for row in session.execute(_OTHER_CODES, {"set": set_id}):
        found[row.code] = (*found.get(row.code, ()), row.other)
    return found


def code_history(session: Session, set_id: UUID, code: str) -> Sequence[Any]:
    """Every code that an area has or had: (system, code, valid_from, valid_to)."""
    return session.execute(_HISTORY, {"set": set_id, "code": code}).all()


def area_names(session: Session) -> dict[str, str]:
    """Names of the district and of its townships by code; the district's also as `district`."""
    found = get_set_in_force(session)
    named = {
        row.code: row.name
        for level in ("district", "township")
        for row in list_areas(session, found.id, level=level)
    }
    return named | {"district": named.get(get_deployment(session).district_code, "")}
