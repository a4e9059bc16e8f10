"""What /metrics tells of the roll-ups: nothing of a verifying before there was one, then its moment and its result."""

from __future__ import annotations

import re

from sqlalchemy import text

from gridops import clock
from gridops.worker.rolling_up import verify
from tests.service import Service


def figures(service: Service) -> dict[str, float]:
    answer = service.anonymous().get("/metrics")
    assert answer.status_code == 200
    found = re.findall(r"^(gridops_rollups_\w+) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in found}


def test_before_the_first_verifying_neither_its_moment_nor_its_result_is_told(service: Service) -> None:
    service.report("worker.qingyang")
    told = figures(service)
    assert told.keys() == {"gridops_rollups_pending"}
    assert told["gridops_rollups_pending"] > 0


def test_the_last_verifying_is_told_with_its_moment(service: Service) -> None:
    before = clock.now().timestamp()
    verify(service.database)
    told = figures(service)
    assert told["gridops_rollups_differences"] == 0
    assert before <= told["gridops_rollups_verified_timestamp_seconds"] <= clock.now().timestamp()


def test_differences_that_were_found_are_told(service: Service) -> None:
    service.report("worker.qingyang")
    with service.database.transaction() as session:
        session.execute(text("DELETE FROM gridops.rollup_pending"))
    verify(service.database)
    assert figures(service)["gridops_rollups_differences"] > 0
