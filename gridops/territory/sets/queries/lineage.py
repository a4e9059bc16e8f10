"""Statements about sets in time: areas with their shapes in metres, lineage, and the register of codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import shapely
from sqlalchemy import text

from gridops.db.session import Session
from gridops.territory.rules import AreaName
from gridops.territory.sets.lineage import Heir, Link, Version
from gridops.territory.sets.queries.finding import IN_FORCE, on_day

_VERSIONS = text(
    "SELECT id, area_id, level, kind, code, name, households, ST_AsBinary(geom_m) AS wkb"
    " FROM gridops.area_version WHERE set_id = :set AND level = :level AND (kind = 'special') = :special"
    " ORDER BY code"
)

_ADD_LINKS = text(
    """
    INSERT INTO gridops.area_lineage (from_version_id, to_version_id, from_set_id, to_set_id, level, kind,
                                      from_code, to_code, area_m2, share_of_old, share_of_new)
    SELECT r.old, r.new, :old_set, :new_set, r.level, r.kind, r.from_code, r.to_code, r.m2, r.of_old, r.of_new
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        old uuid, new uuid, level text, kind text, from_code text, to_code text,
        m2 float8, of_old float8, of_new float8)
    """
)

# A difference of 1 in 10⁶ is the rounding of one line drawn twice; nobody lives in it.
_HEIRS = text(
    """
    SELECT DISTINCT ON (v.code) v.code, v.level, v.kind, l.to_code,
           coalesce(l.share_of_old, 0) AS share,
           coalesce(l.share_of_old > 1 - 1e-6, false) AS is_whole, coalesce(l.area_m2, 0) AS area_m2,
           array_agg(l.to_code) OVER (PARTITION BY v.code) AS codes
    FROM gridops.area_version v
    LEFT JOIN gridops.area_lineage l ON l.from_version_id = v.id AND l.to_set_id = :new_set
    WHERE v.set_id = :old_set
    ORDER BY v.code, l.share_of_old DESC NULLS LAST, l.to_code
    """
)

# The same measure of whole as above, read forwards (:here before :there) or backwards.
_WHOLE = text(
    """
    SELECT CASE WHEN kind IN ('base', 'special') THEN kind ELSE 'upper' END, from_code, to_code
    FROM gridops.area_lineage
    WHERE from_set_id = :here AND to_set_id = :there AND share_of_old > 1 - 1e-6
    UNION ALL
    SELECT CASE WHEN kind IN ('base', 'special') THEN kind ELSE 'upper' END, to_code, from_code
    FROM gridops.area_lineage
    WHERE from_set_id = :there AND to_set_id = :here AND share_of_new > 1 - 1e-6
    """
)

_RETIRE = text(
    """
    UPDATE gridops.area_code c SET valid_to = :day
    WHERE c.system = 'statistics' AND c.valid_to IS NULL
      AND EXISTS (SELECT FROM gridops.area_version v WHERE v.set_id = :old_set AND v.code = c.code)
      AND NOT EXISTS (SELECT FROM gridops.area_version v WHERE v.set_id = :new_set AND v.code = c.code)
    """
)

_ISSUE = text(
    """
    INSERT INTO gridops.area_code (system, code, area_id, valid_from, source)
    SELECT 'statistics', v.code, v.area_id, :day, :source FROM gridops.area_version v
    WHERE v.set_id = :new_set
      AND NOT EXISTS (SELECT FROM gridops.area_code c WHERE c.system = 'statistics' AND c.code = v.code)
    """
)

_UNRETIRE = text(
    """
    UPDATE gridops.area_code c SET valid_to = NULL
    WHERE c.system = 'statistics' AND c.valid_to = :day
      AND EXISTS (SELECT FROM gridops.area_version v WHERE v.set_id = :old_set AND v.code = c.code)
    """
)

_UNISSUE = text(
    """
    DELETE FROM gridops.area_code c
    WHERE c.system = 'statistics' AND c.valid_from = :day
      AND EXISTS (SELECT FROM gridops.area_version v WHERE v.set_id = :new_set AND v.code = c.code)
    """
)

_CHAINS = text(
    f"""
    WITH RECURSIVE held AS (
        SELECT DISTINCT ON (v.code) v.code AS asked, v.set_id, v.level, v.kind, v.code, v.name, v.parent_code
        FROM gridops.area_version v JOIN gridops.boundary_set s ON s.id = v.set_id AND s.state <> 'draft'
        WHERE v.code = ANY(CAST(:codes AS text[]))
          AND (CAST(:set AS uuid) IS NULL OR v.set_id = CAST(:set AS uuid))
        ORDER BY v.code, ({IN_FORCE}) DESC, s.valid_from DESC
    ), chain AS (
        SELECT h.*, 0 AS up FROM held h
        UNION ALL
        SELECT c.asked, c.set_id, p.level, p.kind, p.code, p.name, p.parent_code, c.up + 1
        FROM chain c JOIN gridops.area_version p ON p.set_id = c.set_id AND p.code = c.parent_code
    )
    SELECT asked, level, kind, code, name FROM chain ORDER BY asked, up DESC
    """
)

_RETIRED = text(
    "SELECT v.code FROM gridops.area_version v JOIN gridops.area_code c"
    " ON c.system = 'statistics' AND c.code = v.code AND c.valid_to IS NOT NULL"
    " WHERE v.set_id = :set ORDER BY v.code"
)


def versions_of(session: Session, set_id: UUID, level: str, *, special: bool = False) -> list[Version]:
    """The areas of one level of a set, in order of the code, with their shapes in metres."""
    rows = session.execute(_VERSIONS, {"set": set_id, "level": level, "special": special}).all()
    shapes = shapely.from_wkb([bytes(row.wkb) for row in rows])
    return [
        Version(row.id, row.area_id, row.level, row.kind, row.code, row.name, row.households, shape)
        for row, shape in zip(rows, shapes, strict=True)
    ]


def add_links(session: Session, old_set: UUID, new_set: UUID, links: Iterable[Link]) -> None:
    """Keep what became of what between two sets."""
    rows = [
        {
            "old": link.old.id,
            "new": link.new.id,
            "level": link.old.level,
            "kind": link.old.kind,
            "from_code": link.old.code,
            "to_code": link.new.code,
            "m2": link.area_m2,
            "of_old": link.share_of_old,
            "of_new": link.share_of_new,
        }
        for link in links
    ]
    asked = {"rows": orjson.dumps(rows).decode(), "old_set": old_set, "new_set": new_set}
    session.execute(_ADD_LINKS, asked)


def heirs_of(session: Session, old_set: UUID, new_set: UUID) -> dict[str, Heir]:
    """For every code of the old set where most of it went in the new one."""
    rows = session.execute(_HEIRS, {"old_set": old_set, "new_set": new_set})
    return {
        row.code: Heir(
            level=row.level,
            kind=row.kind,
            to_code=row.to_code,
            share=row.share,
            is_whole=row.is_whole,
            area_m2=row.area_m2,
            codes=frozenset(filter(None, row.codes)),
        )
        for row in rows
    }


def whole_links(session: Session, here: UUID, there: UUID) -> Sequence[tuple[str, str, str]]:
    """(base|special|upper, code, code) of each area of one set that lies whole in one of the next set or the last."""
    rows = session.execute(_WHOLE, {"here": here, "there": there})
    return [(row[0], row[1], row[2]) for row in rows]


def lineage_of(session: Session, to_set: UUID, code: str) -> Sequence[Any]:
    """Links that lead from or to a code into a set: from_code, to_code, area_m2 and both shares."""
    return session.execute(
        text(
            "SELECT from_code, to_code, level, area_m2, share_of_old, share_of_new"
            " FROM gridops.area_lineage WHERE to_set_id = :set AND (from_code = :code OR to_code = :code)"
            " ORDER BY from_code, share_of_old DESC"
        ),
        {"set": to_set, "code": code},
    ).all()


def adopt(session: Session, same: dict[UUID, UUID]) -> None:
    """Give new versions the stable ids of the areas that they are, under another code."""
    for version_id, area_id in same.items():
        session.execute(
            text("UPDATE gridops.area_version SET area_id = :area WHERE id = :id"),
            {"id": version_id, "area": area_id},
        )


def retired_codes_in(session: Session, set_id: UUID) -> list[str]:
    """Codes of a set that were retired before: they may never be issued again."""
    return list(session.scalars(_RETIRED, {"set": set_id}))


def turn_codes(
    session: Session, new_set: UUID, day: date, *, old_set: UUID | None = None, source: str = ""
) -> None:
    """From `day` on: retire the codes that the new set does not hold, enter those it brings."""
    session.execute(_RETIRE, {"day": day, "old_set": old_set, "new_set": new_set})
    session.execute(_ISSUE, {"day": day, "new_set": new_set, "source": source})


def unturn_codes(session: Session, new_set: UUID, day: date, *, old_set: UUID) -> None:
    """Undo `turn_codes` of a set that has not begun: its codes were never issued, the old ones never given up."""
    session.execute(_UNISSUE, {"day": day, "new_set": new_set})
    session.execute(_UNRETIRE, {"day": day, "old_set": old_set})


def forget_links(session: Session, new_set: UUID) -> None:
    """Forget what would have become of what in a set that has not begun."""
    session.execute(text("DELETE FROM gridops.area_lineage WHERE to_set_id = :set"), {"set": new_set})


def chains_of_sets(
    session: Session, codes: Sequence[str], set_id: UUID | None = None
) -> dict[str, list[AreaName]]:
    """For each code the areas from the district down to itself, in one set or in the latest that knows it.

    Today's set comes before the others, so that a code of today has today's names.
    """
    chains: dict[str, list[AreaName]] = {}
    if not codes:
        return chains
    for row in session.execute(_CHAINS, {"codes": sorted(set(codes)), "set": set_id, **on_day(None)}):
        chains.setdefault(row.asked, []).append(AreaName(row.level, row.kind, row.code, row.name))
    return chains


def areas_in(session: Session, set_id: UUID) -> dict[str, Any]:
    """Every area of a set by its code: (code, level, kind, name, parent_code)."""
    rows = session.execute(
        text("SELECT code, level, kind, name, parent_code FROM gridops.area_version WHERE set_id = :set"),
        {"set": set_id},
    )
    return {row.code: row for row in rows}
