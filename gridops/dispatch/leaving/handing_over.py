"""A person leaves on a day: tasks, reports and posts go to who takes over, sessions end. Never commits.

On a day to come the posts are handed on at once, by their dates, and the rest by a timer at the beginning of that day.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gridops.db.session import Session, acting_as
from gridops.dispatch.leaving import queries
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.queries import lock_incident
from gridops.people.accounts.leaving import close_account, hand_on_posts
from gridops.people.models import Account
from gridops.people.queries import find_actor, lock_account
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.timers.setting import set_timer

LEAVES = "account.leaves"


def leave(session: Session, actor: Actor, account: Account, successor: Account | None, on: date) -> None:
    """Have a person leave on a day, today at the earliest; the refusals of `hand_on_posts`."""
    hand_on_posts(session, actor, account, successor, on)
    with acting_as(session, "gridops_system"):
        if on <= territory_queries.today(session):
            _hand_over(session, actor, account)
        else:
            due_at = territory_queries.start_of_day(session, on)
            set_timer(session, kind=LEAVES, entity="account", entity_id=account.id, due_at=due_at)


def leave_when_due(session: Session, account_id: UUID) -> None:
    """The day has come: hand over what is open by now."""
    account = lock_account(session, account_id)
    if account is not None and account.is_active and account.leaves_on is not None:
        _hand_over(session, None, account)


def _hand_over(session: Session, actor: Actor | None, account: Account) -> None:
    to = find_actor(session, account.successor_id) if account.successor_id else None
    # One case after the other in one order, so that two who lock the same never wait for each other.
    tasks = {incident.id for _, incident in queries.open_tasks(session, account.id)}
    reports = {incident.id for incident in queries.open_reports(session, account.id)}
    for incident_id in sorted(tasks | reports):
        _hand_over_case(session, actor, incident_id, account.id, to.id if to else None)
    close_account(session, actor.id if actor else None, account)


def _hand_over_case(
    session: Session, actor: Actor | None, incident_id: UUID, from_id: UUID, to_id: UUID | None
) -> None:
    """The leaver's tasks are the successor's, who also follows what he reported; without one the unit has them."""
    incident = lock_incident(session, incident_id)
    if incident is None or not incident.is_open:
        return
    edit = CaseEdit(session, incident, actor)
    handed = [row for row in edit.running if row.assignee_id == from_id]
    for row in handed:
        row.assignee_id = to_id
    persons = [p for p in incident.person_ids if p != from_id or p == incident.reporter_id]
    if to_id is not None and to_id not in persons:
        persons.append(to_id)
    incident.person_ids = persons
    edit.log(
        "incident.handed_over",
        data={
            "from_person": str(from_id),
            "to_person": str(to_id) if to_id else None,
            "dispatches": [str(row.id) for row in handed],
        },
    )
