"""The worker's loop: numbers pending entries at once, looks at timers every second, tidies every ten minutes.

Roll-ups are folded beside it, in a thread of their own.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Any

from sqlalchemy.orm import configure_mappers

from gridops import config
from gridops.db.listen import Listener
from gridops.db.rights import require_rights
from gridops.db.server_log import find_log, rotate
from gridops.db.session import Database
from gridops.insight.cells.folding import MOST as MOST_CHANGES
from gridops.insight.cells.folding import fold_cells
from gridops.log.appending import CHANNEL_PENDING
from gridops.log.sequencing import number_pending, prune_window
from gridops.media.purging import sweep_orphans
from gridops.memory import settle
from gridops.people.forgetting import forget_ended
from gridops.worker.firing import fire_due
from gridops.worker.retaining import retain
from gridops.worker.rolling_up import RollUps

logger = logging.getLogger(__name__)

TIMERS_EVERY_S, TIDY_EVERY_S, SWEEP_EVERY_S = 1.0, 600.0, 86_400.0
#: Entries numbered by one transaction.
ROUND = 1000
#: Rounds begin no closer than this: what comes in meanwhile is numbered together. One entry waits for nothing.
ROUNDS_APART_S = 0.01
#: The same behind a round of so many entries: where they come close together each would else cost half a round.
BUSY_ROUND, BUSY_ROUNDS_APART_S = 3, 0.025
#: A fold under way is waited for, and is undone by the database where it takes longer.
STOPS_WITHIN_S = 5.0


class Worker:
    """The loop, stoppable."""

    def __init__(self, database: Database, settings: config.Settings) -> None:
        self._database, self._settings = database, settings
        self._stop = threading.Event()

    def stop(self, *_: Any) -> None:
        """Finish the round and end."""
        self._stop.set()

    def run(self) -> None:
        """Until stopped; a failure is logged and the loop goes on."""
        listener = Listener(self._database.url, CHANNEL_PENDING)
        rolling_up = RollUps(self._database, self._stop)
        rolling_up.start()
        timers_at = tidy_at = sweep_at = began_at = apart_s = 0.0
        while not self._stop.is_set():
            try:
                self._stop.wait(max(0.0, began_at + apart_s - time.monotonic()))
                began_at = time.monotonic()
                apart_s = self._number_all()
                # Only spans are measured here: the monotonic clock says nothing about the time of day.
                now = time.monotonic()
                if now >= timers_at:
                    timers_at = now + TIMERS_EVERY_S
                    fire_due(self._database)
                    self._fold_all()
                if now >= tidy_at:
                    tidy_at = now + TIDY_EVERY_S
                    self._tidy()
                if now >= sweep_at:
                    sweep_at = now + SWEEP_EVERY_S
                    self._sweep()
            except Exception:
                logger.exception("the worker stumbled and goes on")
                self._stop.wait(1.0)
            listener.wait(self._settings.polling_interval_s)
        listener.close()
        rolling_up.join(timeout=STOPS_WITHIN_S)

    def _number_all(self) -> float:
        """Number what is pending; seconds from its beginning to that of the next round."""
        # What is committed after a round that was not full brings a hint of its own.
        while (numbered := self._number()) == ROUND:
            pass
        return BUSY_ROUNDS_APART_S if numbered >= BUSY_ROUND else ROUNDS_APART_S

    def _number(self) -> int:
        with self._database.transaction("gridops_system") as session:
            return number_pending(session, limit=ROUND)

    def _fold_all(self) -> None:
        # Not until nothing is left: while reports come in that would be never, and numbers would wait for it.
        while self._fold() == MOST_CHANGES:
            pass

    def _fold(self) -> int:
        with self._database.transaction("gridops_system") as session:
            return fold_cells(session)

    def _tidy(self) -> None:
        with self._database.transaction("gridops_system") as session:
            prune_window(session)
        with self._database.transaction("gridops_system") as session:
            forget_ended(session)
        retain(self._database, self._settings.media_dir)
        if self._settings.is_private_cluster:
            log = find_log(self._settings.var_dir / config.CLUSTER_FOLDER)
            if log is not None:
                rotate(log)

    def _sweep(self) -> None:
        with self._database.transaction() as session:
            sweep_orphans(session, self._settings.media_dir)


def run() -> None:
    """Run the worker of this process until SIGTERM or Ctrl-C."""
    settings = config.load()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    database = Database(settings.database_url, pool_size=2)
    require_rights(database.engine)
    worker = Worker(database, settings)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    configure_mappers()
    settle()
    worker.run()
    database.close()
