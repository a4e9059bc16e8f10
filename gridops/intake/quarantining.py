"""Keeping what could not be read, for a person to look at."""

from __future__ import annotations

from gridops import clock
from gridops.db.session import Session
from gridops.intake.models import Quarantine
from gridops.people.rules import Actor


def keep_unreadable(session: Session, actor: Actor, *, path: str, body: bytes) -> None:
    """Keep a body as it came."""
    session.add(
        Quarantine(
            account_id=actor.id,
            device_id=actor.device_id,
            path=path,
            body=body,
            size=len(body),
            received_at=clock.now(),
        )
    )
