"""Showing the persons of a case to one who says why: written down with the answer, or not shown. Never commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.incidents.dispatches.queries import current_dispatches
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.reveals.models import Reveal
from gridops.incidents.reveals.rules import may_reveal
from gridops.log.appending import Entry, append
from gridops.people import queries as people_queries
from gridops.people import scope
from gridops.people.rules import Actor


@dataclass(frozen=True)
class Shown:
    """A person as the caller is shown him: `role` is caller or reporter."""

    role: Literal["caller", "reporter"]
    name: str | None
    phone: str | None


def reveal_persons(
    session: Session, actor: Actor, i: Incident, *, purpose: str, note: str | None
) -> tuple[Reveal, list[Shown]]:
    """The persons of a case in sight, and the look that was written down; 403 for who need not ring anybody."""
    verify_units = {row.unit_id for row in current_dispatches(session, i.id) if row.kind == "verify"}
    if not may_reveal(actor, i, verify_units):
        raise Problem(
            "out-of-scope",
            (
                "只有须回访的人、登记人和办理链条上的人员可以查看",
                "Only for whoever must call back, who typed it, and the chain of the case",
            ),
        )
    scope.hold(session, i.id)
    row = Reveal(
        id=new_id(), incident_id=i.id, account_id=actor.id, purpose=purpose, note=note, at=clock.now()
    )
    session.add(row)
    append(
        session,
        Entry(
            action="persons.revealed",
            entity="reveal",
            entity_id=row.id,
            version=1,
            actor_id=actor.id,
            data={"incident": str(i.id), "purpose": purpose},
        ),
    )
    return row, _persons(session, i)


def _persons(session: Session, i: Incident) -> list[Shown]:
    private = session.get(IncidentPrivate, i.id)
    phone = people_queries.phones_of(session, [i.reporter_id]).get(i.reporter_id)
    persons = [Shown("reporter", i.reporter_name, phone)]
    if private is not None and (private.person_name or private.person_phone):
        persons.insert(0, Shown("caller", private.person_name, private.person_phone))
    return persons
