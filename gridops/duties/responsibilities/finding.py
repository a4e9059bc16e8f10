"""Whose duty a matter is at a place on a day: asked by whoever routes, hands down or declines. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gridops.db.session import Session
from gridops.duties.matters.models import Standard
from gridops.duties.responsibilities import queries
from gridops.duties.responsibilities.models import Responsibility
from gridops.duties.responsibilities.rules import first_ground, rank


def items_for(
    session: Session,
    *,
    service_code: str,
    group_code: str,
    area_code: str,
    on: date,
    kinds: Collection[str] = (),
) -> list[Responsibility]:
    """Items of the list that a matter at a place falls under on a day, the most specific first."""
    rows = queries.responsibilities_for(
        session, service_code=service_code, group_code=group_code, area_code=area_code, on=on
    )
    return sorted((row for row in rows if not kinds or row.kind in kinds), key=rank)


def find_taken_back(
    session: Session, *, service_code: str, group_code: str, area_code: str, on: date
) -> Responsibility | None:
    """The item by which the district has taken a matter back, or None.

    Only where the most specific item says so: a township's own item goes before the list that holds for all.
    `upper_agency` is the receiving one; the case goes straight to its unit at the district.
    """
    found = items_for(session, service_code=service_code, group_code=group_code, area_code=area_code, on=on)
    return found[0] if found and found[0].kind == "taken_back" else None


def find_first_ground(session: Session, *, service_code: str, standard: Standard, origin: str) -> str:
    """Why a case is never blocked by a dispute (flood, fire, life, work_safety, hotline_12345), or ''."""
    return first_ground(
        queries.first_duties(session),
        service_code=service_code,
        group_code=standard.group_code,
        origin=origin,
        call_first=standard.call_first,
    )
