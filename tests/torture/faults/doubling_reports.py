"""Twenty threads with the same report at the same moment: one of them makes the case, the others are told of it."""

from __future__ import annotations

import threading
from collections import Counter

import requests

from tests.ending import finish
from tests.reports import a_report
from tests.torture.faults.trouble import Trouble
from tests.torture.phones import AGAIN, made_id
from tests.torture.town import WORKERS

THREADS, TIMES = 20, 3


def double_reports(trouble: Trouble) -> None:
    """A few reports, each sent by twenty at once."""
    for _ in range(TIMES):
        _send_by_all(trouble)


def _send_by_all(trouble: Trouble) -> None:
    report, together = a_report(client_id=made_id(trouble.chance)), threading.Barrier(THREADS)
    ledger, answers = trouble.phones.ledger, Counter[int]()
    ledger.send(report["client_id"])

    def send() -> None:
        together.wait(30)
        try:
            answer = trouble.town.ask(WORKERS[0], "POST", "/api/v1/reports", json=report)
        except requests.RequestException:
            return
        answers[answer.status_code] += 1
        if answer.status_code in (200, 201):
            ledger.acknowledge(report["client_id"], took=answer.elapsed.total_seconds())

    crowd = [threading.Thread(target=send) for _ in range(THREADS)]
    for one in crowd:
        one.start()
    finish(*crowd, within_s=120)
    if answers[201] > 1 or set(answers) - {200, 201} - AGAIN:
        trouble.report(f"twenty with the same report were answered {dict(answers)}")
