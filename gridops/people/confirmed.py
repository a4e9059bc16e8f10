"""Whether the session's password was proved within the last minutes, as what gives rights asks before it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from gridops.db.session import Session
from gridops.http.runtime import runtime
from gridops.people import passwords
from gridops.people.rules import Actor

#: What an endpoint says of itself that asks for it.
RECENTLY = "the password proved within the last minutes"
UNCONFIRMED: Mapping[int, tuple[str, ...]] = {403: ("confirm-password",)}


def require_confirmed(session: Session, actor: Actor) -> None:
    """403 `confirm-password` unless the password was proved within the minutes that the settings say."""
    minutes = runtime().services["settings"].confirm_minutes
    passwords.require_confirmed(session, actor, timedelta(minutes=minutes))
