"""When something happened, said by a phone that lost its clock and by a desk that mistyped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gridops.incidents.recording.occurrence import doubt_of
from tests.reports import a_report
from tests.service import Service

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


def _days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("days", [0.01, 40, 3_650, -31 * 366])
def test_a_desk_is_asked_to_look_again(service: Service, days: float) -> None:
    body = a_report(origin="phone", occurred_at=_days(days))
    answer = service.client("dispatcher.qingyang").post("/api/v1/reports", json=body)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json["errors"]] == ["/occurred_at"]


@pytest.mark.parametrize("days", [0, -1, -400, -3_650])
def test_a_desk_may_enter_what_began_years_ago(service: Service, days: float) -> None:
    service.report("dispatcher.qingyang", origin="phone", occurred_at=_days(days))


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("1970-01-01T08:00:03+08:00", "long_ago"),
        ("2038-01-19T03:14:07Z", "ahead"),
        (None, None),
    ],
)
def test_a_phone_that_lost_its_clock_is_heard_all_the_same(
    service: Service, said: str | None, doubt: str | None
) -> None:
    case = service.report("worker.qingyang", occurred_at=said or _days(0))
    assert case["occurred_at_doubt"] == doubt
    reported = datetime.fromisoformat(case["reported_at"])
    assert abs(reported - datetime.now(UTC)) < timedelta(minutes=5), "the server's own time stands beside it"
    if said is not None:
        assert datetime.fromisoformat(case["occurred_at"]) == datetime.fromisoformat(said)
    # Told wherever the case is read.
    again = service.client("worker.qingyang").get(f"/api/v1/incidents/{case['id']}")
    assert again.json["occurred_at_doubt"] == doubt


def test_a_batch_from_the_mountains_with_one_lost_clock_is_taken_whole(service: Service) -> None:
    reports = [a_report(), a_report(occurred_at="1970-01-01T00:00:00Z"), a_report()]
    answer = service.client("worker.qingyang").post("/api/v1/reports/batch", json={"reports": reports})
    assert [r["status"] for r in answer.json["results"]] == [201, 201, 201]


def test_doubt_begins_where_clocks_may_not_differ() -> None:
    assert doubt_of(NOW + timedelta(minutes=10), NOW) is None
    assert doubt_of(NOW + timedelta(minutes=11), NOW) == "ahead"
    assert doubt_of(NOW - timedelta(days=366), NOW) is None
    assert doubt_of(NOW - timedelta(days=367), NOW) == "long_ago"
