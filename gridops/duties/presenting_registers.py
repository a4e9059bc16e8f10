"""What the answers of the registers of powers and of responsibilities are put together from. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from gridops.db.session import Session
from gridops.duties import queries
from gridops.duties.dated_register import ContentT, DatedRegister
from gridops.duties.previewing import changes_of
from gridops.duties.queries import Rule
from gridops.duties.queries.dated import RowT
from gridops.duties.wire.dated import CodedName
from gridops.duties.wire.register import ChangeOut
from gridops.errors import Problem, fault
from gridops.territory import queries as territory_queries
from gridops.territory.models import AreaVersion


def matter_at(session: Session, *, area_code: str, service_code: str, on: date) -> tuple[AreaVersion, Rule]:
    """The area and the matter that are asked about; 422 for either that there is none of on that day."""
    area = territory_queries.find_area(session, area_code)
    if area is None:
        raise fault("/area", "没有这个区域", "No such area")
    rule = queries.find_rules(session, [service_code], on).get(service_code)
    if rule is None:
        raise fault("/service_code", "当日没有生效的这个事项", "No such matter is in force on that day")
    return area, rule


def item_parts(
    session: Session,
    register: DatedRegister[RowT, ContentT],
    item_code: str,
    all_rows: Callable[[Session], Sequence[RowT]],
) -> tuple[list[RowT], list[ChangeOut]]:
    """An item's rows, newest first, and who changed what; 404 for one that never was."""
    session.flush()
    rows = [row for row in all_rows(session) if row.item_code == item_code]
    changes = changes_of(session, register.item_id(item_code))
    if not rows and not changes:
        raise Problem("not-found")
    return sorted(rows, key=lambda row: row.valid_from, reverse=True), changes


def named_codes(session: Session) -> dict[str, Any]:
    """The fields of `NamedCodes`: what may be named in a register."""
    rules = queries.all_rules(session)
    groups = {rule.standard.group_code: rule.standard.service_group for rule in rules}
    return {
        "agencies": agencies_of(session),
        "townships": _townships_of(session),
        "matters": [CodedName(code=r.matter.service_code, name=r.standard.service_name) for r in rules],
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
