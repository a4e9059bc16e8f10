"""Reading sessions: devices and one-time codes."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from gridops.db.session import Session
from gridops.people.models import Device, OneTimeCode


def devices_of(session: Session, account_id: UUID) -> Sequence[Device]:
    """Devices of an account that are not revoked, newest first."""
    return session.scalars(
        select(Device)
        .where(Device.account_id == account_id, Device.revoked_at.is_(None))
        .order_by(Device.created_at.desc(), Device.id)
    ).all()


def lock_code(session: Session, code_hash: bytes, purpose: str) -> OneTimeCode | None:
    """A one-time code by its hash, locked until the end of the transaction: two who come at once use it once."""
    return session.scalar(
        select(OneTimeCode)
        .where(OneTimeCode.code_hash == code_hash, OneTimeCode.purpose == purpose)
        .with_for_update()
    )
