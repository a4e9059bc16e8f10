"""HTTP words of posts: listed, given, ended, taken back. For administrators only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.errors import Fault, invalid
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode_id, encode
from gridops.http.parsing import id_in_path
from gridops.people import queries
from gridops.people.accounts.presenting import posts_out
from gridops.people.accounts.wire import (
    CodedOut,
    PostChoicesOut,
    PostIn,
    PostOut,
    PostPatch,
    PostsOut,
    PostsQuery,
    RoleChoiceOut,
    UnitChoiceOut,
)
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.posts import giving
from gridops.people.posts.rules import GIVEN_ROLES, LEVELS, UNIT_KINDS, PostContent
from gridops.people.roles import ADMIN
from gridops.territory import queries as territory_queries

bp = blueprint("people_posts", prefix="/api/v1/admin")


@bp.get("/posts")
@endpoint("Posts", roles=ADMIN, query=PostsQuery, answers={200: PostsOut})
def get_posts(call: Call[None, PostsQuery]) -> Any:
    """Posts of all times, or those that hold on a day."""
    query = call.query
    asked = queries.PostFilter(
        on=query.on, account_id=query.account, role=query.role, area=query.area, unit_id=query.unit
    )
    found = queries.list_posts(call.session, asked, after=decode_id(query.cursor), limit=query.limit + 1)
    page = found[: query.limit]
    more = encode([str(page[-1].id)]) if len(found) > query.limit else None
    return PostsOut(items=posts_out(call.session, page), next_cursor=more)


@bp.get("/posts/choices")
@endpoint("What a form of persons and posts chooses from", roles=ADMIN, answers={200: PostChoicesOut})
def get_choices(call: Call[None, None]) -> Any:
    """Every role with the places it fits, every agency, every unit in service."""
    agencies = queries.all_agencies(call.session)
    names = {agency.id: agency.name for agency in agencies}
    return PostChoicesOut(
        roles=[
            RoleChoiceOut(
                role=role, levels=list(LEVELS.get(role, ())), unit_kinds=list(UNIT_KINDS.get(role, ()))
            )
            for role in GIVEN_ROLES
        ],
        agencies=[CodedOut(code=agency.code, name=agency.name) for agency in agencies],
        units=[
            UnitChoiceOut(
                id=unit.id,
                name=unit.name,
                kind=unit.kind,
                agency_name=names[unit.agency_id],
                area_code=unit.area_code,
            )
            for unit in queries.all_units(call.session)
            if unit.is_active
        ],
    )


@bp.post("/posts")
@endpoint(
    "Give a post",
    roles=ADMIN,
    asks=RECENTLY,
    body=PostIn,
    refuses=UNCONFIRMED,
    answers={201: PostOut},
)
def post_post(call: Call[PostIn, None]) -> Any:
    """A role over an area or in a unit, from a day on."""
    session, body = call.session, call.body
    require_confirmed(session, call.actor)
    row = queries.find_account_row(session, body.account_id)
    if row is None:
        raise invalid(Fault("/account_id", "没有这个人", "No such person"))
    given = giving.give_post(
        session,
        call.actor,
        row[0],
        PostContent(body.role, body.area_code, body.unit_id),
        (body.valid_from or territory_queries.today(session), body.valid_to),
    )
    return posts_out(session, [given])[0], 201


@bp.patch("/posts/<uuid:post_id>")
@endpoint(
    "End a post",
    roles=ADMIN,
    body=PostPatch,
    refuses={409: ("last-administrator",)},
    answers={200: PostOut},
)
def patch_post(call: Call[PostPatch, None], post_id: UUID) -> Any:
    """From that day on its holder has it no longer; its deputies end with it."""
    row = giving.get_post(call.session, post_id)
    giving.end_post(call.session, call.actor, row, call.body.valid_to)
    return posts_out(call.session, [row])[0]


@bp.delete("/posts/<post_id>")
@endpoint(
    "Take back a post that has not begun",
    roles=ADMIN,
    answers={204: None},
    refuses_at={"/valid_from": "a post that has begun"},
)
def delete_post(call: Call[None, None], post_id: str) -> Any:
    """As if it had never been given; the log keeps that it was."""
    giving.withdraw_post(call.session, call.actor, giving.get_post(call.session, id_in_path(post_id)))
    return None, 204
