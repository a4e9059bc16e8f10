"""What goes out of a sheet that was looked at or taken in."""

from __future__ import annotations

from gridops.http.wire import Outgoing
from gridops.people.accounts.sheet_wire import CellFaultOut


class RowSheetOut(Outgoing):
    """How many rows would be, or were, made and changed, how many say what is there already; the faults of cells."""

    rows: int
    made: int
    changed: int
    same: int
    fault_count: int
    faults: list[CellFaultOut]
    is_dry_run: bool
