"""How many statements a report makes: few, and no more for a hundred than for one."""

from __future__ import annotations

import uuid

from tests.reports import a_report
from tests.service import Service
from tests.statements import statements_of


def test_a_report_takes_few_statements(service: Service) -> None:
    service.report("worker.qingyang")
    with statements_of(service) as said:
        service.report("worker.qingyang")
    assert len(said) <= 12, "\n".join(said)


def test_a_batch_takes_as_many_statements_for_a_hundred_as_for_fifty(service: Service) -> None:
    counts = []
    for size in (100, 50, 100):
        reports = [
            a_report(address="村口" if n % 2 else None, client_id=str(uuid.uuid4())) for n in range(size)
        ]
        with statements_of(service) as said:
            answer = service.client("worker.qingyang").post(
                "/api/v1/reports/batch", json={"reports": reports}
            )
        assert {r["status"] for r in answer.json["results"]} == {201}
        counts.append(len(said))
    assert counts[1] == counts[2]
