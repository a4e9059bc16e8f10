"""A hundred and twenty guesses at one moment, against the service as it runs: each counts before it is tried."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests
from sqlalchemy import text

from gridops.db.session import Database
from gridops.demonstration.sign_ins import PASSWORD
from gridops.people.attempts.rules import LIMITS
from tests.service import LiveService

GUESSES = 120


def test_guesses_in_parallel_count_one_by_one(live_service: LiveService) -> None:
    address = f"{live_service.url}/api/v1/sessions"
    signed = requests.post(address, json={"username": "auditor", "password": PASSWORD}, timeout=30)
    together = threading.Barrier(40)

    def guess(n: int) -> int:
        if n < 40:
            together.wait(30)
        sent = {"username": "auditor", "password": f"guess {n}"}
        return requests.post(address, json=sent, timeout=30).status_code

    with ThreadPoolExecutor(40) as crowd:
        answers = Counter(crowd.map(guess, range(GUESSES)))
    database = Database(live_service.settings.database_url)
    with database.transaction() as session:
        asked = session.scalars(text("SELECT asked FROM gridops.sign_in_tally WHERE kind = 'account'")).all()
        failed = session.scalar(
            text("SELECT count(*) FROM gridops.log_entry WHERE action = 'sign_in.failed'")
        )
    database.close()
    # The right one before counts as asked, and is given back.
    assert asked == [GUESSES + 1]
    # Waits of a second and two may have passed meanwhile.
    assert LIMITS["account"].free <= answers[401] <= LIMITS["account"].free + 3
    assert answers[401] + answers[429] == GUESSES
    assert failed == answers[401]
    known = {"username": "auditor", "password": PASSWORD, "device_mark": signed.json()["device_mark"]}
    assert requests.post(address, json=known, timeout=30).status_code == 201
