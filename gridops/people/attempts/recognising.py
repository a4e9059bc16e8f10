"""Devices that are known for an account: a random mark given at a right sign-in, good for signing in and nothing else.

It is sent to the sign-in alone, lives `MARK_LIFE` from the last right sign-in, and tells nothing of what is done.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session
from gridops.people import tokens
from gridops.people.attempts import queries
from gridops.people.attempts.counting import Attempt

MARK_LIFE = timedelta(days=90)


def remember_device(session: Session, attempt: Attempt, account_id: UUID, device_id: UUID) -> str:
    """Know the device for the account after a right sign-in; returns its mark, its old one where that is still good."""
    now = clock.now()
    mark = attempt.mark
    if mark is None or not queries.is_mark_in_use(session, tokens.digest(mark), now):
        # A mark that was not given out here is not taken over, whoever has planted it.
        mark = tokens.new_token()
        queries.forget_devices(session, now)
    queries.remember_device(
        session,
        mark_hash=tokens.digest(mark),
        account_id=account_id,
        device_id=device_id,
        address=attempt.address_hash,
        until=now + MARK_LIFE,
    )
    return mark


def forget_device(session: Session, device_id: UUID) -> None:
    """A device that was revoked from elsewhere may be in other hands."""
    session.execute(text("DELETE FROM gridops.known_device WHERE device_id = :d"), {"d": device_id})


def forget_others(session: Session, account_id: UUID, device_id: UUID | None) -> None:
    """All devices known for an account but one."""
    session.execute(
        text(
            "DELETE FROM gridops.known_device WHERE account_id = :a AND device_id IS DISTINCT FROM CAST(:d AS uuid)"
        ),
        {"a": account_id, "d": device_id},
    )
