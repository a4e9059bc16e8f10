"""What every move on a case shares: finding it, the audience before and after, version, log entry, note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.incidents import queries
from gridops.incidents.models import Incident
from gridops.incidents.moves.models import IncidentNote
from gridops.incidents.rules import is_open
from gridops.log.appending import Entry, append
from gridops.people import scope
from gridops.people.rules import Actor


@dataclass(frozen=True)
class Audience:
    """Who is concerned by a case: areas, units and persons."""

    areas: frozenset[str]
    units: frozenset[UUID]
    persons: frozenset[UUID]

    @classmethod
    def of(cls, i: Incident) -> Audience:
        """The audience of a case as it stands."""
        codes = {i.scope_code} | ({i.special_grid_code} if i.special_grid_code else set())
        return cls(frozenset(codes), frozenset(i.unit_ids), frozenset(i.person_ids))

    def __or__(self, other: Audience) -> Audience:
        return Audience(self.areas | other.areas, self.units | other.units, self.persons | other.persons)


class Change:
    """One move being made on one locked case. `done` writes version, note and log entry."""

    def __init__(self, session: Session, incident: Incident, actor: Actor | None) -> None:
        self.session, self.incident, self.actor = session, incident, actor
        self.before = Audience.of(incident)
        self.old_state = incident.state

    def to(self, state: str) -> None:
        """Put the case into `state`."""
        self.incident.state = state
        self.incident.is_open = is_open(state)

    def done(
        self,
        action: str,
        *,
        note: str | None = None,
        data: dict[str, Any] | None = None,
        persons: Sequence[UUID] = (),
    ) -> Incident:
        """Count the version up and append the entry with those concerned before and after."""
        i = self.incident
        i.version += 1
        after = Audience.of(i) | self.before
        if note and note.strip():
            self.session.add(
                IncidentNote(
                    incident_id=i.id,
                    version=i.version,
                    action=action,
                    account_id=self.actor.id if self.actor else i.reporter_id,
                    text=note.strip(),
                )
            )
        append(
            self.session,
            Entry(
                action=action,
                entity="incident",
                entity_id=i.id,
                version=i.version,
                actor_id=self.actor.id if self.actor else None,
                areas=sorted(after.areas),
                units=sorted(after.units, key=str),
                persons=sorted(after.persons | set(persons), key=str),
                data={"from": self.old_state, "to": i.state} | (data or {}),
            ),
        )
        self.before, self.old_state = Audience.of(i), i.state
        return i


def begin(session: Session, actor: Actor, incident_id: UUID) -> Change:
    """Lock a case in the actor's sight for a move; 404 for one that is not there or not in sight."""
    incident = queries.lock_incident(session, incident_id)
    if incident is None:
        raise Problem("not-found")
    scope.hold(session, incident_id)
    return Change(session, incident, actor)


def now_for(occurred_at: datetime | None, not_before: datetime) -> datetime:
    """The time of a move: what the phone said if it lies in the past, else now; never before what it follows.

    A phone that could put an act before the order for it would meet every deadline.
    """
    now = clock.now()
    said = occurred_at if occurred_at is not None and occurred_at <= now else now
    return max(said, not_before)
