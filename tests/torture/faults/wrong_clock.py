"""The clock is wrong, ahead, behind, and right again: of all processes, or of one web process beside right ones.

The database keeps its own.
"""

from __future__ import annotations

from tests.torture.faults.trouble import Trouble

HOURS = (3, -3)


def set_clock_wrong(trouble: Trouble) -> None:
    """Three hours ahead, three behind, and back at once, in every process of the service."""
    _set_wrong(trouble, "", "the clock")


def set_one_clock_wrong(trouble: Trouble) -> None:
    """The same in one of two web processes, so that what one writes lies ahead of or behind what the other does."""
    _set_wrong(trouble, str(trouble.town.pids("web")[0]), "one web process's clock")


def _set_wrong(trouble: Trouble, whose: str, what: str) -> None:
    file = trouble.town.shift_file
    try:
        for hours in HOURS:
            draft = file.with_suffix(".new")
            draft.write_text(f"{hours * 3600} {whose}")
            draft.replace(file)
            before = len(trouble.phones.ledger.reports)
            trouble.let_work(3)
            if len(trouble.phones.ledger.reports) == before:
                trouble.report(f"no report got through while {what} was {hours:+d} h wrong")
    finally:
        file.unlink(missing_ok=True)
