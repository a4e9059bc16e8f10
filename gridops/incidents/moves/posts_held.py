"""Who files and closes a case where its routing or its standard names them, and who stands in for an empty post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.matters.models import Standard
from gridops.duties.matters.standards import Post, post_of
from gridops.incidents.models import Incident
from gridops.incidents.moves.case import Manner, OnPost
from gridops.incidents.moves.queries import posts_held
from gridops.people.roles import CENTRE
from gridops.people.rules import Actor, covers

Held = Sequence[tuple[str, str]]


def on_post_of(
    session: Session,
    incidents: Sequence[Incident],
    manners: Mapping[UUID, Manner],
    *,
    held: Held | None = None,
) -> dict[UUID, OnPost]:
    """Who files and closes, by case; cases whose standard leaves it to the usual rule are not in it.

    `held` are the posts that somebody holds, where the caller has read those of all the roles already.
    """
    found: dict[UUID, Post] = {}
    for i in incidents:
        post = _post(i, manners[i.standard_id].posts)
        if post is not None:
            found[i.id] = post
    if not found:
        return {}
    if held is None:
        held = posts_held(session, roles_asked(incidents, manners))
    return {
        i.id: OnPost(
            file=_with_stand_in(post.file, post, i.scope_code, held),
            close=_with_stand_in(post.close, post, i.scope_code, held) if post.close else None,
        )
        for i in incidents
        if (post := found.get(i.id)) is not None
    }


def roles_asked(incidents: Sequence[Incident], manners: Mapping[UUID, Manner]) -> set[str]:
    """The roles of which it has to be known whether somebody holds them."""
    posts = [_post(i, manners[i.standard_id].posts) for i in incidents]
    return {role for post in posts if post is not None for role in (*post.file, *post.close)}


def _post(i: Incident, posts: Mapping[str, Mapping[str, Sequence[str]]]) -> Post | None:
    """The post of the standard at the case's level, with the roles that its routing names put in for filing."""
    post = post_of(posts, i.level)
    if not i.accept_roles:
        return post
    if post is None:
        # Where the standard names nobody, the centre stands in for the post that a routing rule names.
        return Post(tuple(i.accept_roles), (), CENTRE.roles)
    return Post(tuple(i.accept_roles), post.close, post.stand_in or CENTRE.roles)


def stood_in_for(actor: Actor | None, incident: Incident, standard: Standard, act: str) -> tuple[str, ...]:
    """The roles of the post whose act (`file`, `close`) the actor does because nobody holds them; else empty."""
    post = _post(incident, standard.posts)
    if post is None or actor is None:
        return ()
    roles = post.file if act == "file" else post.close
    return () if not roles or actor.has_role_over(incident.scope_code, *roles) else roles


def _with_stand_in(roles: Sequence[str], post: Post, scope_code: str, held: Held) -> Sequence[str]:
    if any(role in roles and covers(area, scope_code) for role, area in held):
        return roles
    return (*roles, *post.stand_in)
