"""What every edit of a case shares: the lock, those concerned before and after, state, version, log entry, note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.base import Base
from gridops.db.gathering import gathers_new
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.incidents import queries
from gridops.incidents.dispatches.models import Dispatch, DispatchProxy
from gridops.incidents.dispatches.queries import dispatches_of
from gridops.incidents.involved import Involved
from gridops.incidents.models import Incident
from gridops.incidents.moves.conditions import OtherUnits
from gridops.incidents.moves.models import IncidentNote
from gridops.incidents.moves.rules import state_after
from gridops.incidents.moves.table import MOVES
from gridops.incidents.rules import is_open
from gridops.log.appending import Entry, append
from gridops.people import scope
from gridops.people.rules import Actor

ALONE = OtherUnits()


@dataclass(frozen=True)
class Proxy:
    """For which unit's dispatch somebody else records a move; `spoke_to` is personal and stays out of the log."""

    dispatch: Dispatch
    move: str
    spoke_to: str | None = None
    spoke_at: datetime | None = None
    document_number: str | None = None


class CaseEdit:
    """An edit of one locked case: `move` sets the state by the table, `done` writes version, note and log entry."""

    def __init__(self, session: Session, incident: Incident, actor: Actor | None) -> None:
        self.session, self.incident, self.actor = session, incident, actor
        #: Whether the case is still to be written: then nothing stands beside it that would have to be read.
        self.is_new = gathers_new(session, incident.id)
        self._dispatches: list[Dispatch] | None = [] if self.is_new else None
        self._before = Involved.of(incident)
        self._old_state, self._was_restricted = incident.state, incident.is_restricted
        self._entry: str | None = None
        #: Set where the move is recorded for a unit by somebody else.
        self.proxy: Proxy | None = None

    def move(self, name: str, *, others: OtherUnits = ALONE) -> None:
        """Put the case where the table says that the move leads; `done` will log it by the table's word.

        `others` are the units that still run once it is made. ValueError where the move does not start from here.
        """
        move = MOVES[name]
        i = self.incident
        i.state = state_after(move, i.state, others)
        i.is_open = is_open(i.state)
        self._entry = move.entry

    def done(
        self, *, note: str | None = None, data: dict[str, Any] | None = None, persons: Sequence[UUID] = ()
    ) -> Incident:
        """Write down the move that was made."""
        assert self._entry is not None, "a move is made before it is written down"
        entry, self._entry = self._entry, None
        return self.log(entry, note=note, data=data, persons=persons)

    def log(
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
        involved = Involved.of(i) | self._before
        if i.is_restricted != self._was_restricted:
            data = (data or {}) | {"restricted": [self._was_restricted, i.is_restricted]}
        self._keep_note(action, note)
        proxy, self.proxy = self.proxy, None
        if proxy is not None:
            data = (data or {}) | {"by_proxy": True}
            self._keep_proxy(proxy, action)
        append(
            self.session,
            Entry(
                action=action,
                entity="incident",
                entity_id=i.id,
                version=i.version,
                actor_id=self.actor.id if self.actor else None,
                areas=sorted(involved.areas),
                units=sorted(involved.units, key=str),
                persons=sorted(involved.persons | set(persons), key=str),
                data={"from": self._old_state, "to": i.state} | (data or {}),
            ),
        )
        self._before, self._old_state, self._was_restricted = Involved.of(i), i.state, i.is_restricted
        return i

    def _keep_proxy(self, proxy: Proxy, action: str) -> None:
        row = proxy.dispatch
        row.by_proxy = [*row.by_proxy, proxy.move]
        if proxy.spoke_to is None or self.actor is None:
            return
        self._add(
            DispatchProxy(
                id=new_id(),
                incident_id=self.incident.id,
                dispatch_id=row.id,
                version=self.incident.version,
                action=action,
                account_id=self.actor.id,
                unit_id=row.unit_id,
                spoke_to=proxy.spoke_to,
                spoke_at=proxy.spoke_at or clock.now(),
                document_number=proxy.document_number,
            )
        )

    def _keep_note(self, action: str, note: str | None) -> None:
        if not note or not note.strip():
            return
        i = self.incident
        self._add(
            IncidentNote(
                id=new_id(),
                incident_id=i.id,
                version=i.version,
                action=action,
                account_id=self.actor.id if self.actor else i.reporter_id,
                text=note.strip(),
            )
        )

    @property
    def dispatches(self) -> list[Dispatch]:
        """Every dispatch of the case, oldest first, read once for the whole edit; new ones stand at the end."""
        if self._dispatches is None:
            self._dispatches = dispatches_of(self.session, [self.incident.id]).get(self.incident.id, [])
        return self._dispatches

    @property
    def running(self) -> list[Dispatch]:
        """The dispatches that still run, oldest first."""
        return [row for row in self.dispatches if row.is_current]

    def send(self, dispatch: Dispatch) -> None:
        """Write a new dispatch down beside the case."""
        self.dispatches.append(dispatch)
        self._add(dispatch)

    def _add(self, row: Base) -> None:
        gathered = self.session.gathered
        if gathered is None or not self.is_new:
            self.session.add(row)
        else:
            gathered.add(row.__tablename__, {c.name: getattr(row, c.name) for c in row.__table__.columns})


def begin_edit(session: Session, actor: Actor, incident_id: UUID) -> CaseEdit:
    """Lock a case in the actor's sight for a move; 404 for one that is not there or not in sight."""
    incident = queries.lock_incident(session, incident_id)
    if incident is None:
        raise Problem("not-found")
    scope.hold(session, incident_id)
    return CaseEdit(session, incident, actor)


def now_for(occurred_at: datetime | None, not_before: datetime) -> datetime:
    """The time of a move: what the phone said if it lies in the past, else now; never before what it follows.

    A phone that could put an act before the order for it would meet every deadline.
    """
    now = clock.now()
    said = occurred_at if occurred_at is not None and occurred_at <= now else now
    return max(said, not_before)
