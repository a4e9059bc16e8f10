"""A deputy named for a post for a time, and a deputyship ended. Appends to the log; never commits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gridops import clock
from gridops.db.dated.queries import lock_register
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem, fault, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.models import Account, Deputy, Post
from gridops.people.posts.changing_times import watch_rights
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


def name_deputy(
    session: Session,
    actor: Actor,
    *,
    post: Post,
    deputy: Account | None,
    from_at: datetime,
    until_at: datetime,
    reason: str,
) -> Deputy:
    """Who stands in for a post's holder from a moment up to and without another; nobody where `deputy` is None.

    422 at /from_at and /until_at for a time that is over, outside the post's, or another deputy's; at /account_id for
    the holder himself and for one who has left.
    """
    now = clock.now()
    faults = []
    if until_at <= now:
        faults.append(Fault("/until_at", "代岗时间已过", "The time is over already"))
    if until_at <= from_at:
        faults.append(Fault("/until_at", "结束时间须晚于开始时间", "It must end after it begins"))
    if deputy is not None and deputy.id == post.account_id:
        faults.append(Fault("/account_id", "不能由本人代岗", "The holder cannot be his own deputy"))
    if deputy is not None and not deputy.is_active:
        faults.append(Fault("/account_id", "此人已离岗", "This person has left"))
    starts = territory_queries.start_of_day(session, post.valid_from)
    ends = territory_queries.start_of_day(session, post.valid_to) if post.valid_to else None
    if from_at < starts or (ends is not None and until_at > ends):
        faults.append(Fault("/from_at", "代岗时间超出岗位的期限", "The time lies outside the post's own"))
    if faults:
        raise invalid(*faults)
    row = Deputy(
        post_id=post.id,
        account_id=deputy.id if deputy else None,
        from_at=from_at,
        until_at=until_at,
        reason=reason,
        given_by=actor.id,
        given_at=now,
    )
    with acting_as(session, "gridops_system"):
        lock_register(session, Deputy.__tablename__)
        if queries.is_deputised(session, post.id, from_at, until_at):
            raise fault("/from_at", "这段时间已有人代岗", "Somebody stands in at that time already")
        session.add(row)
        session.flush()
        watch_rights(session, row.account_id)
    _tell(session, actor, row, post, "account.deputy_named")
    return row


def get_deputy(session: Session, deputy_id: UUID) -> Deputy:
    """A deputyship, locked for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        found = queries.lock_deputy(session, deputy_id)
    if found is None:
        raise Problem("not-found")
    return found


def end_deputy(session: Session, actor: Actor, row: Deputy, until_at: datetime) -> None:
    """Have a deputyship end earlier; what has been cannot be taken back, so a moment that is past means now."""
    now = clock.now()
    if row.until_at <= now:
        raise fault("/until_at", "代岗已经结束", "It is over already")
    if until_at > row.until_at:
        raise fault(
            "/until_at", "只能提前结束；要延长请另加一段", "It can only end earlier; add another time"
        )
    with acting_as(session, "gridops_system"):
        row.until_at = max(until_at, now)
        # One that has not begun never does.
        row.from_at = min(row.from_at, row.until_at)
        session.flush()
        watch_rights(session, row.account_id)
    post = session.get_one(Post, row.post_id)
    _tell(session, actor, row, post, "account.deputy_ended")


def _tell(session: Session, actor: Actor, row: Deputy, post: Post, action: str) -> None:
    persons = [post.account_id, *([row.account_id] if row.account_id else [])]
    append(
        session,
        Entry(
            action,
            "account",
            row.account_id or post.account_id,
            1,
            actor.id,
            persons=persons,
            data={
                "deputy": str(row.id),
                "post": str(post.id),
                "role": post.role,
                "from_at": row.from_at.isoformat(),
                "until_at": row.until_at.isoformat(),
                "reason": row.reason,
            },
        ),
    )
