"""Keeping what could not be read, for a person to look at, within a quota: the oldest bodies give way to their hash.

A body never leaves by an answer or a log. Never commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from gridops import clock
from gridops.db.session import Session
from gridops.intake import queries
from gridops.intake.models import Quarantine
from gridops.people.rules import Actor

#: Bytes of bodies that are kept, of one device and of all; a phone's whole day of reports is some hundred kilobytes.
MOST_OF_DEVICE, MOST_IN_ALL = 4_000_000, 200_000_000
#: Rows of one device, with a body or by hash alone.
MOST_ROWS_OF_DEVICE = 200
KEPT_FOR = timedelta(days=180)


def keep_unreadable(session: Session, actor: Actor, *, path: str, body: bytes) -> None:
    """Keep a body as it came; what is then beyond the quota of its device or of all is kept by hash only."""
    queries.lock_quarantine(session)
    session.add(
        Quarantine(
            account_id=actor.id,
            device_id=actor.device_id,
            path=path,
            body=body,
            size=len(body),
            sha256=hashlib.sha256(body).digest(),
            received_at=clock.now(),
        )
    )
    session.flush()
    device = actor.device_id or actor.id
    queries.empty_beyond(session, MOST_OF_DEVICE, device_id=device)
    queries.empty_beyond(session, MOST_IN_ALL)
    queries.delete_rows_beyond(session, MOST_ROWS_OF_DEVICE, device_id=device)


def forget_quarantine(session: Session, kept_for: timedelta = KEPT_FOR) -> int:
    """Delete what nobody has looked at within `kept_for`; how many rows."""
    return queries.delete_quarantine_before(session, clock.now() - kept_for)


def warn_of_quarantine(session: Session) -> Sequence[str]:
    """What /readyz tells the administrator: bodies that wait for a person, and those that had to give way."""
    state = queries.quarantine_state(session)
    if not state.rows:
        return []
    line = f"quarantine holds {state.bodies} bodies that could not be read ({state.bytes} bytes)"
    return [
        f"{line}, and {state.rows - state.bodies} by their hash only" if state.rows > state.bodies else line
    ]
