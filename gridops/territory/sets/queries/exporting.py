"""Reading whole layers of a set, to be written to a file or compared: properties and geometry side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session

_AREAS = text(
    "SELECT code, name, short_name, level, kind, parent_code, households, people, area_m2,"
    " ST_AsBinary(geom) AS wkb FROM gridops.area_version"
    " WHERE set_id = :set AND level = :level AND (kind = 'special') = :special ORDER BY code"
)
_GROUPS = text(
    "SELECT code, name, kind, parent_code, array_to_string(member_codes, ' ') AS members,"
    " ST_AsBinary(geom) AS wkb FROM gridops.area_group WHERE set_id = :set AND kind = :kind ORDER BY code"
)
_FEATURES = text(
    "SELECT name, feature_class AS class, ST_AsBinary(geom) AS wkb, ST_GeometryType(geom) AS shape"
    " FROM gridops.map_feature WHERE set_id = :set AND kind = :kind ORDER BY name, id"
)


def area_layer(session: Session, set_id: UUID, level: str, *, special: bool = False) -> Sequence[Any]:
    """Areas of one level with their figures; `wkb` in CGCS2000 degrees."""
    return session.execute(_AREAS, {"set": set_id, "level": level, "special": special}).all()


def group_layer(session: Session, set_id: UUID, kind: str) -> Sequence[Any]:
    """Groups of one kind, members' codes separated by spaces."""
    return session.execute(_GROUPS, {"set": set_id, "kind": kind}).all()


def feature_layer(session: Session, set_id: UUID, kind: str) -> Sequence[Any]:
    """Roads, water or places of a set."""
    return session.execute(_FEATURES, {"set": set_id, "kind": kind}).all()
