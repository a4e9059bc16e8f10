"""Rounds of faults under a steady load, and the comparison at the end, as rows of one table."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from tests.torture import comparing, phones
from tests.torture.comparing import Found
from tests.torture.faults.cutting_uploads import cut_uploads
from tests.torture.faults.doubling_reports import double_reports
from tests.torture.faults.filling_disk import fill_disk
from tests.torture.faults.killing import kill_database, kill_live_process, kill_web_process, kill_worker
from tests.torture.faults.never_reading import never_read
from tests.torture.faults.older_backup import bring_back_older
from tests.torture.faults.trouble import Trouble
from tests.torture.faults.two_workers import run_two_workers
from tests.torture.faults.using_up_connections import use_up_connections
from tests.torture.faults.wrong_clock import set_clock_wrong, set_one_clock_wrong
from tests.torture.ledger import Ledger
from tests.torture.screens import watching
from tests.torture.town import Skipped, Town, a_town

FAULTS: dict[str, Callable[[Trouble], None]] = {
    "web": kill_web_process,
    "doubled": double_reports,
    "worker": kill_worker,
    "uploads": cut_uploads,
    "live": kill_live_process,
    "two-workers": run_two_workers,
    "database": kill_database,
    "never-reads": never_read,
    "clock": set_clock_wrong,
    "one-clock": set_one_clock_wrong,
    "connections": use_up_connections,
    "disk": fill_disk,
}
#: Done last: what was reported since the copy is gone by intent.
OLDER = "older-backup"
NAMES = (*FAULTS, OLDER)


@dataclass
class Row:
    """What happened while one fault was done, all times together; times in seconds."""

    times: int = 0
    skipped: str = ""
    reports: set[str] = field(default_factory=set)
    photos: set[str] = field(default_factory=set)
    took: list[float] = field(default_factory=list)
    silence_s: float = 0.0

    @property
    def p99_s(self) -> float:
        """The slowest hundredth of the answers that counted."""
        return quantiles(self.took, n=100, method="inclusive")[98] if len(self.took) > 1 else sum(self.took)

    def add(self, ledger: Ledger, began: float, ended: float) -> None:
        """One more time, from `began` to `ended`."""
        self.times += 1
        reports = ledger.between(began, ended)
        self.reports |= set(reports)
        self.photos |= set(ledger.photos_between(began, ended))
        self.took += reports.values()
        self.silence_s = max(self.silence_s, ledger.longest_silence(began, ended))


@dataclass
class Outcome:
    """All rows, what was found when all was compared, and answers that no fault explains."""

    rows: dict[str, Row]
    ledger: Ledger
    found: Found
    broken: list[str]
    resyncs: int

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, doubled or broken, and nothing was answered wrongly."""
        return self.found.is_well and not self.ledger.wrong and not self.broken and not self.resyncs


def torture(
    names: Sequence[str], *, seconds: float, seed: int, say: Callable[[str], object] = print
) -> Outcome:
    """Do the faults in turn, at least once each, and again while `seconds` are not over; then compare.

    Raises RuntimeError where the service doesn't come back.
    """
    with a_town() as town:
        before = comparing.cases(town)
        faults = [name for name in names if name in FAULTS]
        rows = {name: Row() for name in ("none", *faults)}
        with watching(town) as screens:
            with phones.at_work(town, seed) as load:
                trouble = Trouble(town, load, random.Random(seed))
                until = time.monotonic() + seconds
                _do(trouble, "none", lambda it: it.let_work(3), rows["none"], say)
                is_first = True
                while faults and (is_first or time.monotonic() < until):
                    is_first = False
                    for name in faults:
                        _do(trouble, name, FAULTS[name], rows[name], say)
            town.wait_until_ready()
            found = comparing.compare(town, load.ledger, screens, before)
            resyncs = sum(screen.resyncs for screen in screens)
        broken = [what for screen in screens for what in screen.broken]
        outcome = Outcome(rows, load.ledger, found, broken, resyncs)
        if OLDER in names:
            _bring_back(town, outcome, say)
        return outcome


def _bring_back(town: Town, outcome: Outcome, say: Callable[[str], object]) -> None:
    began = time.monotonic()
    outcome.broken += bring_back_older(town)
    outcome.rows[OLDER] = Row(times=1)
    say(f"· {OLDER}: {time.monotonic() - began:.1f} s")


def _do(
    trouble: Trouble, name: str, fault: Callable[[Trouble], None], row: Row, say: Callable[[str], object]
) -> None:
    if row.skipped:
        return
    ledger, began = trouble.phones.ledger, time.monotonic()
    try:
        fault(trouble)
    except Skipped as reason:
        row.skipped = str(reason)
        return
    trouble.town.wait_until_ready()
    ended_by = len(ledger.reports)
    # What the fault has held up belongs to it: it is over when reports come through again.
    while len(ledger.reports) <= ended_by + 3 and time.monotonic() < began + 180:
        time.sleep(0.1)
    row.add(ledger, began, time.monotonic())
    say(f"· {name}: {time.monotonic() - began:.1f} s, {len(ledger.reports)} reports so far")
