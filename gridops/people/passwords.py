"""Proving once more who one is, and changing one's password. Appends to the log; never commits, hashes nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session, acting_as
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.people.attempts.counting import give_back, log_failure
from gridops.people.attempts.recognising import forget_others
from gridops.people.models import Device
from gridops.people.rules import Actor
from gridops.people.signing_in import Proven, end_sessions


def confirm(session: Session, actor: Actor, proven: Proven) -> None:
    """Note that the session's own person is there; 401 where the password was wrong."""
    if proven.password_hash is None:
        session.keep(lambda second: log_failure(second, proven.counted, actor.id, actor.id))
        raise Problem("wrong-credentials")
    device = session.get(Device, actor.device_id)
    assert device is not None
    device.confirmed_at = clock.now()
    session.keep(lambda second: give_back(second, proven.counted))


def require_confirmed(session: Session, actor: Actor, within: timedelta) -> None:
    """403 unless the session's password was proved `within` that time, by the sign-in or since."""
    device = session.get(Device, actor.device_id) if actor.device_id else None
    proved_at = device.confirmed_at if device is not None else None
    # A time to come was written by a clock that has been set back since: then it is asked again.
    if proved_at is None or not timedelta(0) <= clock.now() - proved_at <= within:
        raise Problem("confirm-password")


def change_password(session: Session, actor: Actor, password_hash: str) -> None:
    """A new password for oneself: all other sessions end, and other devices are no longer known."""
    with acting_as(session, "gridops_system"):
        session.execute(
            text("UPDATE gridops.account SET password_hash = :hash WHERE id = :id"),
            {"hash": password_hash, "id": actor.id},
        )
    append(session, Entry("account.password_changed", "account", actor.id, 1, actor.id, persons=[actor.id]))
    end_sessions(session, actor, but=actor.device_id)
    forget_others(session, actor.id, actor.device_id)
