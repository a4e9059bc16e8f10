"""Reading posts and deputies: who holds what at a moment, and the rows of both registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Text, Uuid, bindparam, column, func, or_, select, text

from gridops.db.session import Session
from gridops.people.models import Account, Deputy, Post

#: Who holds which role over what at the moment `at`, by a post of his own or as its deputy.
HELD = (
    func.gridops.held_posts(bindparam("at", type_=DateTime(timezone=True)))
    .table_valued(
        column("account_id", Uuid),
        column("role", Text),
        column("area_code", Text),
        column("unit_id", Uuid),
        column("post_id", Uuid),
        column("is_deputy", Boolean),
    )
    .alias("held")
)


def posts_over(session: Session, codes: Sequence[str], units: Sequence[UUID], *, on: date) -> Sequence[Post]:
    """Posts over any of the areas or in any of the units that hold on a day or are coming, by account."""
    return session.scalars(
        select(Post)
        .where(
            or_(Post.area_code.in_(codes), Post.unit_id.in_(units)),
            or_(Post.valid_to.is_(None), Post.valid_to > on),
        )
        .order_by(Post.account_id, Post.id)
    ).all()


def posts_of(session: Session, accounts: Sequence[UUID], *, on: date) -> Sequence[Post]:
    """Posts of the accounts that hold on a day or are coming, the first to begin first."""
    return session.scalars(
        select(Post)
        .where(Post.account_id.in_(accounts), or_(Post.valid_to.is_(None), Post.valid_to > on))
        .order_by(Post.valid_from, Post.id)
    ).all()


# Both ends of every post and deputyship of an account; days begin in the deployment's zone.
_NEXT_CHANGE = text(
    """
    SELECT min(c.at) FROM (
        SELECT d.day AT TIME ZONE coalesce((SELECT z.time_zone FROM gridops.deployment z), 'UTC') AS at
        FROM gridops.post p CROSS JOIN LATERAL (VALUES (p.valid_from::timestamp), (p.valid_to::timestamp)) d(day)
        WHERE p.account_id = :account
        UNION ALL
        SELECT m.at FROM gridops.deputy s CROSS JOIN LATERAL (VALUES (s.from_at), (s.until_at)) m(at)
        WHERE s.account_id = :account
        UNION ALL
        SELECT m.at FROM gridops.duty_shift r CROSS JOIN LATERAL (VALUES (r.from_at), (r.until_at)) m(at)
        WHERE r.officer_id = :account
    ) c WHERE c.at > :after
    """
)


def next_change_of_rights(session: Session, account_id: UUID, after: datetime) -> datetime | None:
    """The next moment at which a post, a deputyship or a shift of an account begins or ends; None for none."""
    found: datetime | None = session.scalar(_NEXT_CHANGE, {"account": account_id, "after": after})
    return found


def has_administrator(session: Session, day: date) -> bool:
    """Whether somebody who does not leave is an administrator on a day, without an end that is set."""
    return bool(
        session.scalar(
            select(
                select(Post.id)
                .join(Account, Account.id == Post.account_id)
                .where(
                    Post.role == "admin",
                    Post.valid_from <= day,
                    Post.valid_to.is_(None),
                    Account.is_active,
                    Account.leaves_on.is_(None),
                )
                .exists()
            )
        )
    )


def posts_of_others(session: Session, posts: Sequence[Post], *, on: date) -> Sequence[Post]:
    """Posts of other persons in service that hold on a day, over the areas and in the units of some posts."""
    codes = [p.area_code for p in posts if p.area_code]
    units = [p.unit_id for p in posts if p.unit_id]
    return session.scalars(
        select(Post)
        .join(Account, Account.id == Post.account_id)
        .where(
            or_(Post.area_code.in_(codes), Post.unit_id.in_(units)),
            Post.account_id.not_in([p.account_id for p in posts]),
            Post.valid_from <= on,
            or_(Post.valid_to.is_(None), Post.valid_to > on),
            Account.is_active,
        )
    ).all()


def deputyships_of(session: Session, account_id: UUID, *, after: datetime) -> Sequence[Deputy]:
    """Deputyships of an account that are not over at a moment."""
    return session.scalars(
        select(Deputy).where(Deputy.account_id == account_id, Deputy.until_at > after).order_by(Deputy.id)
    ).all()


def hand_over_deputies(session: Session, from_post: UUID, to_post: UUID) -> None:
    """Have the deputies of one post be another's, but for times at which that has one already."""
    session.execute(
        text(
            "UPDATE gridops.deputy d SET post_id = :to WHERE d.post_id = :from AND NOT EXISTS ("
            "SELECT FROM gridops.deputy o WHERE o.post_id = :to"
            " AND tstzrange(o.from_at, o.until_at) && tstzrange(d.from_at, d.until_at))"
        ),
        {"from": from_post, "to": to_post},
    )


def cut_deputies(session: Session, post_id: UUID, until: datetime) -> list[tuple[UUID, UUID | None]]:
    """Have the deputies of a post stay no longer than until then: (deputy, account) of those that are cut."""
    rows = session.execute(
        text(
            "UPDATE gridops.deputy SET from_at = least(from_at, :until), until_at = :until"
            " WHERE post_id = :post AND until_at > :until RETURNING id, account_id"
        ),
        {"post": post_id, "until": until},
    )
    return [(row.id, row.account_id) for row in rows]


def delete_deputies(session: Session, post_id: UUID) -> list[UUID | None]:
    """Delete the deputies of a post that never began; their accounts."""
    rows = session.scalars(
        text("DELETE FROM gridops.deputy WHERE post_id = :post RETURNING account_id"), {"post": post_id}
    )
    return list(rows)
