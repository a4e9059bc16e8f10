"""A sheet of persons taken in: all of it or nothing. Appends to the log; never commits."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from gridops import clock
from gridops.db.dated.queries import lock_register
from gridops.db.ids import new_id
from gridops.db.session import Session, acting_as
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.accounts.reading_sheet import PeopleSheet, Person
from gridops.people.models import Account, Post
from gridops.people.posts.changing_times import watch_rights
from gridops.people.posts.giving import about_post
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


def lock_people(session: Session) -> None:
    """Keep others from making accounts and giving posts between the reading of a sheet and its writing."""
    with acting_as(session, "gridops_system"):
        queries.lock_accounts(session)
        lock_register(session, Post.__tablename__)


def take_in(session: Session, actor: Actor, sheet: PeopleSheet) -> None:
    """Write what a sheet without faults says: accounts and posts at once, however many."""
    made = [p for p in sheet.persons if p.account is None]
    posts = [row for person in sheet.persons for row in _posts(person, actor)]
    with acting_as(session, "gridops_system"):
        if made:
            session.execute(insert(Account), [_account(p) for p in made])
        if posts:
            session.execute(insert(Post), posts)
        watch_rights(session, *_who_changes_later(sheet, territory_queries.today(session)))
    append(
        session,
        *(
            Entry("account.made", "account", p.id, 1, actor.id, persons=[p.id], data={"by": "sheet"})
            for p in made
        ),
        *(about_post(Post(**row), actor, "account.post_given") for row in posts),
    )


def _account(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "username": person.username,
        "display_name": person.name,
        "phone": person.phone,
        "agency_id": person.agency_id,
        "is_active": True,
    }


def _posts(person: Person, actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "account_id": person.id,
            "role": content.role,
            "area_code": content.area_code,
            "unit_id": content.unit_id,
            "version": 1,
            "valid_from": span[0],
            "valid_to": span[1],
            "ends_on": span[1],
            "given_by": actor.id,
            "given_at": clock.now(),
        }
        for content, span in person.posts
    ]


def _who_changes_later(sheet: PeopleSheet, today: date) -> list[UUID]:
    """Persons with a post that begins or ends on another day."""
    return [p.id for p in sheet.persons if any(span[1] or span[0] > today for _, span in p.posts)]
