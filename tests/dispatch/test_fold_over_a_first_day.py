"""Cases that a first day moves are counted where they stand, whether the roll-ups were folded before it or not."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import text

from gridops.insight.rollups.verifying import find_differences
from gridops.worker.rolling_up import fold
from tests.dispatch.new_boundaries import carry_out, cases, on_the_day


def _differences(service):
    with service.database.transaction("gridops_system", read_only=True) as session:
        return [str(difference) for difference in find_differences(session)]


def _by_grid(service):
    body = {"area": "370611", "from": "2020-01-01", "to": "2100-01-01", "group_by": ["grid"]}
    answer = service.client("supervisor.fushan").post("/api/v1/area-queries", json=body)
    assert answer.status_code == 200, answer.data
    return {count["key"]["grid"]: count["n"] for count in answer.json["counts"]}


@pytest.mark.parametrize("is_folded", [True, False])
def test_a_first_day_moves_counts_with_their_cases(service, plan, is_folded):
    cases(service, plan)
    while is_folded and fold(service.database):
        pass
    before = _by_grid(service)
    assert before[plan.grid] > 0
    carry_out(service)
    with on_the_day(120):
        for _ in range(2):
            after = _by_grid(service)
            assert plan.grid not in after
            assert sum(after.values()) == sum(before.values())
            with service.database.transaction() as session:
                standing = session.execute(
                    text("SELECT scope_code FROM gridops.incident WHERE merged_into IS NULL")
                ).scalars()
                rows = Counter(code if len(code) == 15 else None for code in standing)
            assert after == rows
            assert _differences(service) == []
            while fold(service.database):
                pass
