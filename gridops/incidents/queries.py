"""Reading cases by id: locked for a move, with companions for an answer. Lists stand in listing.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, text

from gridops import clock
from gridops.db.session import Session
from gridops.incidents.models import Incident
from gridops.people.roles import UNIT_MEMBERS


def lock_incident(session: Session, incident_id: UUID) -> Incident | None:
    """A case in sight, locked until the end of the transaction and read afresh."""
    return session.scalar(
        select(Incident)
        .where(Incident.id == incident_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def find_incident(session: Session, incident_id: UUID) -> Incident | None:
    """A case in sight."""
    return session.scalar(select(Incident).where(Incident.id == incident_id))


def incidents_by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Incident]:
    """Cases in sight by id, read afresh."""
    rows = session.scalars(
        select(Incident).where(Incident.id.in_(list(ids))).execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


#: What `documents_beside` tells, by name.
BESIDE = ("dispatches", "media", "arrived", "private", "accounts", "posts", "manned")

_DOCUMENTS = text(
    """
    SELECT (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.made_at, d.id) FROM gridops.dispatch d
            WHERE d.incident_id = ANY(CAST(:ids AS uuid[]))) AS dispatches,
           (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.version, m.position) FROM gridops.incident_media m
            WHERE m.incident_id = ANY(CAST(:ids AS uuid[]))) AS media,
           (SELECT jsonb_agg(jsonb_build_array(m.incident_id, m.media_id)) FROM gridops.incident_media m
            JOIN gridops.media_file f ON f.id = m.media_id AND f.account_id = m.declared_by
             AND encode(f.sha256, 'hex') = m.sha256
            WHERE m.incident_id = ANY(CAST(:ids AS uuid[]))) AS arrived,
           (SELECT jsonb_agg(to_jsonb(p)) FROM gridops.incident_private p
            WHERE p.incident_id = ANY(CAST(:ids AS uuid[]))) AS private,
           (SELECT jsonb_agg(jsonb_build_array(a.id, a.display_name, a.phone)) FROM gridops.account a
            WHERE a.id = ANY(CAST(:accounts AS uuid[]) || ARRAY(
                SELECT d.assignee_id FROM gridops.dispatch d
                WHERE d.incident_id = ANY(CAST(:ids AS uuid[])) AND d.assignee_id IS NOT NULL))) AS accounts,
           (SELECT jsonb_agg(DISTINCT jsonb_build_array(g.role, g.area_code))
            FROM gridops.held_posts(CAST(:at AS timestamptz)) g JOIN gridops.account a ON a.id = g.account_id
            WHERE g.role = ANY(CAST(:roles AS text[])) AND g.area_code IS NOT NULL AND a.is_active) AS posts,
           (SELECT jsonb_agg(DISTINCT g.unit_id)
            FROM gridops.held_posts(CAST(:at AS timestamptz)) g JOIN gridops.account a ON a.id = g.account_id
            WHERE g.role = ANY(CAST(:acting AS text[])) AND a.is_active AND g.unit_id IN (
                SELECT d.unit_id FROM gridops.dispatch d
                WHERE d.incident_id = ANY(CAST(:ids AS uuid[])) AND d.is_current)) AS manned
    """
)


def documents_beside(
    session: Session, ids: Sequence[UUID], accounts: Collection[UUID], roles: Collection[str]
) -> dict[str, list[Any]]:
    """Rows beside some cases as documents, as far as the policies let them through, in one statement.

    Of `accounts`, and of those who handle, (id, name, number); of `posts` the (role, area code) of `roles` that
    somebody holds; of `manned` the units that run for which somebody can sign in.
    """
    asked = {
        "ids": list(map(str, ids)),
        "accounts": list(map(str, accounts)),
        "roles": sorted(roles),
        "at": clock.now(),
        "acting": list(UNIT_MEMBERS),
    }
    row = session.execute(_DOCUMENTS, asked).one()
    return {name: row._mapping[name] or [] for name in BESIDE}


def count_open(session: Session) -> int:
    """Open cases in sight."""
    return session.scalar(select(func.count()).select_from(Incident).where(Incident.is_open)) or 0


def grouped_by_case(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """Rows of a case's companions by the case's id, in their order."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.incident_id].append(row)
    return found


def stand_by_day(session: Session, day: date) -> None:
    """Until the end of the transaction restricted cases that change stand at their village of a day's boundaries."""
    session.execute(text("SELECT set_config('gridops.day', :day, true)"), {"day": day.isoformat()})


_MISPLACED = text(
    """
    SELECT i.id FROM gridops.incident i CROSS JOIN LATERAL gridops.standing_of(i.scope_code) s
    WHERE i.is_restricted AND (i.shown_code, i.shown_lon, i.shown_lat) IS DISTINCT FROM (s.code, s.lon, s.lat)
    ORDER BY i.id LIMIT :limit
    """
)


def lock_misplaced(session: Session, *, limit: int) -> list[Incident]:
    """Restricted cases that do not stand where their village's name does, locked."""
    ids = list(session.scalars(_MISPLACED, {"limit": limit}))
    query = select(Incident).where(Incident.id.in_(ids)).order_by(Incident.id).with_for_update()
    return list(session.scalars(query.execution_options(populate_existing=True)))


@dataclass(frozen=True)
class CaseSelection:
    """Which cases to look at: by area, by special grid, by unit, and points that lay in no grid."""

    codes: Sequence[str]
    special_codes: Sequence[str] = ()
    unit_ids: Sequence[UUID] = ()
    with_unresolved: bool = False


def lock_selected(
    session: Session, selection: CaseSelection, *, after: UUID | None, limit: int
) -> list[Incident]:
    """The next cases in order of their id, open and closed ones, locked."""
    ways: list[ColumnElement[bool]] = [
        Incident.scope_code.in_(list(selection.codes)),
        Incident.special_grid_code.in_(list(selection.special_codes)),
    ]
    if selection.unit_ids:
        ways.append(and_(Incident.is_open, Incident.unit_ids.overlap(list(selection.unit_ids))))
    if selection.with_unresolved:
        ways.append(and_(Incident.grid_method == "unresolved", Incident.location_source != "area"))
    query = select(Incident).where(or_(*ways)).order_by(Incident.id).limit(limit).with_for_update()
    if after is not None:
        query = query.where(Incident.id > after)
    return list(session.scalars(query.execution_options(populate_existing=True)))
