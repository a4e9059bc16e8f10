"""One item of a register as an administrator reads it. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gridops.db.session import Session
from gridops.duties.history import changes_of
from gridops.duties.registers.editing import ContentT, ItemRegister, ItemT
from gridops.duties.registers.wire import RecordedChangeOut
from gridops.errors import Problem


def item_parts(
    session: Session,
    register: ItemRegister[ItemT, ContentT],
    item_code: str,
    all_rows: Callable[[Session], Sequence[ItemT]],
) -> tuple[list[ItemT], list[RecordedChangeOut]]:
    """An item's rows, newest first, and who changed what; 404 for one that never was."""
    session.flush()
    rows = [row for row in all_rows(session) if row.item_code == item_code]
    changes = changes_of(session, register.item_id(item_code))
    if not rows and not changes:
        raise Problem("not-found")
    return sorted(rows, key=lambda row: row.valid_from, reverse=True), changes
