"""The mark of a database that holds the demonstration: while it is there, only this machine is answered.

Its accounts have a published password. Nothing is loaded or taken away here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridops.config import Settings
from gridops.db.session import Database, Session
from gridops.errors import Problem
from gridops.http.own_machine import OwnMachine
from gridops.people import queries
from gridops.words import Words

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: What there is to do instead.
FOR_REAL = Words(
    "本库装有演示数据，其账号密码是公开的，因此只回答本机直接发出的请求（经代理转发的不算）。"
    "正式启用：把 DATABASE_URL 指向一个空库，执行 gridops init，再执行 gridops serve，"
    "用 gridops init 给出的一次性验证码在“开通”页登录。",
    "This database holds the demonstration, whose passwords are published, so that only requests which this machine "
    "sends itself are answered, and none that a proxy passes on. To start for real: point DATABASE_URL at an empty "
    "database, type gridops init, then gridops serve, and sign in on the first-run page with the code that "
    "gridops init gave.",
)


def holds_demonstration(session: Session) -> bool | None:
    """Whether the database is marked; None while it is nobody's yet, so that the demonstration may still come in."""
    is_marked, has_accounts = queries.find_mark(session)
    return True if has_accounts else is_marked


def keep_at_home(inner: WSGIApplication, database: Database, settings: Settings) -> OwnMachine:
    """`inner`, which answers this machine alone while its database is marked, however it is served."""

    def ask() -> bool | None:
        with database.transaction("gridops_system") as session:
            return holds_demonstration(session)

    is_published = settings.public_origin is not None
    return OwnMachine(inner, ask, Problem("demonstration", FOR_REAL), is_published=is_published)
