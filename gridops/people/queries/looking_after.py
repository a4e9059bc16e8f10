"""Reading accounts, posts and deputies for who looks after them: lists, what is taken, rows locked for a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, text
from sqlalchemy.orm import load_only

from gridops.db.session import Session
from gridops.people.models import Account, Agency, Deputy, Post

#: What of an account is read by whoever serves a request: not what its password is proved against.
SHOWN = load_only(
    Account.username,
    Account.display_name,
    Account.phone,
    Account.is_active,
    Account.agency_id,
    Account.leaves_on,
    Account.created_at,
)


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts are listed: `text` in name, user name or number; `area` and `role` of a post not over on `on`."""

    on: date
    text: str = ""
    agency_code: str = ""
    area: str = ""
    role: str = ""
    state: str = "active"


def list_accounts(
    session: Session, asked: AccountFilter, *, after: str | None, limit: int
) -> Sequence[tuple[Account, Agency | None]]:
    """Accounts with their agencies, by user name, from behind `after`."""
    query = (
        select(Account, Agency)
        .options(SHOWN)
        .join(Agency, Agency.id == Account.agency_id, isouter=True)
        .where(*_account_conditions(asked))
        .order_by(Account.username)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Account.username > after)
    return [(row[0], row[1]) for row in session.execute(query)]


def _account_conditions(asked: AccountFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.state != "all":
        where.append(Account.is_active.is_(asked.state == "active"))
    if asked.text:
        wanted = [
            column.icontains(asked.text, autoescape=True)
            for column in (Account.username, Account.display_name, Account.phone)
        ]
        where.append(or_(*wanted))
    if asked.agency_code:
        where.append(Agency.code == asked.agency_code)
    if asked.area or asked.role:
        held = [Post.account_id == Account.id, or_(Post.valid_to.is_(None), Post.valid_to > asked.on)]
        if asked.area:
            held.append(Post.area_code.startswith(asked.area, autoescape=True))
        if asked.role:
            held.append(Post.role == asked.role)
        where.append(exists().where(and_(*held)))
    return where


def find_account_row(session: Session, account_id: UUID) -> tuple[Account, Agency | None] | None:
    """An account with its agency."""
    row = session.execute(
        select(Account, Agency)
        .options(SHOWN)
        .join(Agency, Agency.id == Account.agency_id, isouter=True)
        .where(Account.id == account_id)
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def lock_account(session: Session, account_id: UUID) -> Account | None:
    """An account, locked until the end of the transaction and read afresh."""
    return session.scalar(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lock_accounts(session: Session) -> None:
    """Let one at a time give out user names and telephone numbers, until the end of the transaction."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('gridops.dated'), hashtext('account'))"))


def is_username_taken(session: Session, username: str, but: UUID | None) -> bool:
    """Whether another account has a user name."""
    return bool(
        session.scalar(select(exists().where(Account.username == username, Account.id.is_distinct_from(but))))
    )


def is_phone_taken(session: Session, phone: str, but: UUID | None) -> bool:
    """Whether another account in use has a telephone number."""
    return bool(
        session.scalar(
            select(
                exists().where(Account.phone == phone, Account.is_active, Account.id.is_distinct_from(but))
            )
        )
    )


def taken_names(session: Session, usernames: Sequence[str], phones: Sequence[str]) -> Sequence[Account]:
    """Accounts that have one of the user names, and those in use that have one of the numbers."""
    return session.scalars(
        select(Account)
        .options(SHOWN)
        .where(or_(Account.username.in_(usernames), and_(Account.phone.in_(phones), Account.is_active)))
    ).all()


@dataclass(frozen=True)
class PostFilter:
    """Which posts are listed: of an account, of a role, within an area, in a unit; on a day, or of all times."""

    on: date | None = None
    account_id: UUID | None = None
    role: str = ""
    area: str = ""
    unit_id: UUID | None = None


def list_posts(
    session: Session, asked: PostFilter, *, after: UUID | None = None, limit: int
) -> Sequence[Post]:
    """Posts in the order in which they were written, those over and those coming too where no day is asked."""
    query = select(Post).order_by(Post.id).limit(limit)
    if asked.on is not None:
        query = query.where(
            Post.valid_from <= asked.on, or_(Post.valid_to.is_(None), Post.valid_to > asked.on)
        )
    if asked.account_id is not None:
        query = query.where(Post.account_id == asked.account_id)
    if asked.role:
        query = query.where(Post.role == asked.role)
    if asked.area:
        query = query.where(Post.area_code.startswith(asked.area, autoescape=True))
    if asked.unit_id is not None:
        query = query.where(Post.unit_id == asked.unit_id)
    if after is not None:
        query = query.where(Post.id > after)
    return session.scalars(query).all()


def list_deputies(
    session: Session,
    *,
    account_id: UUID | None = None,
    post_id: UUID | None = None,
    ends_after: datetime | None = None,
    after: UUID | None = None,
    limit: int,
) -> Sequence[tuple[Deputy, Post]]:
    """Deputies with their posts, in the order in which they were named: of a deputy or of a holder."""
    query = select(Deputy, Post).join(Post, Post.id == Deputy.post_id).order_by(Deputy.id).limit(limit)
    if account_id is not None:
        query = query.where(or_(Deputy.account_id == account_id, Post.account_id == account_id))
    if post_id is not None:
        query = query.where(Deputy.post_id == post_id)
    if ends_after is not None:
        query = query.where(Deputy.until_at > ends_after)
    if after is not None:
        query = query.where(Deputy.id > after)
    return [(row[0], row[1]) for row in session.execute(query)]


def lock_deputy(session: Session, deputy_id: UUID) -> Deputy | None:
    """A deputyship, locked until the end of the transaction and read afresh."""
    return session.scalar(
        select(Deputy)
        .where(Deputy.id == deputy_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def is_deputised(session: Session, post_id: UUID, from_at: datetime, until_at: datetime) -> bool:
    """Whether a post has a deputy already at some of that time."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Deputy.post_id == post_id,
                    func.tstzrange(Deputy.from_at, Deputy.until_at).op("&&")(
                        func.tstzrange(from_at, until_at)
                    ),
                )
            )
        )
    )
