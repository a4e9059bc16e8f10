"""HTTP words of deputies: listed, named, ended. For administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Fault, invalid
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode_id, encode
from gridops.people import queries
from gridops.people.accounts.presenting import deputies_out
from gridops.people.accounts.wire import DeputiesOut, DeputiesQuery, DeputyIn, DeputyOut, DeputyPatch
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.deputies import naming
from gridops.people.models import Account, Post
from gridops.people.roles import ADMIN

bp = blueprint("people_deputies", prefix="/api/v1/admin")


@bp.get("/deputies")
@endpoint("Deputies", roles=ADMIN, query=DeputiesQuery, answers={200: DeputiesOut})
def get_deputies(call: Call[None, DeputiesQuery]) -> Any:
    """Who stands in for whom, and until when."""
    query = call.query
    found = queries.list_deputies(
        call.session,
        account_id=query.account,
        post_id=query.post,
        ends_after=clock.now() if query.current else None,
        after=decode_id(query.cursor),
        limit=query.limit + 1,
    )
    page = found[: query.limit]
    more = encode([str(page[-1][0].id)]) if len(found) > query.limit else None
    return DeputiesOut(items=deputies_out(call.session, page), next_cursor=more)


@bp.post("/deputies")
@endpoint(
    "Name a deputy",
    roles=ADMIN,
    asks=RECENTLY,
    body=DeputyIn,
    refuses=UNCONFIRMED,
    answers={201: DeputyOut},
)
def post_deputy(call: Call[DeputyIn, None]) -> Any:
    """For that time the deputy has the post's rights and tasks."""
    session, body = call.session, call.body
    require_confirmed(session, call.actor)
    post = session.get(Post, body.post_id)
    if post is None:
        raise invalid(Fault("/post_id", "没有这个岗位", "No such post"))
    row = naming.name_deputy(
        session,
        call.actor,
        post=post,
        deputy=_account(session, body.account_id),
        from_at=body.from_at,
        until_at=body.until_at,
        reason=body.reason,
    )
    return deputies_out(session, [(row, post)])[0], 201


def _account(session: Session, account_id: UUID | None) -> Account | None:
    if account_id is None:
        return None
    found = queries.find_account_row(session, account_id)
    if found is None:
        raise invalid(Fault("/account_id", "没有这个人", "No such person"))
    return found[0]


@bp.patch("/deputies/<uuid:deputy_id>")
@endpoint("End a deputyship earlier", roles=ADMIN, body=DeputyPatch, answers={200: DeputyOut})
def patch_deputy(call: Call[DeputyPatch, None], deputy_id: UUID) -> Any:
    """From then on the deputy has nothing of the post's."""
    row = naming.get_deputy(call.session, deputy_id)
    naming.end_deputy(call.session, call.actor, row, call.body.until_at)
    return deputies_out(call.session, [(row, call.session.get_one(Post, row.post_id))])[0]
