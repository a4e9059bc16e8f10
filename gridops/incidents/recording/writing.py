"""Writing new cases: row, private text, photos and all their log entries, one statement for one case or five hundred.

Every room that makes cases comes here and fills no column itself. A case that goes on at once (filed, dispatched,
settled) is moved before it is written, in memory, and written as it is then. Never commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace, TracebackType
from typing import Any, cast
from uuid import UUID

from sqlalchemy import orm

from gridops import clock
from gridops.db.gathering import Gathered
from gridops.db.session import Session
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.media.declaring import media_rows
from gridops.incidents.media.models import IncidentMedia
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.recording.new_case import NewCase
from gridops.incidents.recording.queries import Written, write_gathered
from gridops.incidents.recording.rows import (
    Numbering,
    blank_columns,
    columns_of,
    row_of,
    rows_beside,
)
from gridops.log.appending import Entry, append
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


@dataclass
class Begun:
    """A new case with what stands beside it, still to be written."""

    incident: Incident
    private: IncidentPrivate | None = None
    media: list[IncidentMedia] = field(default_factory=list)
    dispatches: list[Dispatch] = field(default_factory=list)
    #: Photos that were here before their report.
    arrived: frozenset[UUID] = frozenset()


class CaseWriting:
    """A block in which new cases are begun, moved on and written at last: nothing is told the database before `write`.

    Within it log entries, timers, notes and dispatches of the session are gathered instead of written.
    """

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self._session, self._actor, self._at = session, actor, at
        deployment = territory_queries.get_deployment(session)
        self._numbering = Numbering.of(deployment.district_code, at, deployment.time_zone)
        self._begun: dict[UUID, Begun] = {}
        self._gathered = Gathered()

    def __enter__(self) -> CaseWriting:
        self._session.gathered = self._gathered
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._session.gathered = None

    def begin(self, case: NewCase) -> Begun:
        """A case as reported, with its first entry; what follows it at once is told of `incident`."""
        gathered, i = self._gathered, case.id
        gathered.of = i
        gathered.new.add(i)
        row = row_of(case, self._actor, now=self._at, numbering=self._numbering)
        # No row of the session's: it is written once, and what follows it touches its columns alone.
        begun = Begun(cast(Incident, SimpleNamespace(**blank_columns(), **row)))
        for table, beside in rows_beside(case, self._actor):
            gathered.add(table, beside)
            if table == "incident_private":
                begun.private = IncidentPrivate(**beside)
        photos: list[dict[str, Any]] = media_rows(
            case.media, incident_id=i, declared_by=self._actor.id, version=1
        )
        gathered.add("incident_media", *photos)
        begun.media = [IncidentMedia(**photo) for photo in photos]
        append(self._session, entry_of_report(case, self._actor))
        self._begun[i] = begun
        return begun

    def take_back(self, incident_id: UUID) -> None:
        """Forget a case that was begun: it is not to be written."""
        del self._begun[incident_id]
        self._gathered.drop(incident_id)

    def write(self) -> Written:
        """Write all that was begun; what the database refuses is raised for all of them."""
        if not self._begun:
            return Written({}, frozenset())
        self._gathered.of = None
        self._gathered.add("incident", *(columns_of(one.incident) for one in self._begun.values()))
        written = write_gathered(self._session, self._gathered)
        for i, number in written.numbers.items():
            self._begun[i].incident.case_number = number
            self._begun[i].arrived = written.arrived
        return written


def record_cases(
    session: Session, actor: Actor, cases: Sequence[NewCase], *, at: datetime | None = None
) -> dict[UUID, Incident]:
    """Write `cases` as reported by `actor` at `at` (now) by one statement; the written ones by id.

    One whose id is taken already is left out of what is returned, and nothing is written for it. What the database
    refuses is raised for all of them.
    """
    with CaseWriting(session, actor, at or clock.now()) as writing:
        begun = {case.id: writing.begin(case) for case in cases}
        numbers = writing.write().numbers
    found = {i: Incident(**columns_of(begun[i].incident)) for i in numbers}
    for incident in found.values():
        # Known to the session as any row that it has read.
        orm.make_transient_to_detached(incident)
        session.add(incident)
    return found


def entry_of_report(case: NewCase, actor: Actor) -> Entry:
    """What the log is told of a report."""
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
