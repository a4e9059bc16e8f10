"""How sessions end: unused for so long, one by one, all at once; with their sockets."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
import requests
import socketio
from sqlalchemy import text

from gridops import clock
from gridops.config import ConfigError, load
from gridops.demonstration.sign_ins import PASSWORD
from tests.service import LiveService, Service

SESSIONS, DEVICES = "/api/v1/sessions", "/api/v1/devices"
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"


def sign_in(service: Service, *, agent: str = "a program", **more: str) -> dict[str, str]:
    """Headers that carry a new session."""
    sent = {"username": "auditor", "password": PASSWORD, **more}
    answer = service.anonymous().post(SESSIONS, json=sent, headers={"User-Agent": agent})
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json['token']}"}


def status(service: Service, headers: dict[str, str]) -> int:
    return service.anonymous().get(f"{SESSIONS}/current", headers=headers).status_code


def devices(service: Service, headers: dict[str, str]) -> list[dict[str, Any]]:
    return list(service.anonymous().get(DEVICES, headers=headers).json["items"])


@pytest.mark.parametrize("method", ["get", "delete"])
def test_nobody_in_particular_has_none(service: Service, method: str) -> None:
    assert getattr(service.anonymous(), method)(DEVICES).status_code == 401


@pytest.mark.parametrize(
    ("agent", "said", "kind", "life"),
    [
        (PHONE, {}, "phone", timedelta(days=90)),
        (BROWSER, {}, "shared_desk", timedelta(hours=12)),
        ("a program", {}, "program", timedelta(days=30)),
        (BROWSER, {"device_kind": "phone"}, "phone", timedelta(days=90)),
    ],
)
def test_a_session_ends_unused_by_the_kind_of_its_device(
    service: Service, agent: str, said: dict[str, str], kind: str, life: timedelta
) -> None:
    with clock.frozen(clock.now()) as stopped:
        headers = sign_in(service, agent=agent, **said)
        assert [d["kind"] for d in devices(service, headers) if d["current"]] == [kind]
        stopped.advance(life - timedelta(minutes=1))
        assert status(service, headers) == 200
        # Used, it lasts on for as long again.
        stopped.advance(life - timedelta(minutes=1))
        assert status(service, headers) == 200
        stopped.advance(life + timedelta(minutes=1))
        assert status(service, headers) == 401


def test_a_session_in_use_is_not_written_at_each_request(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        headers = sign_in(service, agent=BROWSER)
        ends = set()
        for _ in range(36):
            stopped.advance(timedelta(minutes=5))
            [device] = [d for d in devices(service, headers) if d["current"]]
            ends.add(device["expires_at"])
        assert len(ends) <= 6


def test_the_lives_are_settings() -> None:
    told = load({"DATABASE_URL": "postgresql://x/y", "GRIDOPS_PHONE_IDLE_DAYS": "7"})
    assert told.idle_lives["phone"] == timedelta(days=7)
    with pytest.raises(ConfigError, match="GRIDOPS_DESK_IDLE_HOURS"):
        load({"DATABASE_URL": "postgresql://x/y", "GRIDOPS_DESK_IDLE_HOURS": "0"})


def test_all_others_end_at_once_and_the_one_in_use_where_it_is_said(service: Service) -> None:
    here, there, elsewhere = (sign_in(service) for _ in range(3))
    stranger = service.client("admin")
    assert len(devices(service, here)) == 3
    assert service.anonymous().delete(DEVICES, headers=here).status_code == 204
    assert [status(service, one) for one in (here, there, elsewhere)] == [200, 401, 401]
    assert len(devices(service, here)) == 1
    answer = service.anonymous().delete(f"{DEVICES}?include_current=true", headers=here)
    assert answer.status_code == 204
    assert status(service, here) == 401
    assert stranger.get(f"{SESSIONS}/current").status_code == 200
    with service.database.transaction() as session:
        count = session.scalar(text("SELECT count(*) FROM gridops.log_entry WHERE action = 'device.revoked'"))
    assert count == 3


def test_what_has_run_out_is_not_listed(service: Service) -> None:
    with clock.frozen(clock.now()) as stopped:
        sign_in(service, agent=BROWSER)
        phone = sign_in(service, agent=PHONE)
        assert len(devices(service, phone)) == 2
        stopped.advance(timedelta(hours=13))
        assert [d["kind"] for d in devices(service, phone)] == ["phone"]


def test_sockets_of_ended_sessions_are_cut_at_once(live_service: LiveService) -> None:
    tokens = [
        requests.post(
            f"{live_service.url}{SESSIONS}", json={"username": "auditor", "password": PASSWORD}, timeout=30
        ).json()["token"]
        for _ in range(2)
    ]
    clients = [socketio.Client(reconnection=False) for _ in tokens]
    for client, token in zip(clients, tokens, strict=True):
        client.connect(
            live_service.url,
            auth={"token": token},
            namespaces=["/live"],
            transports=["websocket"],
            wait_timeout=20,
        )
    headers = {"Authorization": f"Bearer {tokens[0]}"}
    assert requests.delete(f"{live_service.url}{DEVICES}", headers=headers, timeout=30).status_code == 204
    until = time.monotonic() + 10
    while "/live" in clients[1].namespaces and time.monotonic() < until:
        time.sleep(0.05)
    assert [("/live" in client.namespaces) for client in clients] == [True, False]
    clients[0].disconnect()
