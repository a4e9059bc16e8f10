"""Reading matters: with the version in force on a day, whether they are admitted, and every version of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from gridops import clock
from gridops.db.dated.queries import in_force
from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session
from gridops.duties.calendar.queries import today
from gridops.duties.matters.models import Admission, Matter, Standard
from gridops.people.models import Agency
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class MatterVersion:
    """A matter and one version of it; `is_admitted` tells whether it may be put on workers."""

    matter: Matter
    standard: Standard
    is_admitted: bool


_AGENCIES = select(Agency).order_by(Agency.code)


@dataclass(frozen=True)
class Catalogue:
    """Every matter with all its versions and admissions, held in memory."""

    matters: Mapping[str, Matter]
    by_id: Mapping[UUID, Matter]
    standards: Mapping[UUID, Standard]
    versions: Mapping[UUID, Sequence[Standard]]
    admissions: Mapping[UUID, Sequence[Admission]]

    def is_admitted(self, matter_id: UUID, on: date) -> bool:
        """Whether a matter may be put on workers on a day."""
        return any(holds_on(one, on) for one in self.admissions[matter_id])  # type: ignore[arg-type]

    def in_force(self, matter: Matter, on: date) -> MatterVersion | None:
        """An active matter with its version of a day."""
        found = next((one for one in self.versions[matter.id] if holds_on(one, on)), None)
        if found is None or not matter.is_active:
            return None
        return MatterVersion(matter, found, self.is_admitted(matter.id, on))

    def all_in_force(self, on: date) -> dict[str, MatterVersion]:
        """The active matters by service code, in its order, each with its version of a day."""
        return {code: v for code, m in self.matters.items() if (v := self.in_force(m, on)) is not None}


def _held_in_force(session: Session, today: date) -> Mapping[str, MatterVersion]:
    return held(session, ("matters in force", today), lambda asking: _catalogue(asking).all_in_force(today))


def _catalogue(session: Session) -> Catalogue:
    def make(asking: Session) -> Catalogue:
        matters = rows_held(asking, "matters", select(Matter).order_by(Matter.service_code))
        standards = rows_held(asking, "standards", select(Standard).order_by(Standard.valid_from))
        # Those decided have dates; the others are not in force on any day.
        decided = select(Admission).where(Admission.state.in_(("approved", "ended")))
        admissions = rows_held(asking, "admissions", decided)
        return Catalogue(
            {m.service_code: m for m in matters},
            {m.id: m for m in matters},
            {s.id: s for s in standards},
            {m.id: [s for s in standards if s.matter_id == m.id] for m in matters},
            {m.id: [a for a in admissions if a.matter_id == m.id] for m in matters},
        )

    return held(session, "catalogue", make)


def _admitted(on: date) -> ColumnElement[bool]:
    return exists().where(
        Admission.matter_id == Matter.id,
        Admission.state.in_(("approved", "ended")),
        *in_force(Admission, on),
    )


def _versions(day: date) -> Any:
    return select(Matter, Standard, _admitted(day)).join(Standard, Standard.matter_id == Matter.id)


def find_in_force(
    session: Session, service_codes: Sequence[str], on: date | None = None
) -> dict[str, MatterVersion]:
    """Active matters by service code, each with its version in force on a day (today without one)."""
    day = on or today(session)
    if is_held(session):
        versions = _held_in_force(session, day) if on is None else _catalogue(session).all_in_force(day)
        return {code: versions[code] for code in service_codes if code in versions}
    rows = session.execute(
        _versions(day).where(
            Matter.service_code.in_(list(service_codes)), Matter.is_active, *in_force(Standard, day)
        )
    )
    return {m.service_code: MatterVersion(m, s, bool(a)) for m, s, a in rows}


def all_in_force(session: Session, on: date | None = None) -> list[MatterVersion]:
    """Every active matter with its version in force, by code."""
    day = on or today(session)
    if is_held(session):
        return list(_catalogue(session).all_in_force(day).values())
    rows = session.execute(
        _versions(day).where(Matter.is_active, *in_force(Standard, day)).order_by(Matter.service_code)
    )
    return [MatterVersion(m, s, bool(a)) for m, s, a in rows]


def get_matter_version(session: Session, standard_id: UUID, *, on: datetime) -> MatterVersion:
    """The matter and the version that a case was filed under, whatever is in force today.

    `on` is when it was reported: what was admitted then is the workers' to the end.
    """
    day = on.astimezone(clock.zone(territory_queries.get_deployment(session).time_zone)).date()
    if is_held(session):
        catalogue = _catalogue(session)
        standard = catalogue.standards[standard_id]
        matter = catalogue.by_id[standard.matter_id]
        return MatterVersion(matter, standard, catalogue.is_admitted(matter.id, day))
    row = session.execute(_versions(day).where(Standard.id == standard_id)).one()
    return MatterVersion(row[0], row[1], bool(row[2]))


def get_standard(session: Session, standard_id: UUID) -> Standard:
    """The version a case was filed under."""
    found = (
        _catalogue(session).standards.get(standard_id)
        if is_held(session)
        else session.get(Standard, standard_id)
    )
    if found is None:
        raise LookupError(f"standard {standard_id} is gone")
    return found


def find_matter(session: Session, service_code: str, *, is_locked: bool = False) -> Matter | None:
    """A matter by its code, active or not."""
    query = select(Matter).where(Matter.service_code == service_code)
    if is_locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def versions_of(session: Session, matter_ids: Sequence[UUID]) -> dict[UUID, list[Standard]]:
    """Every version of some matters, newest first."""
    found: dict[UUID, list[Standard]] = {matter_id: [] for matter_id in matter_ids}
    rows = session.scalars(
        select(Standard).where(Standard.matter_id.in_(matter_ids)).order_by(Standard.valid_from.desc())
    )
    for row in rows:
        found[row.matter_id].append(row)
    return found


def admissions_of(session: Session, matter_id: UUID) -> Sequence[Admission]:
    """Every application for a matter, newest first."""
    return session.scalars(
        select(Admission).where(Admission.matter_id == matter_id).order_by(Admission.applied_at.desc())
    ).all()


def all_matters(session: Session) -> Sequence[Matter]:
    """Every matter, retired ones too, by code."""
    return session.scalars(select(Matter).order_by(Matter.service_code)).all()


def matters_of_list(session: Session, source_list: str) -> dict[tuple[str, str], Matter]:
    """The matters of an imported list by (kind, code)."""
    rows = session.scalars(select(Matter).where(Matter.source_list == source_list))
    return {(m.source_kind, m.source_code): m for m in rows}


def agencies(session: Session) -> Sequence[Agency]:
    """Every agency, by code."""
    if is_held(session):
        return rows_held(session, "agencies", _AGENCIES)
    return session.scalars(select(Agency).order_by(Agency.code)).all()


def taken_codes(session: Session) -> set[str]:
    """Every service code there ever was."""
    return set(session.scalars(select(Matter.service_code)))


def admitted_ids(session: Session, on: date) -> set[UUID]:
    """Matters that may be put on workers on a day."""
    return set(session.scalars(select(Matter.id).where(_admitted(on))))


def codes_in_use(session: Session) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of all matters, and of all groups of matters that any version names."""
    matters = session.scalars(select(Matter.service_code))
    groups = session.scalars(select(Standard.group_code).distinct())
    return frozenset(matters), frozenset(groups)
