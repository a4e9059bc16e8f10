"""The disk of database and photos fills up: there is room for reports alone, then for nothing, then again."""

from __future__ import annotations

from tests.torture.faults.trouble import Trouble
from tests.torture.town import RESERVE_MB


def fill_disk(trouble: Trouble) -> None:
    """Reports go on in what is kept for them; without any room nothing is acknowledged that is not kept."""
    town, ledger = trouble.town, trouble.phones.ledger
    town.leave_free(RESERVE_MB // 2)
    try:
        trouble.let_work(1)
        before = len(ledger.reports)
        trouble.let_work(3)
        if len(ledger.reports) == before:
            trouble.report("no report got through while only photos lacked room")
        town.leave_free(0)
        trouble.let_work(3)
    finally:
        town.leave_free(None)
