"""Reading sessions: devices, how long they last, and one-time codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from gridops.db.session import Session
from gridops.people.models import AccessToken, Device, OneTimeCode


def devices_of(session: Session, account_id: UUID, now: datetime) -> Sequence[tuple[Device, datetime]]:
    """(device, when it ends unless it is used) of an account's sessions, newest first."""
    rows = session.execute(
        select(Device, AccessToken.expires_at)
        .join(AccessToken, AccessToken.device_id == Device.id)
        .where(Device.account_id == account_id, Device.revoked_at.is_(None), AccessToken.expires_at > now)
        .order_by(Device.created_at.desc(), Device.id)
    )
    return [(row[0], row[1]) for row in rows]


def devices_signed_in(session: Session, device_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Those of the devices whose session has neither been ended nor run out."""
    found = (
        select(AccessToken.device_id)
        .join(Device, Device.id == AccessToken.device_id)
        .where(Device.id.in_(device_ids), Device.revoked_at.is_(None), AccessToken.expires_at > now)
    )
    return set(session.scalars(found))


def prolong_token(session: Session, token_hash: bytes, until: datetime) -> None:
    """Have a token last until then, where it is still there and does not last longer."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.token_hash == token_hash, AccessToken.expires_at < until)
        .values(expires_at=until)
    )


def lock_code(session: Session, code_hash: bytes, purpose: str) -> OneTimeCode | None:
    """A one-time code by its hash, locked until the end of the transaction: two who come at once use it once."""
    return session.scalar(
        select(OneTimeCode)
        .where(OneTimeCode.code_hash == code_hash, OneTimeCode.purpose == purpose)
        .with_for_update()
    )
