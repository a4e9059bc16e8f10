"""Reading sessions: devices, one-time codes, sign-ins that failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from gridops.db.session import Session
from gridops.people.models import Device, OneTimeCode, SignInFailure


def count_failures(session: Session, username_hash: bytes, since: Any) -> int:
    """Failed sign-ins for a name since a time."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SignInFailure)
            .where(SignInFailure.username_hash == username_hash, SignInFailure.at >= since)
        )
        or 0
    )


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
