"""Signing in and out: sessions, devices, tickets. Appends to the log; never commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.log.appending import Entry, append
from gridops.people import queries, tokens
from gridops.people.attempts.counting import Counted, give_back, log_failure
from gridops.people.attempts.recognising import forget_device, remember_device
from gridops.people.models import AccessToken, Account, Device, OneTimeCode
from gridops.people.rules import Actor

TICKET_LIFE = timedelta(seconds=60)
CODE_LIFE = timedelta(hours=24)
#: A session that is used without a pause is prolonged so many times within its life.
PROLONGED_TIMES = 24
#: Whose codes there are none of.
NOBODY = UUID(int=0)


#: How long a session lasts without being used, by the kind of its device.
Lives = Mapping[str, timedelta]


@dataclass(frozen=True)
class SignedIn:
    """A fresh session: the token is told once and stored only as its hash; so is the mark of the device."""

    token: str
    expires_at: datetime
    actor: Actor
    device_mark: str


@dataclass(frozen=True)
class NewDevice:
    """What signs in: the name it is shown by, and its kind, one of `DEVICE_KINDS`."""

    name: str
    kind: str


@dataclass(frozen=True)
class Proven:
    """An attempt that was counted, and the stored hash that its password was found to fit; None where it fits none.

    `renewed_hash` is of the same password at today's cost, where the stored one was made at another.
    """

    counted: Counted
    password_hash: str | None = None
    renewed_hash: str | None = None


def sign_in(
    session: Session, *, proven: Proven, code: str | None, device: NewDevice, lives: Lives
) -> SignedIn:
    """Open a session by password or one-time code; 401 says nothing of which was wrong.

    `lives` says how long a session lasts unused, by the kind of its device. What is `proven` was counted and found out
    before the transaction: hashing takes long.
    """
    attempt = proven.counted.attempt
    account = queries.find_account(session, attempt.username)
    if not _is_proven(session, account, proven.password_hash, code):
        account_id = account.id if account else None
        session.keep(lambda second: log_failure(second, proven.counted, account_id))
        raise Problem("wrong-credentials")
    assert account is not None
    if proven.renewed_hash is not None:
        account.password_hash = proven.renewed_hash
    now = clock.now()
    signed = Device(
        account_id=account.id, name=device.name, kind=device.kind, created_at=now, confirmed_at=now
    )
    session.add(signed)
    session.flush()
    token = tokens.new_token()
    expires_at = now + lives[device.kind]
    session.add(AccessToken(token_hash=tokens.digest(token), device_id=signed.id, expires_at=expires_at))
    actor = queries.find_actor(session, account.id, signed.id)
    assert actor is not None
    append(session, about_device("device.signed_in", actor, signed.id))
    mark = remember_device(session, attempt, account.id, signed.id)
    # Afterwards and apart: a tally that is locked until the disk has the session would hold up the whole office.
    session.keep(lambda second: give_back(second, proven.counted))
    return SignedIn(token, expires_at, actor, mark)


def _is_proven(session: Session, account: Account | None, fitting: str | None, code: str | None) -> bool:
    if code is not None:
        # Looked for under every name, so that the answer takes as long for one that nobody has.
        of_whom = account.id if account is not None and account.is_active else NOBODY
        return use_code(session, code, "sign_in", of_whom) is not None
    # The password may have been changed while it was proved.
    return (
        account is not None and account.is_active and fitting is not None and fitting == account.password_hash
    )


def use_code(session: Session, code: str, purpose: str, account_id: UUID | None = None) -> OneTimeCode | None:
    """Use up a one-time code; None where it is unknown, used, expired or another account's."""
    found = queries.lock_code(session, tokens.digest(code), purpose)
    if found is None or found.used_at is not None or found.expires_at <= clock.now():
        return None
    if account_id is not None and found.account_id != account_id:
        return None
    found.used_at = clock.now()
    return found


def issue_code(session: Session, account_id: UUID, actor_id: UUID | None = None) -> str:
    """A one-time sign-in code for an account, to be handed over by an administrator."""
    code = tokens.new_code()
    session.add(
        OneTimeCode(
            code_hash=tokens.digest(code),
            purpose="sign_in",
            account_id=account_id,
            expires_at=clock.now() + CODE_LIFE,
        )
    )
    append(session, Entry("account.code_issued", "account", account_id, 1, actor_id, persons=[account_id]))
    return code


def issue_ticket(session: Session, actor: Actor) -> str:
    """A ticket that opens one socket within a minute."""
    ticket = tokens.new_token()
    session.add(
        OneTimeCode(
            code_hash=tokens.digest(ticket),
            purpose="live",
            account_id=actor.id,
            device_id=actor.device_id,
            expires_at=clock.now() + TICKET_LIFE,
        )
    )
    session.execute(
        text("DELETE FROM gridops.one_time_code WHERE purpose = 'live' AND expires_at < :before"),
        {"before": clock.now() - timedelta(hours=1)},
    )
    return ticket


def recognise(session: Session, token: str) -> Actor:
    """The actor behind a bearer token; 401 where it is unknown, expired or revoked."""
    return _actor_behind(queries.find_token(session, tokens.digest(token)))


def enter(session: Session, token: str, *, lives: Lives, is_steady: bool = False) -> Actor:
    """The same, with the actor's sight entered and the stamp of the reference data noted, in one statement.

    A session that is used lasts on, by its kind in `lives`. `is_steady`: reference data stays as it is until the end
    of the transaction.
    """
    token_hash = tokens.digest(token)
    row = queries.enter_by_token(session, token_hash, is_steady=is_steady)
    actor = _actor_behind(row)
    session.stamp = row.stamp
    life = lives[row.device_kind]
    until = clock.now() + life
    # Written now and then only, and after the request: most requests write nothing for it.
    if until - row.expires_at > life / PROLONGED_TIMES:
        session.keep(lambda second: queries.prolong_token(second, token_hash, until))
    return actor


def _actor_behind(row: Any) -> Actor:
    if row is None:
        raise Problem("not-authenticated")
    if row.revoked_at is not None or row.expires_at <= clock.now() or not row.is_active:
        raise Problem("token-expired")
    return queries.actor_of_token_row(row)


def redeem_ticket(session: Session, ticket: str) -> Actor:
    """The actor behind a socket's ticket, which is used up by this."""
    used = use_code(session, ticket, "live")
    if used is None:
        raise Problem("not-authenticated")
    return actor_by(session, used.account_id, used.device_id)


def actor_by(session: Session, account_id: UUID, device_id: UUID | None) -> Actor:
    """The actor of an account by a device as both are now; 401 where either has ended."""
    device = session.get(Device, device_id) if device_id else None
    actor = queries.find_actor(session, account_id, device_id)
    if actor is None or (device is not None and device.revoked_at is not None):
        raise Problem("token-expired")
    return actor


def revoke_device(session: Session, actor: Actor, device_id: UUID) -> None:
    """End a device of one's own at once; 404 for any other."""
    device = session.get(Device, device_id)
    if device is None or device.account_id != actor.id:
        raise Problem("not-found")
    if device.revoked_at is None:
        _end(session, actor, device)


def end_sessions(session: Session, actor: Actor, *, but: UUID | None = None) -> int:
    """End all of one's sessions at once, but one; returns how many."""
    ended = [device for device, _ in queries.devices_of(session, actor.id, clock.now()) if device.id != but]
    for device in ended:
        _end(session, actor, device)
    return len(ended)


def _end(session: Session, actor: Actor, device: Device) -> None:
    device.revoked_at = clock.now()
    session.execute(text("DELETE FROM gridops.access_token WHERE device_id = :d"), {"d": device.id})
    if device.id != actor.device_id:
        # Ended from elsewhere, it may be in other hands; who signs out himself is known when he comes again.
        forget_device(session, device.id)
    append(session, about_device("device.revoked", actor, device.id))


def about_device(action: str, actor: Actor, device_id: UUID) -> Entry:
    """What the log is told of one's device."""
    return Entry(action, "device", device_id, 1, actor.id, persons=[actor.id])
