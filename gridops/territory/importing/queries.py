"""Statements of an import: what stands above a layer, and writing it with its metres in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text

from gridops.db.session import Session
from gridops.territory.models import Waiver
from gridops.territory.rules import GROUP_KINDS, LEVELS
from gridops.territory.sets.queries.finding import IN_FORCE, on_day

_UPPER = text(
    """
    SELECT code, ST_AsBinary(geom) AS wkb FROM gridops.area_version
    WHERE set_id = :set AND level = (
        SELECT level FROM gridops.area_version
        WHERE set_id = :set AND array_position(CAST(:levels AS text[]), level) < :depth
        ORDER BY array_position(CAST(:levels AS text[]), level) DESC LIMIT 1
    ) ORDER BY code
    """
)

_ADD_AREAS = text(
    """
    WITH sent AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
            id uuid, area_id uuid, kind text, code text, name text, short_name text, parent_code text,
            households int, people int, geom geometry, label_lon float8, label_lat float8)
    ), stable AS (
        INSERT INTO gridops.area (id, level) SELECT area_id, :level FROM sent ON CONFLICT DO NOTHING
    )
    INSERT INTO gridops.area_version
        (id, set_id, area_id, level, kind, code, name, short_name, parent_code, households, people,
         geom, geom_m, area_m2, label_lon, label_lat)
    SELECT id, :set, area_id, :level, kind, code, name, short_name, parent_code, households, people,
           geom, m.geom_m, ST_Area(m.geom_m), label_lon, label_lat
    FROM sent CROSS JOIN LATERAL (SELECT ST_Transform(geom, :srid) AS geom_m OFFSET 0) m
    """
)

_ADD_GROUPS = text(
    """
    INSERT INTO gridops.area_group (id, set_id, kind, code, name, parent_code, member_codes, geom)
    SELECT id, :set, :kind, code, name, parent_code,
           ARRAY(SELECT jsonb_array_elements_text(member_codes) ORDER BY 1), geom
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        id uuid, code text, name text, parent_code text, member_codes jsonb, geom geometry)
    """
)

_ADD_FEATURES = text(
    """
    INSERT INTO gridops.map_feature (id, set_id, kind, feature_class, name, geom)
    SELECT id, :set, :kind, feature_class, name, geom
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        id uuid, feature_class text, name text, geom geometry)
    """
)

_STABLE_IDS = text(
    """
    SELECT DISTINCT ON (v.code) v.code, v.area_id FROM gridops.area_version v
    JOIN gridops.boundary_set s ON s.id = v.set_id
    WHERE v.level = :level AND v.code = ANY(CAST(:codes AS text[])) AND v.set_id <> :set
    ORDER BY v.code, s.created_at DESC
    """
)


_IN_FORCE = text(
    f"""
    SELECT v.code, ST_AsBinary(v.geom) AS wkb FROM gridops.area_version v
    JOIN gridops.boundary_set s ON s.id = v.set_id
    WHERE s.id IN (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE})
      AND v.code = ANY(CAST(:codes AS text[]))
    """
)

# A code that a set in force once held and the latest one no longer does.
_RETIRED = text(
    """
    SELECT DISTINCT v.code FROM gridops.area_version v
    JOIN gridops.boundary_set s ON s.id = v.set_id AND s.state = 'in_force'
    WHERE v.code = ANY(CAST(:codes AS text[])) AND NOT EXISTS (
        SELECT FROM gridops.area_version n WHERE n.code = v.code AND n.set_id = (
            SELECT id FROM gridops.boundary_set WHERE state = 'in_force' ORDER BY valid_from DESC LIMIT 1))
    """
)


def upper_areas(session: Session, set_id: UUID, level: str) -> dict[str, bytes]:
    """Code → WKB (degrees) of the next level above `level` that the set holds; empty where there is none."""
    asked = {"set": set_id, "levels": list(LEVELS), "depth": LEVELS.index(level) + 1}
    return {row.code: bytes(row.wkb) for row in session.execute(_UPPER, asked)}


def codes_beside(session: Session, set_id: UUID, layer: str) -> frozenset[str]:
    """Codes of a set's areas that stand in other layers than `layer`, which is to be replaced."""
    _, where = _place_of(layer)
    rows = session.scalars(
        text(f"SELECT code FROM gridops.area_version WHERE set_id = :set AND NOT ({where})"),
        {"set": set_id, "layer": layer},
    )
    return frozenset(rows)


def retired_codes(session: Session, codes: Sequence[str]) -> frozenset[str]:
    """Which of `codes` were given up by an earlier set."""
    return frozenset(session.scalars(_RETIRED, {"codes": list(codes)}))


def shapes_in_force(session: Session, codes: Sequence[str]) -> dict[str, bytes]:
    """Code → WKB (degrees) of areas as they stand today; unknown codes are left out."""
    rows = session.execute(_IN_FORCE, {"codes": list(codes), **on_day(None)})
    return {row.code: bytes(row.wkb) for row in rows}


def stable_ids(session: Session, set_id: UUID, level: str, codes: Sequence[str]) -> dict[str, UUID]:
    """Code → stable area id, as the latest other set has it."""
    rows = session.execute(_STABLE_IDS, {"set": set_id, "level": level, "codes": list(codes)})
    return {row.code: row.area_id for row in rows}


def add_areas(session: Session, set_id: UUID, level: str, srid: int, rows: Sequence[dict[str, Any]]) -> None:
    """Write areas; `geom` is hexadecimal EWKB in EPSG:4490, metres and area are made here."""
    _write(session, _ADD_AREAS, rows, {"set": set_id, "level": level, "srid": srid})


def add_groups(session: Session, set_id: UUID, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write groups of areas."""
    _write(session, _ADD_GROUPS, rows, {"set": set_id, "kind": kind})


def add_features(session: Session, set_id: UUID, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write map features."""
    _write(session, _ADD_FEATURES, rows, {"set": set_id, "kind": kind})


def _write(session: Session, statement: Any, rows: Sequence[dict[str, Any]], more: dict[str, Any]) -> None:
    session.flush()
    session.execute(statement, {"rows": orjson.dumps(rows).decode(), **more})


def remove_layer(session: Session, set_id: UUID, layer: str) -> int:
    """Take a whole layer out of a draft; returns how many rows it had."""
    table, where = _place_of(layer)
    result = session.execute(
        text(f"DELETE FROM gridops.{table} WHERE set_id = :set AND {where}"), {"set": set_id, "layer": layer}
    )
    session.execute(
        text("DELETE FROM gridops.waiver WHERE set_id = :set AND level = :layer"),
        {"set": set_id, "layer": layer},
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def holds_layer(session: Session, set_id: UUID, layer: str) -> bool:
    """Whether a set holds anything of a layer."""
    table, where = _place_of(layer)
    return bool(
        session.scalar(
            text(f"SELECT EXISTS (SELECT FROM gridops.{table} WHERE set_id = :set AND {where})"),
            {"set": set_id, "layer": layer},
        )
    )


def waivers_of(session: Session, set_id: UUID) -> Sequence[Waiver]:
    """Every waiver with which a layer of the set was let in."""
    return session.scalars(select(Waiver).where(Waiver.set_id == set_id)).all()


def _place_of(layer: str) -> tuple[str, str]:
    if layer == "special_grid":
        return "area_version", "kind = 'special' AND :layer <> ''"
    if layer in LEVELS:
        return "area_version", "level = :layer AND kind <> 'special'"
    return ("area_group" if layer in GROUP_KINDS else "map_feature"), "kind = :layer"
