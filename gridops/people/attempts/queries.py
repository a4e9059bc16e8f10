"""Reading and taking tallies, and the devices that are known for an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from gridops.db.session import Session
from gridops.people.attempts.models import KnownDevice
from gridops.people.models import Account

# The row is locked by being counted: of two attempts at once the second sees what the first has made of it.
_TAKE = text(
    "INSERT INTO gridops.sign_in_tally AS t (subject, kind, asked, level, at) VALUES (:subject, :kind, 1, 0, :now)"
    " ON CONFLICT (subject) DO UPDATE SET asked = t.asked + 1 RETURNING asked, level, at"
)
_WRITE = text("UPDATE gridops.sign_in_tally SET level = :level, at = :at WHERE subject = :subject")
_GIVE_BACK = text(
    "UPDATE gridops.sign_in_tally SET level = CASE WHEN kind = 'device' THEN 0 ELSE greatest(level - 1, 0) END"
    " WHERE subject = :subject"
)
_FORGET = text(
    "DELETE FROM gridops.sign_in_tally WHERE subject IN (SELECT subject FROM gridops.sign_in_tally"
    " WHERE at < :before ORDER BY at LIMIT 20 FOR UPDATE SKIP LOCKED)"
)
_FORGET_DEVICES = text(
    "DELETE FROM gridops.known_device WHERE ctid IN (SELECT ctid FROM gridops.known_device"
    " WHERE expires_at < :now ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED)"
)


def take_tally(session: Session, subject: bytes, kind: str, now: datetime) -> Any:
    """Count one more attempt of a subject and lock its tally; returns (asked, level, at)."""
    return session.execute(_TAKE, {"subject": subject, "kind": kind, "now": now}).one()


def write_tally(session: Session, subject: bytes, level: float, at: datetime) -> None:
    """Write how full a tally is."""
    session.execute(_WRITE, {"subject": subject, "level": level, "at": at})


def give_back(session: Session, subject: bytes) -> None:
    """Take one attempt off a tally; that of a known device is emptied."""
    session.execute(_GIVE_BACK, {"subject": subject})


def forget_tallies(session: Session, before: datetime) -> None:
    """Delete some of the tallies that nobody has asked for since."""
    session.execute(_FORGET, {"before": before})


def forget_devices(session: Session, now: datetime) -> None:
    """Delete some of the known devices whose time is over."""
    session.execute(_FORGET_DEVICES, {"now": now})


def is_known(session: Session, mark_hash: bytes, username: str, now: datetime) -> bool:
    """Whether a device is known for the account of that name."""
    found = (
        select(KnownDevice.mark_hash)
        .join(Account, Account.id == KnownDevice.account_id)
        .where(KnownDevice.mark_hash == mark_hash, KnownDevice.expires_at > now, Account.username == username)
    )
    return session.execute(found).one_or_none() is not None


def is_mark_in_use(session: Session, mark_hash: bytes, now: datetime) -> bool:
    """Whether a mark was given out here and is still valid, for whichever account."""
    found = select(KnownDevice.mark_hash).where(
        KnownDevice.mark_hash == mark_hash, KnownDevice.expires_at > now
    )
    return session.execute(found.limit(1)).one_or_none() is not None


def count_accounts_at(session: Session, address_hash: bytes, now: datetime, *, most: int) -> int:
    """How many accounts have last signed in rightly from an address, at most `most`."""
    accounts = (
        select(KnownDevice.account_id)
        .where(KnownDevice.address_hash == address_hash, KnownDevice.expires_at > now)
        .distinct()
        .limit(most)
    )
    return session.scalar(select(func.count()).select_from(accounts.subquery())) or 0


_REMEMBER = text(
    "INSERT INTO gridops.known_device (mark_hash, account_id, device_id, address_hash, expires_at)"
    " VALUES (:mark, :account, :device, :address, :until) ON CONFLICT (mark_hash, account_id) DO UPDATE"
    " SET device_id = excluded.device_id, address_hash = excluded.address_hash, expires_at = excluded.expires_at"
)


def remember_device(
    session: Session, *, mark_hash: bytes, account_id: UUID, device_id: UUID, address: bytes, until: datetime
) -> None:
    """Know a device for an account from now on, and where it was last."""
    session.execute(
        _REMEMBER,
        {
            "mark": mark_hash,
            "account": account_id,
            "device": device_id,
            "address": address,
            "until": until,
        },
    )
