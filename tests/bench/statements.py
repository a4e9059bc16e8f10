"""How many trips to the database, and how many commands, a request makes: counted on the wire, after a first one.

The service runs in this process, without hub and worker, so that nothing else is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from gridops import config
from gridops.app import create_app
from gridops.db.session import Database
from gridops.http.runtime import EXTENSION
from tests.bench import people
from tests.bench.figures import Figure, single
from tests.bench.filling import written
from tests.bench.ground import Ground, opened
from tests.bench.sending import Phones, phones
from tests.bench.serving import FOLDER
from tests.bench.trips import Trips, counting

DISPATCHER = "dispatcher.fushan"
MODES = ("manual", "auto_file", "auto_dispatch")


class Desk:
    """The service in this process, called by a test client."""

    def __init__(self, url: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        settings = config.load({"DATABASE_URL": url, "GRIDOPS_VAR": str(FOLDER), "GRIDOPS_ARGON2": "cheap"})
        app = create_app(settings, starts_tail=False)
        self.database: Database = app.extensions[EXTENSION].database
        self._client = app.test_client(use_cookies=False)

    def post(self, path: str, body: dict[str, Any], *, token: str, expected: int = 201) -> Any:
        """The answer's document; raises AssertionError for another status."""
        answer = self._client.post(path, json=body, headers=_headers(token))
        assert answer.status_code == expected, answer.data
        return orjson.loads(answer.data)

    def get(self, path: str, *, token: str) -> Any:
        """The answer's document."""
        answer = self._client.get(path, headers=_headers(token))
        assert answer.status_code == 200, answer.data
        return orjson.loads(answer.data)


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Prefer": "return=minimal"}


@contextmanager
def desk(url: str) -> Iterator[Desk]:
    """The service in this process for the length of a block."""
    found = Desk(url)
    try:
        yield found
    finally:
        found.database.close()


def measure(ground: Ground) -> Iterator[Figure]:
    """Trips of a report of each intake mode, a batch, an action, a list."""
    with written(ground) as url, counting(url) as (through, trips), desk(through) as at:
        for mode in MODES:
            with opened(url) as database, database.transaction() as session:
                yield _report(at, phones(session, mode=mode), mode, trips)
        with opened(url) as database, database.transaction() as session:
            sender = phones(session)
        yield _batch(at, sender, trips)
        yield _action(at, sender, trips)
        for limit in (20, 50):
            yield _list(at, limit, trips)


def _counted(name: str, what: str, goal: int, trips: Trips) -> Figure:
    more = {"commands": trips.commands}
    return single(f"statements.{name}", what, "trips", float(trips.trips), goal=f"≤ {goal}", more=more)


def _report(at: Desk, sender: Phones, mode: str, trips: Trips) -> Figure:
    for _ in range(2):
        trips.start()
        at.post("/api/v1/reports", sender.report(), token=sender.tokens[0])
    return _counted(mode, f"trips of one report ({mode}), begin and commit with it", 4, trips)


def _batch(at: Desk, sender: Phones, trips: Trips) -> Figure:
    for _ in range(2):
        body = {"reports": [sender.report() for _ in range(500)]}
        trips.start()
        at.post("/api/v1/reports/batch", body, token=sender.tokens[0], expected=200)
    return _counted("batch", "trips of a batch of 500", 8, trips)


def _action(at: Desk, sender: Phones, trips: Trips) -> Figure:
    for _ in range(2):
        case = at.post("/api/v1/reports", sender.report(), token=sender.tokens[0])
        # The short answer of a single report has these as well.
        path = f"/api/v1/incidents/{case['id']}/actions/file"
        trips.start()
        at.post(path, {"version": case["version"]}, token=people.token_of(DISPATCHER), expected=200)
    return _counted("action", "trips of an action (file)", 8, trips)


def _list(at: Desk, limit: int, trips: Trips) -> Figure:
    for _ in range(2):
        trips.start()
        found = at.get(f"/api/v1/incidents?limit={limit}", token=people.token_of(DISPATCHER))
    assert len(found["items"]) == limit
    return _counted(f"list.{limit}", f"trips of a list of {limit}", 5, trips)
