"""Reading posts and deputies: who holds what at a moment, and the rows of both registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, DateTime, Text, Uuid, bindparam, column, func, or_, select, text

from gridops.db.session import Session
from gridops.people.models import Post

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
