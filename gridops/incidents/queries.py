"""Reading cases by id: locked for a move, with companions for an answer. Lists stand in listing.py."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select, text
from sqlalchemy.dialects import postgresql

from gridops.db.session import Session
from gridops.duties.models import Standard
from gridops.duties.queries import policies_column, policies_of, today
from gridops.duties.rules.origins import USUAL
from gridops.incidents.models import (
    Dispatch,
    Incident,
    IncidentMedia,
    IncidentMove,
    IncidentNote,
    IncidentPrivate,
    case_numbers,
)
from gridops.incidents.permits import Case, Manner, OnPost


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


def report_facts(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    """(reporter, content hash) of reports by id, wherever they are: answers "has this id been used?".

    Runs as the definer, since an id may belong to a case out of the caller's sight.
    """
    rows = session.execute(
        text("SELECT id, reporter_id, content_hash FROM gridops.report_facts(CAST(:ids AS uuid[]))"),
        {"ids": [str(i) for i in ids]},
    )
    return {row.id: (row.reporter_id, bytes(row.content_hash)) for row in rows}


@cache
def _insert_statement(names: tuple[str, ...]) -> Any:
    """The INSERT of rows sent as one JSON document: one text whatever their number, so it is prepared once.

    Serials of case numbers come from a plain sequence; gaps are allowed, and five digits grow rather than collide.
    """
    columns = Incident.__table__.columns
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    types = ", ".join(f"{n} {columns[n].type.compile(dialect=dialect)}" for n in names)
    picked = ", ".join(
        "r.case_number || lpad(s.n::text, greatest(5, length(s.n::text)), '0')"
        if n == "case_number"
        else f"r.{n}"
        for n in names
    )
    statement = text(
        f"INSERT INTO gridops.incident ({', '.join(names)})"
        f" SELECT {picked} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r({types})"
        f" CROSS JOIN LATERAL (SELECT nextval('{case_numbers.schema}.{case_numbers.name}') WHERE r.id IS NOT NULL)"
        " AS s(n) ON CONFLICT (id) DO NOTHING"
        f" RETURNING {', '.join(c.name for c in columns if c.name != 'geom')}"
    )
    read = [c for c in columns if c.name != "geom"]
    return select(Incident).from_statement(statement.columns(*read))


def insert_incidents(session: Session, rows: Sequence[dict[str, Any]]) -> dict[UUID, Incident]:
    """Write new cases by one statement; those whose id is taken meanwhile are left out of what is returned.

    The rows have the same columns; `case_number` is its beginning, the serial is added here.
    """
    sent = orjson.dumps(list(rows), default=_as_text).decode()
    found = session.scalars(_insert_statement(tuple(rows[0])), {"rows": sent})
    return {row.id: row for row in found}


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value).__name__} is no column of a case")


def find_move(session: Session, move_id: UUID) -> IncidentMove | None:
    """A move by the number that its phone gave it."""
    return session.get(IncidentMove, move_id)


def current_dispatches(session: Session, incident_id: UUID) -> list[Dispatch]:
    """Dispatches that still run, oldest first."""
    return list(
        session.scalars(
            select(Dispatch)
            .where(Dispatch.incident_id == incident_id, Dispatch.is_current)
            .order_by(Dispatch.made_at, Dispatch.id)
        )
    )


def last_cleared(session: Session, incident_id: UUID) -> list[Dispatch]:
    """The handling dispatches that were confirmed last, to go on after rework."""
    rows = session.scalars(
        select(Dispatch)
        .where(Dispatch.incident_id == incident_id, Dispatch.status == "cleared", Dispatch.kind == "handle")
        .order_by(Dispatch.finished_at.desc(), Dispatch.id.desc())
        .limit(1)
    )
    return list(rows)


def _grouped(rows: Iterable[Any], key: str = "incident_id") -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def dispatches_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Dispatch]]:
    """All dispatches of some cases, oldest first."""
    if not ids:
        return {}
    return _grouped(
        session.scalars(
            select(Dispatch).where(Dispatch.incident_id.in_(ids)).order_by(Dispatch.made_at, Dispatch.id)
        )
    )


def media_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[IncidentMedia]]:
    """Declared media of some cases, in order."""
    if not ids:
        return {}
    return _grouped(
        session.scalars(
            select(IncidentMedia)
            .where(IncidentMedia.incident_id.in_(ids))
            .order_by(IncidentMedia.version, IncidentMedia.position)
        )
    )


def private_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, IncidentPrivate]:
    """Private rows of some cases that the policy lets through."""
    if not ids:
        return {}
    rows = session.scalars(select(IncidentPrivate).where(IncidentPrivate.incident_id.in_(ids)))
    return {row.incident_id: row for row in rows}


def notes_of(session: Session, incident_id: UUID) -> dict[tuple[int, str], str]:
    """Notes of a case by (version, action), where the policy lets them through."""
    rows = session.scalars(select(IncidentNote).where(IncidentNote.incident_id == incident_id))
    return {(row.version, row.action): row.text for row in rows}


def manners_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Manner]:
    """How each standard wants its cases judged: verification, who files and closes; with the origins' policies."""
    rows = session.execute(
        select(Standard.id, Standard.verification, Standard.posts, policies_column(today(session))).where(
            Standard.id.in_(list(set(ids)))
        )
    ).all()
    policies = policies_of(rows[0][3]) if rows else {}
    return {row[0]: Manner(row[1], row[2], policies) for row in rows}


def has_photo_after(session: Session, incident_id: UUID) -> bool:
    """Whether a photo of what was done is declared on the case."""
    found = select(IncidentMedia).where(
        IncidentMedia.incident_id == incident_id, IncidentMedia.stage == "after"
    )
    return bool(session.scalar(select(found.exists())))


def incidents_with_media(session: Session, media_id: UUID, *, declared_by: UUID) -> list[Incident]:
    """Cases in sight on which `declared_by` declared a photo."""
    return list(
        session.scalars(
            select(Incident)
            .join(IncidentMedia, IncidentMedia.incident_id == Incident.id)
            .where(IncidentMedia.media_id == media_id, IncidentMedia.declared_by == declared_by)
        )
    )


def count_open(session: Session) -> int:
    """Open cases in sight."""
    return session.scalar(select(func.count()).select_from(Incident).where(Incident.is_open)) or 0


def count_returns(session: Session, incident_id: UUID) -> int:
    """How often units gave the case back (declined or returned), to the desk."""
    given_back = select(func.count()).where(
        Dispatch.incident_id == incident_id, Dispatch.status.in_(("declined", "returned"))
    )
    return session.scalar(given_back) or 0


def as_case(
    incident: Incident, dispatches: Sequence[Dispatch], manner: Manner, on_post: OnPost | None = None
) -> Case:
    """What the permits look at; `on_post` where the standard names who files and closes."""
    return Case(
        state=incident.state,
        level=incident.level,
        origin=incident.origin,
        scope_code=incident.scope_code,
        unit_ids=incident.unit_ids,
        verify_unit_ids=[d.unit_id for d in dispatches if d.kind == "verify" and d.is_current],
        handled_by=incident.handled_by,
        assignee_ids=[d.assignee_id for d in dispatches if d.assignee_id and d.kind == "handle"],
        verification=manner.verification,
        on_post=on_post,
        waiting_unit_ids=[d.unit_id for d in dispatches if d.is_current and d.status == "dispatched"],
        policy=manner.policies.get(incident.origin, USUAL),
    )
