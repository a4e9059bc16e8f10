"""The clock of all processes of the service is wrong: ahead, behind, and right again; the database keeps its own."""

from __future__ import annotations

from tests.torture.faults.trouble import Trouble

HOURS = (3, -3)


def set_clock_wrong(trouble: Trouble) -> None:
    """Three hours ahead, three behind, and back at once."""
    file = trouble.town.shift_file
    try:
        for hours in HOURS:
            draft = file.with_suffix(".new")
            draft.write_text(str(hours * 3600))
            draft.replace(file)
            before = len(trouble.phones.ledger.reports)
            trouble.let_work(3)
            if len(trouble.phones.ledger.reports) == before:
                trouble.report(f"no report got through while the clock was {hours:+d} h wrong")
    finally:
        file.unlink(missing_ok=True)
