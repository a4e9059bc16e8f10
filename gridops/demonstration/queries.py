"""Reading what the demonstration is loaded onto: areas and groups of the set in force."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from gridops.db.session import Session
from gridops.territory import queries as territory_queries
from gridops.territory.models import AreaGroup, AreaVersion
from gridops.territory.rules import GROUP_KINDS


def areas_of(session: Session, level: str, kind: str | None = None) -> Sequence[AreaVersion]:
    """The areas of a level, or of one kind in it, of the set in force, by code."""
    boundary_set = territory_queries.get_set_in_force(session)
    query = select(AreaVersion).where(AreaVersion.set_id == boundary_set.id, AreaVersion.level == level)
    if kind is not None:
        query = query.where(AreaVersion.kind == kind)
    return session.scalars(query.order_by(AreaVersion.code)).all()


def places_of(session: Session, level: str) -> Sequence[AreaVersion | AreaGroup]:
    """The areas of a level, or the groups of a kind."""
    if level not in GROUP_KINDS:
        return areas_of(session, level)
    boundary_set = territory_queries.get_set_in_force(session)
    query = select(AreaGroup).where(AreaGroup.set_id == boundary_set.id, AreaGroup.kind == level)
    return session.scalars(query.order_by(AreaGroup.code)).all()
