"""The limit of sockets of one process: refused before the upgrade, and never anything but a socket."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.test import Client

from gridops.live.limiting import SPARE_SOCKETS, SocketLimit

MOST = 3


def inner(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"inside"]


def client(open_sockets: int) -> Client:
    return Client(SocketLimit(MOST).guard(inner, lambda: open_sockets))


def test_a_socket_too_many_is_told_to_come_back_and_never_reaches_the_service() -> None:
    refused = client(MOST + SPARE_SOCKETS).get("/socket.io/?transport=websocket")
    assert (refused.status_code, refused.headers["Retry-After"], refused.data) == (503, "5", b"")


def test_those_who_have_not_said_who_they_are_have_room_beyond_the_limit() -> None:
    assert client(MOST + SPARE_SOCKETS - 1).get("/socket.io/").data == b"inside"


def test_what_is_no_socket_is_let_through_however_many_there_are() -> None:
    assert client(1_000).get("/api/v1/snapshot").data == b"inside"


def test_the_limit_is_full_at_the_number_that_was_set() -> None:
    assert not SocketLimit(MOST).is_full(MOST - 1)
    assert SocketLimit(MOST).is_full(MOST)
