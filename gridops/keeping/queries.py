"""Reading what was kept, and the lock between who takes a copy and who takes photos away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select, text

from gridops.db.session import Session
from gridops.keeping.models import Backup, RetentionTerm

_LOCK = "hashtextextended('gridops.keeping', 0)"


def last_backup_at(session: Session) -> datetime | None:
    """The moment that the newest finished copy shows; None where none was ever taken."""
    return session.scalar(select(func.max(Backup.taken_at)))


def retention_terms(session: Session) -> dict[str, int]:
    """How many days each kind is kept."""
    found = session.scalars(select(RetentionTerm).order_by(RetentionTerm.kind))
    return {term.kind: term.days for term in found}


def may_take_away(session: Session) -> bool:
    """Whether files may go in this transaction: not while a copy is taken that names them. Never waits."""
    return bool(session.scalar(text(f"SELECT pg_try_advisory_xact_lock_shared({_LOCK})")))


def keep_all(session: Session) -> None:
    """Until the end of this transaction nobody takes a file away; waits for who is at it."""
    session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def export_snapshot(session: Session) -> str:
    """The name by which another connection sees what this transaction sees."""
    return str(session.scalar(text("SELECT pg_export_snapshot()")))


def holds_gridops(connection: Connection) -> bool:
    """Whether a database holds anything of ours, of whatever version."""
    held = "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('gridops'))"
    return bool(connection.scalar(text(held)))
