"""The part of leaving that is about the person: posts handed on, deputyships, sessions, the account itself.

What of cases is handed over stands with the dispatches. Appends to the log; never commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.dated.queries import lock_register
from gridops.db.dated.rules import holds_on
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.accounts.editing import tell
from gridops.people.models import Account, Deputy, Post
from gridops.people.posts.changing_times import watch_rights
from gridops.people.posts.giving import end_post, faults_of_post, give_post
from gridops.people.posts.rules import PostContent
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


@dataclass(frozen=True)
class LeavingPosts:
    """The posts of somebody who leaves on a day: those that end by it, and of which nobody else is on post then."""

    ending: Sequence[Post]
    only: frozenset[UUID]
    deputyships: Sequence[Deputy]


def read_leaving(session: Session, account: Account, on: date) -> LeavingPosts:
    """What of an account's posts and deputyships ends by its leaving on a day."""
    today = territory_queries.today(session)
    held = [p for p in queries.posts_of(session, [account.id], on=today) if not p.valid_to or p.valid_to > on]
    others = {(p.role, p.area_code, p.unit_id) for p in queries.posts_of_others(session, held, on=on)}
    only = frozenset(p.id for p in held if (p.role, p.area_code, p.unit_id) not in others)
    after = max(clock.now(), territory_queries.start_of_day(session, on))
    return LeavingPosts(held, only, queries.deputyships_of(session, account.id, after=after))


def check_leaving(
    session: Session, account: Account, successor: Account | None, on: date, posts: LeavingPosts
) -> None:
    """422 for a day that is past or a successor who cannot; 409 where somebody has to take over and nobody does."""
    faults = []
    if on < territory_queries.today(session):
        faults.append(Fault("/on", "离岗日期不能早于今天", "The day is today at the earliest"))
    if not account.is_active or account.leaves_on is not None:
        faults.append(Fault("/on", "此人已离岗或已安排离岗", "This person has left, or is to leave already"))
    if successor is not None:
        leaves = successor.leaves_on is not None
        if successor.id == account.id or not successor.is_active or leaves:
            faults.append(
                Fault(
                    "/successor_id", "接替的人须在岗且不是本人", "Who takes over is somebody else in service"
                )
            )
    if faults:
        raise invalid(*faults)
    if successor is None and posts.only:
        raise Problem("no-successor", posts=[str(one) for one in sorted(posts.only)])


def hand_on_posts(
    session: Session, actor: Actor, account: Account, successor: Account | None, on: date
) -> LeavingPosts:
    """Have the posts end on the day and be the successor's from it on; the account is to be closed by then.

    409 where the last administrator's post would end. What is over an area that is no more is not handed on.
    """
    with acting_as(session, "gridops_system"):
        lock_register(session, Post.__tablename__)
        posts = read_leaving(session, account, on)
    check_leaving(session, account, successor, on, posts)
    if successor is not None:
        has = {
            (p.role, p.area_code, p.unit_id)
            for p in queries.posts_of(session, [successor.id], on=on)
            if holds_on(p, on)
        }
        for post in posts.ending:
            content = PostContent(post.role, post.area_code, post.unit_id)
            is_held = (post.role, post.area_code, post.unit_id) in has
            if not is_held and not faults_of_post(session, content):
                give_post(session, actor, successor, content, (max(on, post.valid_from), post.valid_to))
    for post in posts.ending:
        if post.valid_from > on:
            with acting_as(session, "gridops_system"):
                post.valid_to = post.ends_on = post.valid_from
                session.flush()
        else:
            end_post(session, actor, post, on)
    with acting_as(session, "gridops_system"):
        account.leaves_on = on
        account.successor_id = successor.id if successor else None
        session.flush()
        if any(p.role == "admin" for p in posts.ending) and not queries.has_administrator(session, on):
            raise Problem("last-administrator")
    data: dict[str, object] = {"on": on.isoformat()}
    if successor is not None:
        data["successor"] = str(successor.id)
    tell(session, actor, account.id, "account.leaves", data)
    return posts


def close_account(session: Session, actor_id: UUID | None, account: Account) -> None:
    """Have an account be nobody's any more: its sessions and codes end, its deputyships are the successor's."""
    now = clock.now()
    with acting_as(session, "gridops_system"):
        for device, _ in queries.devices_of(session, account.id, now):
            device.revoked_at = now
            append(session, Entry("device.revoked", "device", device.id, 1, actor_id, persons=[account.id]))
        session.execute(
            text(
                "DELETE FROM gridops.access_token t USING gridops.device d"
                " WHERE d.id = t.device_id AND d.account_id = :id"
            ),
            {"id": account.id},
        )
        session.execute(text("DELETE FROM gridops.one_time_code WHERE account_id = :id"), {"id": account.id})
        for deputy in queries.deputyships_of(session, account.id, after=now):
            _hand_on_deputyship(session, account, deputy)
        account.is_active = False
        session.flush()
        watch_rights(session, account.id, account.successor_id)
    append(
        session,
        Entry("account.left", "account", account.id, 1, actor_id, persons=[account.id]),
        *(
            [
                Entry(
                    "account.changed",
                    "account",
                    account.successor_id,
                    1,
                    actor_id,
                    persons=[account.successor_id],
                )
            ]
            if account.successor_id
            else []
        ),
    )


def _hand_on_deputyship(session: Session, account: Account, deputy: Deputy) -> None:
    """The successor stands in from now on; nobody does where he holds the post himself or there is none."""
    holder = session.get_one(Post, deputy.post_id).account_id
    deputy.account_id = account.successor_id if account.successor_id != holder else None
    session.flush()
