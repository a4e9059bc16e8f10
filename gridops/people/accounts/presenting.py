"""Accounts, posts and deputies as who looks after them reads them, with the names of what their codes mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gridops import clock
from gridops.db.dated.rules import State, state_on
from gridops.db.session import Session
from gridops.people import queries
from gridops.people.accounts.wire import AccountOut, CodedOut, DeputyOut, NamedOut, PostOut
from gridops.people.models import Account, Agency, Deputy, Post, Unit
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class Naming:
    """The names of areas, units and persons that some rows speak of, and the day on which they are looked at."""

    today: date
    areas: dict[str, str]
    units: dict[UUID, Unit]
    persons: dict[UUID, str]

    @classmethod
    def read(cls, session: Session, posts: Sequence[Post], persons: Sequence[UUID | None] = ()) -> Naming:
        """All that the posts and further persons are called: three statements."""
        codes = {p.area_code for p in posts if p.area_code}
        chains = territory_queries.chains_of(session, sorted(codes))
        people = {p.account_id for p in posts} | {p.given_by for p in posts} | set(persons)
        return cls(
            territory_queries.today(session),
            {code: chain[-1].name for code, chain in chains.items()},
            queries.units_by_id(session, [p.unit_id for p in posts if p.unit_id]),
            queries.names_of(session, [one for one in people if one is not None]),
        )

    def person(self, account_id: UUID | None) -> NamedOut | None:
        """A person by name; None for nobody."""
        return None if account_id is None else NamedOut(id=account_id, name=self.persons.get(account_id, ""))

    def post(self, row: Post) -> PostOut:
        """A post as it stands today."""
        holder = self.person(row.account_id)
        assert holder is not None
        unit = self.units.get(row.unit_id) if row.unit_id else None
        return PostOut(
            id=row.id,
            version=row.version,
            account=holder,
            role=row.role,
            area=CodedOut(code=row.area_code, name=self.areas.get(row.area_code, row.area_code))
            if row.area_code
            else None,
            unit=NamedOut(id=unit.id, name=unit.name) if unit else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            state=state_on(row, self.today),
            given_by=self.person(row.given_by),
            given_at=row.given_at,
        )


def posts_out(session: Session, rows: Sequence[Post]) -> list[PostOut]:
    """Posts with their names."""
    naming = Naming.read(session, rows)
    return [naming.post(row) for row in rows]


def accounts_out(session: Session, rows: Sequence[tuple[Account, Agency | None]]) -> list[AccountOut]:
    """Accounts with the posts that they have or will have: four statements, however many there are."""
    posts = queries.posts_of(session, [a.id for a, _ in rows], on=territory_queries.today(session))
    naming = Naming.read(session, posts)
    return [
        AccountOut(
            id=account.id,
            username=account.username,
            name=account.display_name,
            phone=account.phone,
            agency=CodedOut(code=agency.code, name=agency.name) if agency else None,
            is_active=account.is_active,
            leaves_on=account.leaves_on,
            created_at=account.created_at,
            posts=[naming.post(p) for p in posts if p.account_id == account.id],
        )
        for account, agency in rows
    ]


def deputies_out(session: Session, rows: Sequence[tuple[Deputy, Post]]) -> list[DeputyOut]:
    """Deputies with their posts."""
    persons = [one for deputy, _ in rows for one in (deputy.account_id, deputy.given_by)]
    naming = Naming.read(session, [post for _, post in rows], persons)
    now = clock.now()
    return [
        DeputyOut(
            id=deputy.id,
            post=naming.post(post),
            account=naming.person(deputy.account_id),
            from_at=deputy.from_at,
            until_at=deputy.until_at,
            reason=deputy.reason,
            state=_state_at(deputy, now),
            given_by=naming.person(deputy.given_by),
            given_at=deputy.given_at,
        )
        for deputy, post in rows
    ]


def _state_at(deputy: Deputy, now: datetime) -> State:
    if deputy.until_at <= now:
        return "past"
    return "in_force" if deputy.from_at <= now else "coming"
