"""The first administrator of a district: an account without a password, and the code with which it signs in once.

Appends to the log; never commits. Whoever else there is to be, that administrator makes.
"""

from __future__ import annotations

from dataclasses import dataclass

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.people import queries
from gridops.people.accounts.editing import AccountContent, add_account
from gridops.people.models import Account, Post
from gridops.people.signing_in import issue_code
from gridops.territory import queries as territory_queries

USERNAME = "admin"
NAME = "管理员"


@dataclass(frozen=True)
class FirstCode:
    """Who signs in first, and by which one-time code; None where an administrator has a password already."""

    username: str
    code: str | None


def begin_administration(session: Session, district_code: str, username: str = USERNAME) -> FirstCode:
    """Make the first administrator of the district, or give the one who never set a password another code.

    409 where the name is somebody's who is no administrator.
    """
    found = queries.find_administrator(session)
    if found is not None and found.password_hash is not None:
        return FirstCode(found.username, None)
    account = found or _add(session, district_code, username)
    return FirstCode(account.username, issue_code(session, account.id))


def _add(session: Session, district_code: str, username: str) -> Account:
    if queries.find_account(session, username) is not None:
        raise Problem(
            "conflict",
            (
                f"用户名 {username} 已被占用",
                f"The user name {username} is somebody's who is no administrator",
            ),
        )
    account = add_account(session, None, AccountContent(username, NAME, None, None))
    # Its district is no area yet: boundaries are for this very administrator to bring.
    today = territory_queries.today(session)
    session.add(Post(account_id=account.id, role="admin", area_code=district_code, valid_from=today))
    session.flush()
    return account
