"""Reading accounts: tokens to actors, names, telephone numbers, roles held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from gridops import clock
from gridops.db.session import Session
from gridops.people.accounts.rules import as_phone
from gridops.people.models import Account, Post
from gridops.people.rules import Actor, Grant

#: An account with what it may at the moment `at`, by posts of its own and as a deputy.
GRANTS = """
    SELECT a.id, a.username, a.display_name, a.is_active,
           coalesce(jsonb_agg(DISTINCT jsonb_build_array(g.role, g.area_code, g.unit_id))
                    FILTER (WHERE g.role IS NOT NULL), '[]') AS grants{more}
    FROM gridops.account a LEFT JOIN gridops.held_posts({at}) g ON g.account_id = a.id
"""

_GRANTS = GRANTS.format(more="", at="CAST(:at AS timestamptz)")
_BY_TOKEN = text(
    "SELECT t.expires_at, d.id AS device_id, d.revoked_at, w.* FROM gridops.access_token t"
    " JOIN gridops.device d ON d.id = t.device_id JOIN LATERAL ("
    + _GRANTS
    + " WHERE a.id = d.account_id GROUP BY a.id) w ON true WHERE t.token_hash = :hash"
)
_BY_ACCOUNT = text(_GRANTS + " WHERE a.id = :id GROUP BY a.id")
_BY_ACCOUNTS = text(_GRANTS + " WHERE a.is_active AND a.id = ANY(CAST(:ids AS uuid[])) GROUP BY a.id")


def _actor(row: Any, device_id: UUID | None) -> Actor:
    grants = tuple(
        sorted(
            (Grant(role, area, UUID(unit) if unit else None) for role, area, unit in row.grants),
            key=lambda g: (g.role, g.area or "", str(g.unit)),
        )
    )
    return Actor(row.id, row.username, row.display_name, grants, device_id)


def find_token(session: Session, token_hash: bytes) -> Any:
    """The row behind a token (expires_at, device_id, revoked_at, is_active and the account's grants)."""
    return session.execute(_BY_TOKEN, {"hash": token_hash, "at": clock.now()}).one_or_none()


def actor_of_token_row(row: Any) -> Actor:
    """The actor of a row of `find_token`."""
    return _actor(row, row.device_id)


def find_actor(session: Session, account_id: UUID, device_id: UUID | None = None) -> Actor | None:
    """The actor of an active account."""
    row = session.execute(_BY_ACCOUNT, {"id": account_id, "at": clock.now()}).one_or_none()
    return _actor(row, device_id) if row is not None and row.is_active else None


def actors_of(session: Session, account_ids: Collection[UUID]) -> dict[UUID, Actor]:
    """The actors of those accounts that are active, without devices."""
    rows = session.execute(_BY_ACCOUNTS, {"ids": list(map(str, account_ids)), "at": clock.now()})
    return {row.id: _actor(row, None) for row in rows}


def find_account(session: Session, username: str) -> Account | None:
    """An account by its user name."""
    return session.scalar(select(Account).where(Account.username == username))


def find_username(session: Session, typed: str) -> str:
    """The user name that somebody means who types his name or his telephone number; what was typed for nobody."""
    phone = as_phone(typed)
    if phone is None:
        return typed
    found = session.scalar(select(Account.username).where(Account.phone == phone, Account.is_active))
    return found or typed


def find_password_hash(session: Session, username: str) -> str | None:
    """What a password is to be proved against; None for nobody."""
    return session.scalar(select(Account.password_hash).where(Account.username == username))


def names_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Display names of accounts."""
    if not ids:
        return {}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(list(set(ids)))))
    return {row[0]: row[1] for row in rows}


def phones_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """Telephone numbers of accounts."""
    if not ids:
        return {}
    rows = session.execute(select(Account.id, Account.phone).where(Account.id.in_(list(set(ids)))))
    return {row[0]: row[1] for row in rows}


def find_administrator(session: Session) -> Account | None:
    """An active administrator: one with a password before one who never set any."""
    return session.scalar(
        select(Account)
        .join(Post, Post.account_id == Account.id)
        .where(Post.role == "admin", Post.valid_to.is_(None), Account.is_active)
        .order_by(Account.password_hash.is_(None), Account.created_at)
        .limit(1)
    )


def has_accounts(session: Session) -> bool:
    """Whether anybody has an account."""
    return bool(session.scalar(select(select(Account.id).exists())))


_MARK = text(
    "SELECT (SELECT is_demo FROM gridops.deployment) AS is_marked,"
    " EXISTS (SELECT FROM gridops.account WHERE is_demo) AS has_accounts"
)


def find_mark(session: Session) -> tuple[bool | None, bool]:
    """Whether the deployment is the demonstration (None without one), and whether accounts of it exist."""
    row = session.execute(_MARK).one()
    return row.is_marked, row.has_accounts
