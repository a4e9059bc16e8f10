"""What the search over areas reads of a set: names once, and the codes of the district's own system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session

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


def codes_of(session: Session, set_id: UUID) -> dict[str, tuple[str, ...]]:
    """Code → the codes that hold for the same area in other systems."""
    found: dict[str, tuple[str, ...]] = {}
    for row in session.execute(_OTHER_CODES, {"set": set_id}):
        found[row.code] = (*found.get(row.code, ()), row.other)
    return found


def code_history(session: Session, set_id: UUID, code: str) -> Sequence[Any]:
    """Every code that an area has or had: (system, code, valid_from, valid_to)."""
    return session.execute(_HISTORY, {"set": set_id, "code": code}).all()
