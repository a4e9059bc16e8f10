"""Having a refusal or a foreseen failure end as one message and the exit code 1, never as a traceback."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from gridops.config import ConfigError
from gridops.errors import Problem

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
#: What a database's driver says → what there is to do. The address itself is never shown: a password is in it.
_DATABASE = (
    ("password authentication", "The database refuses the password of DATABASE_URL"),
    ("no password supplied", "The database wants a password, and DATABASE_URL holds none"),
    ("could not translate host name", "DATABASE_URL names a host that nobody knows"),
    ("does not exist", "DATABASE_URL names a database or an account that does not exist"),
    ("invalid port", "DATABASE_URL names a port that is none"),
    ("invalid integer value", "DATABASE_URL names a port that is none"),
    (
        "lock timeout",
        "Somebody holds a table that is to be changed: stop gridops' processes, then type it again",
    ),
    ("timeout", "The database did not answer in time: look at DATABASE_URL and whether it runs"),
    ("", "The database does not answer: look at DATABASE_URL and whether it runs (gridops db status)"),
)
_NO_TABLES = "The database has no tables of gridops yet: gridops db migrate makes them"
#: SQLSTATE of a refused statement → what there is to do.
_REFUSED = {
    "42P01": _NO_TABLES,
    "3F000": _NO_TABLES,
    "42501": "The database refuses what gridops needs: gridops db rights names each right that is missing",
}


def as_message(command: Callable[..., Any]) -> Callable[..., Any]:
    """Have a Problem, a database that is not there, a full disk or a missing part end as one message."""

    @wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Problem as problem:
            raise click.ClickException(problem.detail[1] or problem.kind.title.en) from problem
        except Exception as error:
            words = words_of(error)
            if words is None:
                raise
            raise click.ClickException(words) from error

    return wrapper


def words_of(error: Exception) -> str | None:
    """What a person can do about a failure from outside; None for what is our own fault."""
    if isinstance(error, ConfigError):
        return str(error)
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return "There is no room left on the disk"
        return f"{error.filename or 'A file'} cannot be used: {error.strerror}" if error.strerror else None
    if isinstance(error, ImportError):
        return f"The part {error.name} is missing: make setup installs it"
    if isinstance(error, UnicodeDecodeError):
        return "The file is no text that can be read: save it as UTF-8"
    return _of_database(error)


def _of_database(error: Exception) -> str | None:
    from sqlalchemy import exc

    from gridops.db.rights import RightsError

    if isinstance(error, RightsError):
        return str(error)

    if isinstance(error, exc.ArgumentError | exc.NoSuchModuleError):
        return "DATABASE_URL is no address of a PostgreSQL database: postgresql://user:password@host/name"
    if isinstance(error, exc.OperationalError):
        said = str(error.orig).lower()
        return next(words for sign, words in _DATABASE if sign in said)
    if isinstance(error, exc.ProgrammingError):
        return _REFUSED.get(getattr(error.orig, "pgcode", ""))
    return None
