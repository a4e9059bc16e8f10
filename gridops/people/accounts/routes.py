"""HTTP words of accounts of others: found, made, changed. For administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.errors import Fault, Problem, invalid
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.people import queries
from gridops.people.accounts import editing
from gridops.people.accounts.presenting import accounts_out
from gridops.people.accounts.wire import (
    AccountIn,
    AccountOut,
    AccountPatch,
    AccountsOut,
    AccountsQuery,
    PlaceIn,
)
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.models import Account
from gridops.people.posts.giving import give_post
from gridops.people.posts.rules import PostContent
from gridops.people.roles import ADMIN
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries

bp = blueprint("people_accounts", prefix="/api/v1/admin")


@bp.get("/accounts")
@endpoint("Accounts", roles=ADMIN, query=AccountsQuery, answers={200: AccountsOut})
def get_accounts(call: Call[None, AccountsQuery]) -> Any:
    """Accounts by user name, each with the posts that it has or will have."""
    query = call.query
    asked = queries.AccountFilter(
        on=territory_queries.today(call.session),
        text=query.q.strip(),
        agency_code=query.agency,
        area=query.area,
        role=query.role,
        state=query.state,
    )
    key = decode(query.cursor, 1)
    found = queries.list_accounts(call.session, asked, after=key[0] if key else None, limit=query.limit + 1)
    page = found[: query.limit]
    more = encode([page[-1][0].username]) if len(found) > query.limit else None
    return AccountsOut(items=accounts_out(call.session, page), next_cursor=more)


@bp.get("/accounts/<uuid:account_id>")
@endpoint("One account", roles=ADMIN, answers={200: AccountOut})
def get_account(call: Call[None, None], account_id: UUID) -> Any:
    """A person with the posts that he has or will have."""
    return account_out(call.session, account_id)


def account_out(session: Session, account_id: UUID) -> AccountOut:
    """An account as it is now; 404 for one that is not there."""
    session.flush()
    found = queries.find_account_row(session, account_id)
    if found is None:
        raise Problem("not-found")
    return accounts_out(session, [found])[0]


@bp.post("/accounts")
@endpoint(
    "Make an account",
    roles=ADMIN,
    asks=f"{RECENTLY}, where posts are given",
    body=AccountIn,
    refuses=UNCONFIRMED,
    answers={201: AccountOut},
)
def post_account(call: Call[AccountIn, None]) -> Any:
    """An account without a password: a one-time code lets its person in the first time."""
    body, session = call.body, call.session
    if body.posts:
        require_confirmed(session, call.actor)
    content = editing.AccountContent(
        body.username, body.name, body.phone or None, agency_id(session, body.agency_code)
    )
    account = editing.add_account(session, call.actor, content)
    for number, place in enumerate(body.posts):
        _give(session, call.actor, account, place, f"/posts/{number}")
    return account_out(session, account.id), 201


def _give(session: Session, actor: Actor, account: Account, place: PlaceIn, at: str) -> None:
    content = PostContent(place.role, place.area_code, place.unit_id)
    starts = place.valid_from or territory_queries.today(session)
    try:
        give_post(session, actor, account, content, (starts, place.valid_to))
    except Problem as problem:
        if problem.kind.code != "invalid":
            raise
        raise invalid(*(Fault(at + f.pointer, f.zh, f.en) for f in problem.faults)) from problem


def agency_id(session: Session, code: str | None) -> UUID | None:
    """The agency of a code, None without one; 422 for one that there is none of."""
    if not code:
        return None
    found = queries.find_agency(session, code)
    if found is None:
        raise invalid(Fault("/agency_code", "没有这个部门", "No such agency"))
    return found.id


@bp.patch("/accounts/<uuid:account_id>")
@endpoint("Change an account", roles=ADMIN, body=AccountPatch, answers={200: AccountOut})
def patch_account(call: Call[AccountPatch, None], account_id: UUID) -> Any:
    """Name, telephone, user name, agency; rights are given by posts."""
    session, said = call.session, call.body.model_dump(exclude_unset=True)
    account = editing.get_account(session, account_id)
    content = editing.AccountContent(
        said.get("username") or account.username,
        said.get("name") or account.display_name,
        (said["phone"] or None) if "phone" in said else account.phone,
        agency_id(session, said["agency_code"]) if "agency_code" in said else account.agency_id,
    )
    editing.edit_account(session, call.actor, account, content)
    return account_out(session, account_id)
