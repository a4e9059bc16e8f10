"""Names of what registers may name: matters, groups, agencies, townships. Writes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from gridops.db.session import Session
from gridops.duties.matters import queries
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.registers.wire import CodedName
from gridops.errors import fault
from gridops.territory import queries as territory_queries
from gridops.territory.models import AreaVersion


def matter_at(
    session: Session, *, area_code: str, service_code: str, on: date
) -> tuple[AreaVersion, MatterVersion]:
    """The area and the matter that are asked about; 422 for either that there is none of on that day."""
    area = territory_queries.find_area(session, area_code)
    if area is None:
        raise fault("/area", "没有这个区域", "No such area")
    version = queries.find_in_force(session, [service_code], on).get(service_code)
    if version is None:
        raise fault("/service_code", "当日没有生效的这个事项", "No such matter is in force on that day")
    return area, version


def named_codes(session: Session) -> dict[str, Any]:
    """The fields of `NamedCodes`: what may be named in a register."""
    versions = queries.all_in_force(session)
    groups = {version.standard.group_code: version.standard.service_group for version in versions}
    return {
        "agencies": agencies_of(session),
        "townships": _townships_of(session),
        "matters": [CodedName(code=r.matter.service_code, name=r.standard.service_name) for r in versions],
        "groups": [CodedName(code=code, name=name) for code, name in sorted(groups.items())],
    }


def agencies_of(session: Session) -> list[CodedName]:
    """Every agency by its code."""
    return [CodedName(code=a.code, name=a.name) for a in queries.agencies(session)]


def _townships_of(session: Session) -> list[CodedName]:
    """The townships of the set in force, by code."""
    found = territory_queries.find_set_in_force(session)
    if found is None:
        return []
    rows = territory_queries.list_areas(session, found.id, level="township")
    return [CodedName(code=row.code, name=row.name) for row in rows]
