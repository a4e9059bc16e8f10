"""Statements that carry a set's layers into another set as they are, and take areas out of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from gridops.db.ids import new_id
from gridops.db.session import Session

_AREAS = """
    INSERT INTO gridops.area_version
        (id, set_id, area_id, level, kind, code, name, short_name, parent_code, households, people,
         geom, geom_m, area_m2, label_lon, label_lat)
    SELECT k.id, :target, v.area_id, v.level, v.kind, v.code, v.name, v.short_name, v.parent_code, v.households,
           v.people, v.geom, v.geom_m, v.area_m2, v.label_lon, v.label_lat
    FROM (SELECT s.*, row_number() OVER (ORDER BY s.code) AS n FROM gridops.area_version s
          WHERE s.set_id = :source) v
    JOIN unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS k(id, n) ON k.n = v.n
"""
_GROUPS = """
    INSERT INTO gridops.area_group (id, set_id, kind, code, name, parent_code, member_codes, geom)
    SELECT k.id, :target, v.kind, v.code, v.name, v.parent_code, v.member_codes, v.geom
    FROM (SELECT s.*, row_number() OVER (ORDER BY s.kind, s.code) AS n FROM gridops.area_group s
          WHERE s.set_id = :source) v
    JOIN unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS k(id, n) ON k.n = v.n
"""
_FEATURES = """
    INSERT INTO gridops.map_feature (id, set_id, kind, feature_class, name, geom)
    SELECT k.id, :target, v.kind, v.feature_class, v.name, v.geom
    FROM (SELECT s.*, row_number() OVER (ORDER BY s.id) AS n FROM gridops.map_feature s
          WHERE s.set_id = :source) v
    JOIN unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS k(id, n) ON k.n = v.n
"""
_TABLES = {"area_version": _AREAS, "area_group": _GROUPS, "map_feature": _FEATURES}


def copy_layers(session: Session, source: UUID, target: UUID) -> int:
    """Everything that stands in `source`, in `target` too, under new ids; how many rows."""
    total = 0
    for table, statement in _TABLES.items():
        count = session.scalar(
            text(f"SELECT count(*) FROM gridops.{table} WHERE set_id = :set"), {"set": source}
        )
        ids = [str(new_id()) for _ in range(count or 0)]
        session.execute(text(statement), {"source": source, "target": target, "ids": ids})
        total += len(ids)
    return total


def remove_grids(session: Session, set_id: UUID, parent_code: str) -> list[str]:
    """Take the base grids of one village out of a draft; their codes."""
    rows = session.scalars(
        text(
            "DELETE FROM gridops.area_version WHERE set_id = :set AND kind = 'base' AND parent_code = :parent"
            " RETURNING code"
        ),
        {"set": set_id, "parent": parent_code},
    )
    return sorted(rows)


def codes_ever_under(session: Session, parent_code: str) -> Sequence[str]:
    """Every base grid's code that was ever used under a village, in any set."""
    return session.scalars(
        text(
            "SELECT DISTINCT code FROM gridops.area_version WHERE kind = 'base' AND parent_code = :parent"
            " UNION SELECT code FROM gridops.area_code WHERE code > :parent AND code < :parent || '9'"
            " ORDER BY 1"
        ),
        {"parent": parent_code},
    ).all()


def degrees_of(session: Session, version_id: UUID) -> bytes:
    """WKB, in CGCS2000 degrees, of one area."""
    statement = text("SELECT ST_AsBinary(geom) FROM gridops.area_version WHERE id = :id")
    return bytes(session.execute(statement, {"id": version_id}).scalar_one())
