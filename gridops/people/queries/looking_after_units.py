"""Reading agencies and units for who looks after them: lists, what is taken, rows locked for a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from gridops.db.session import Session
from gridops.people.models import Agency, Post, Unit


@dataclass(frozen=True)
class UnitFilter:
    """Which units are listed: `text` in the name or a number, of an agency, in an area, of a kind, as they stand."""

    on: date
    text: str = ""
    agency_code: str = ""
    area: str = ""
    kind: str = ""
    state: str = "in_force"


def list_agencies(
    session: Session, *, words: str, kind: str, after: str | None, limit: int
) -> Sequence[tuple[Agency, int]]:
    """Agencies by code from behind `after`, each with how many units it has in service."""
    counted = (
        select(func.count())
        .where(Unit.agency_id == Agency.id, Unit.is_active)
        .correlate(Agency)
        .scalar_subquery()
    )
    query = select(Agency, counted).order_by(Agency.code).limit(limit)
    if words:
        query = query.where(
            or_(*(c.icontains(words, autoescape=True) for c in (Agency.code, Agency.name, Agency.short_name)))
        )
    if kind:
        query = query.where(Agency.kind == kind)
    if after is not None:
        query = query.where(Agency.code > after)
    return [(row[0], row[1]) for row in session.execute(query)]


def list_units(
    session: Session, asked: UnitFilter, *, after: tuple[str, UUID] | None, limit: int
) -> Sequence[tuple[Unit, Agency]]:
    """Units with their agencies by area, from behind `after` (area, id)."""
    query = (
        select(Unit, Agency)
        .join(Agency, Agency.id == Unit.agency_id)
        .where(*_conditions(asked))
        .order_by(Unit.area_code, Unit.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Unit.area_code, Unit.id) > after)
    return [(row[0], row[1]) for row in session.execute(query)]


def _conditions(asked: UnitFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.text:
        columns = (Unit.name, cast(Unit.phones, String))
        where.append(or_(*(c.icontains(asked.text, autoescape=True) for c in columns)))
    if asked.agency_code:
        where.append(Agency.code == asked.agency_code)
    if asked.area:
        where.append(Unit.area_code.startswith(asked.area, autoescape=True))
    if asked.kind:
        where.append(Unit.kind == asked.kind)
    if asked.state == "in_force":
        where.append(Unit.is_active.is_(True))
    if asked.state == "coming":
        where += [~Unit.is_active, Unit.valid_from > asked.on]
    if asked.state == "past":
        where += [~Unit.is_active, Unit.valid_to <= asked.on]
    return where


def find_unit_row(session: Session, unit_id: UUID) -> tuple[Unit, Agency] | None:
    """A unit with its agency."""
    row = session.execute(
        select(Unit, Agency).join(Agency, Agency.id == Unit.agency_id).where(Unit.id == unit_id)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def lock_unit(session: Session, unit_id: UUID) -> Unit | None:
    """A unit, locked until the end of the transaction and read afresh."""
    return session.get(Unit, unit_id, with_for_update=True, populate_existing=True)


def lock_agency(session: Session, agency_id: UUID) -> Agency | None:
    """An agency, locked until the end of the transaction and read afresh."""
    return session.get(Agency, agency_id, with_for_update=True, populate_existing=True)


def has_unit_between(
    session: Session, agency_id: UUID, area_code: str, starts: date, ends: date | None
) -> bool:
    """Whether an agency has a unit for an area on some of these days."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Unit.agency_id == agency_id,
                    Unit.area_code == area_code,
                    or_(Unit.valid_to.is_(None), Unit.valid_to > starts),
                    *([] if ends is None else [or_(Unit.valid_from.is_(None), Unit.valid_from < ends)]),
                )
            )
        )
    )


def has_units_from(session: Session, agency_id: UUID, day: date) -> bool:
    """Whether an agency has a unit in service on a day or later."""
    return bool(
        session.scalar(
            select(
                exists().where(Unit.agency_id == agency_id, or_(Unit.valid_to.is_(None), Unit.valid_to > day))
            )
        )
    )


def posts_in_unit(session: Session, unit_id: UUID, *, on: date) -> Sequence[Post]:
    """Posts in a unit that hold on a day or later."""
    return session.scalars(
        select(Post)
        .where(Post.unit_id == unit_id, or_(Post.valid_to.is_(None), Post.valid_to > on))
        .order_by(Post.id)
    ).all()


def units_turning(session: Session, day: date) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """Units that are in service and end by a day, and those that are to be in service by then and are not; locked."""
    ending = and_(Unit.is_active, Unit.valid_to <= day)
    beginning = and_(
        ~Unit.is_active,
        Unit.valid_from <= day,
        func.coalesce(Unit.valid_to, cast(literal("infinity"), Date)) > day,
    )
    query = select(Unit).order_by(Unit.id).with_for_update()
    return session.scalars(query.where(ending)).all(), session.scalars(query.where(beginning)).all()


def pass_on_successions(session: Session, unit_id: UUID, successor_id: UUID) -> None:
    """Whoever was taken over from by a unit is taken over from by its own successor: one step is always enough."""
    session.execute(
        update(Unit)
        .where(Unit.successor_id == unit_id, Unit.id != successor_id)
        .values(successor_id=successor_id)
    )


def count_units(session: Session, agency_id: UUID) -> int:
    """How many units an agency has in service."""
    return session.scalar(select(func.count()).where(Unit.agency_id == agency_id, Unit.is_active)) or 0
