"""Writing new cases: row, private text, photos and the first log entry, one call for one case or five hundred.

Every room that makes cases calls this and fills no column itself. Never commits; what follows the record (filing,
dispatching) is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from gridops import clock
from gridops.db.session import Session
from gridops.incidents.media.declaring import declare_media, media_rows
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.recording.new_case import NewCase
from gridops.incidents.recording.queries import insert_incidents
from gridops.incidents.recording.rows import Numbering, private_row, row_of
from gridops.log.appending import Entry, append
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


def record_cases(
    session: Session, actor: Actor, cases: Sequence[NewCase], *, at: datetime | None = None
) -> dict[UUID, Incident]:
    """Write `cases` as reported by `actor` at `at` (now), by a fixed number of statements; the written ones by id.

    One whose id is taken already is left out of what is returned, and nothing is written for it. What the database
    refuses is raised for all of them.
    """
    if not cases:
        return {}
    now = at or clock.now()
    deployment = territory_queries.get_deployment(session)
    numbering = Numbering.of(deployment.district_code, now, deployment.time_zone)
    written = insert_incidents(session, [row_of(case, actor, now=now, numbering=numbering) for case in cases])
    new = [case for case in cases if case.id in written]
    _write_companions(session, actor, new)
    append(session, *(_entry(case, actor) for case in new))
    return written


def has_companions(case: NewCase) -> bool:
    """Whether anything is written beside the row: photos, private text."""
    return bool(case.media) or private_row(case) is not None


def _write_companions(session: Session, actor: Actor, cases: Sequence[NewCase]) -> None:
    private = [row for case in cases if (row := private_row(case)) is not None]
    if private:
        session.execute(insert(IncidentPrivate), private)
    declare_media(
        session,
        [
            row
            for case in cases
            for row in media_rows(case.media, incident_id=case.id, declared_by=actor.id, version=1)
        ],
    )


def _entry(case: NewCase, actor: Actor) -> Entry:
    place = case.place
    return Entry(
        action="incident.reported",
        entity="incident",
        entity_id=case.id,
        version=1,
        actor_id=actor.id,
        areas=[code for code in (place.scope_code, place.special_code) if code],
        persons=[actor.id],
        data={"service_code": case.matter.service_code, "grid": place.grid_code, "to": "reported"},
    )
