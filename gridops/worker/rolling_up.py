"""Folding the roll-ups and verifying them at night, in a thread of its own: the log's numbers never wait for it."""

from __future__ import annotations

import logging
import threading
from itertools import islice

from sqlalchemy.exc import OperationalError

from gridops import clock
from gridops.db.session import Database
from gridops.insight.rollups.filling import fill
from gridops.insight.rollups.folding import MOST, fold_pending
from gridops.insight.rollups.rules import is_time_to_verify
from gridops.insight.rollups.verifying import Difference, find_differences, last_verified_at, note_verified

logger = logging.getLogger(__name__)

#: Seconds between looks: what waits is counted by every question, so there is no hurry.
FOLD_EVERY_S = 2.0
LOOK_AT_THE_CLOCK_EVERY_S = 300.0
#: Differences that are named one by one in the log.
NAMED = 20
_LOCK_NOT_AVAILABLE = "55P03"


class RollUps(threading.Thread):
    """Until stopped; a failure is logged and the thread goes on."""

    def __init__(self, database: Database, stop: threading.Event) -> None:
        super().__init__(name="roll-ups", daemon=True)
        self._database, self._stopped = database, stop

    def run(self) -> None:
        """Fold what is pending every few seconds, look every few minutes whether it is time to verify."""
        rounds = 0
        while not self._stopped.is_set():
            try:
                while fold(self._database) == MOST and not self._stopped.is_set():
                    pass
                if rounds % int(LOOK_AT_THE_CLOCK_EVERY_S / FOLD_EVERY_S) == 0:
                    verify_when_due(self._database)
            except Exception:
                logger.exception("folding stumbled and goes on")
            rounds += 1
            self._stopped.wait(FOLD_EVERY_S)


def fold(database: Database) -> int:
    """Fold once; how many rows were taken, 0 where another worker is at it. Counts anew where that is needed."""
    try:
        with database.transaction("gridops_system") as session:
            taken = fold_pending(session)
    except OperationalError as error:
        if getattr(error.orig, "pgcode", None) == _LOCK_NOT_AVAILABLE:
            return 0
        raise
    if taken is None:
        with database.transaction() as session:
            logger.info("roll-ups are counted anew: %s cases", fill(session))
    return taken or 0


def verify_when_due(database: Database) -> None:
    """Verify once a night, by the deployment's clock."""
    with database.transaction("gridops_system") as session:
        zone, verified_at = last_verified_at(session)
    if is_time_to_verify(clock.now(), verified_at, clock.zone(zone)):
        verify(database)


def verify(database: Database) -> list[Difference]:
    """Hold the roll-ups against the cases, log the first differences by name, keep their number; returns those."""
    with database.transaction("gridops_system", read_only=True) as session:
        differences = find_differences(session)
        named = list(islice(differences, NAMED))
        found = len(named) + sum(1 for _ in differences)
    for difference in named:
        logger.error("roll-up differs: %s", difference)
    if found:
        logger.error("roll-ups differ from the cases in %s numbers: gridops insight rebuild", found)
    with database.transaction("gridops_system") as session:
        note_verified(session, found)
    return named
