"""What could not be read is kept within a quota: the oldest bodies give way to their hash, an administrator hears."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gridops import clock
from gridops.intake import quarantining
from gridops.intake.quarantining import forget_quarantine
from tests.service import Service

REPORTS = "/api/v1/reports"


def send(service: Service, username: str, *bodies: bytes) -> None:
    for body in bodies:
        answer = service.client(username).post(REPORTS, data=body, content_type="application/json")
        assert (answer.status_code, answer.json["code"]) == (400, "bad-json")


def kept(service: Service) -> list[Any]:
    """(body, sha256) of each row, the oldest first."""
    with service.database.transaction() as session:
        rows = session.execute(
            text("SELECT body, sha256 FROM gridops.quarantine ORDER BY received_at, id")
        ).all()
    return [(bytes(row.body) if row.body is not None else None, bytes(row.sha256)) for row in rows]


def both(body: bytes) -> tuple[bytes, bytes]:
    return body, hashlib.sha256(body).digest()


def by_hash(body: bytes) -> tuple[None, bytes]:
    return None, hashlib.sha256(body).digest()


def test_a_devices_oldest_bodies_give_way_to_their_hash(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantining, "MOST_OF_DEVICE", 1_000)
    first, second, third = (letter * 400 for letter in (b"{a", b"{b", b"{c"))
    other = b"{" * 900
    send(service, "worker.gaotuan", other)
    send(service, "worker.qingyang", first, second, third)
    assert kept(service) == [both(other), by_hash(first), by_hash(second), both(third)]


def test_a_body_larger_than_the_quota_is_kept_by_its_hash(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantining, "MOST_OF_DEVICE", 10)
    send(service, "worker.qingyang", b"{" * 11)
    assert kept(service) == [by_hash(b"{" * 11)]


def test_all_devices_together_have_a_quota(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantining, "MOST_IN_ALL", 1_000)
    send(service, "worker.gaotuan", b"{x" * 300)
    send(service, "worker.qingyang", b"{y" * 300)
    assert kept(service) == [by_hash(b"{x" * 300), both(b"{y" * 300)]


def test_a_device_keeps_its_newest_rows(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantining, "MOST_ROWS_OF_DEVICE", 2)
    send(service, "worker.gaotuan", b"{0")
    send(service, "worker.qingyang", b"{1", b"{2", b"{3")
    assert kept(service) == [both(b"{0"), both(b"{2"), both(b"{3")]


def test_what_nobody_has_looked_at_in_half_a_year_is_let_go(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(service, "worker.qingyang", b"{1")
    with service.database.transaction("gridops_system") as session:
        assert forget_quarantine(session) == 0
    later = clock.now() + quarantining.KEPT_FOR + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with service.database.transaction("gridops_system") as session:
        assert forget_quarantine(session) == 1
    assert kept(service) == []


def test_the_administrator_is_told_where_readiness_is(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.number()
    assert not [line for line in service.anonymous().get("/readyz").json["warnings"] if "quarantine" in line]
    monkeypatch.setattr(quarantining, "MOST_OF_DEVICE", 3)
    send(service, "worker.qingyang", b"{1", b"{2")
    # The sign-in has made entries since.
    service.number()
    ready = service.anonymous().get("/readyz")
    assert ready.status_code == 200
    told = [line for line in ready.json["warnings"] if "quarantine" in line]
    assert told == ["quarantine holds 1 bodies that could not be read (2 bytes), and 1 by their hash only"]


def test_many_at_once_do_not_pass_the_quota(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantining, "MOST_OF_DEVICE", 1_000)
    monkeypatch.setattr(quarantining, "MOST_IN_ALL", 1_500)
    users, together = ("worker.qingyang", "worker.gaotuan"), threading.Barrier(12, timeout=30)
    for username in users:
        service.client(username)

    def send_some(number: int) -> None:
        together.wait(30)
        send(service, users[number % 2], *(b"{" + bytes([65 + number, 65 + n]) * 199 for n in range(3)))

    with ThreadPoolExecutor(12) as crowd:
        for sent in [crowd.submit(send_some, number) for number in range(12)]:
            sent.result(60)
    bodies = [body for body, _ in kept(service) if body is not None]
    assert len(kept(service)) == 36
    assert 0 < sum(map(len, bodies)) <= 1_500
    with service.database.transaction() as session:
        of_one = (
            "SELECT max(held) FROM (SELECT sum(size) AS held FROM gridops.quarantine WHERE body IS NOT NULL"
        )
        assert session.scalar(text(f"{of_one} GROUP BY device_id) AS of_each")) <= 1_000
