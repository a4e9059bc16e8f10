"""Changing how long a kind is kept. What has outlived its term is found by the room that holds it."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.keeping.models import RetentionTerm


def change_term(session: Session, kind: str, days: int) -> bool:
    """Keep a kind so many days from now on; False where there is no such kind."""
    term = session.get(RetentionTerm, kind)
    if term is None:
        return False
    term.days = days
    session.flush()
    return True
