"""What the bytes of a request's head say, however they arrive."""

from __future__ import annotations

import pytest

from gridops.serving.heads import MOST_HEAD_BYTES, Look, is_sign_in, look

HEAD = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n"


def test_a_head_is_incomplete_until_its_last_byte() -> None:
    assert all(look(HEAD[:n]) is Look.INCOMPLETE for n in range(len(HEAD)))
    assert look(HEAD) is Look.FOR_LIVE


@pytest.mark.parametrize(
    ("target", "what"),
    [
        (b"/socket.io", Look.FOR_LIVE),
        (b"/socket.io/", Look.FOR_LIVE),
        (b"/socket.io?x=1", Look.FOR_LIVE),
        (b"/socket.iox/", Look.FOR_HTTP),
        (b"/api/v1/reports?next=/socket.io/", Look.FOR_HTTP),
        (b"/", Look.FOR_HTTP),
    ],
)
def test_only_the_sockets_address_is_the_live_process_s(target: bytes, what: Look) -> None:
    assert look(b"GET " + target + b" HTTP/1.1\r\nHost: x\r\n\r\n") is what


def test_a_request_that_follows_in_the_same_packet_changes_nothing() -> None:
    assert look(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" + HEAD) is Look.FOR_HTTP


def test_bytes_that_are_no_head_are_taken_for_none() -> None:
    assert look(b"\x16\x03\x01\r\n\r\n") is Look.FOR_HTTP
    assert look(b"\r\n\r\n") is Look.FOR_HTTP
    assert look(b"x" * MOST_HEAD_BYTES) is Look.TOO_LARGE


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        (b"POST /api/v1/sessions", True),
        (b"POST /api/v1/sessions?next=/", True),
        (b"POST /api/v1/sessions/current/confirmation", True),
        (b"POST /api/v1/%73essions", True),
        (b"POST http://gridops.example/api/v1/sessions", True),
        (b"GET /api/v1/sessions/current", False),
        (b"POST /api/v1/reports?of=/api/v1/sessions", False),
        (b"POST /api/v1/incidents", False),
    ],
)
def test_whoever_proves_a_password_is_known_by_the_head(line: bytes, is_one: bool) -> None:
    assert is_sign_in(line + b" HTTP/1.1\r\nHost: x\r\n\r\n") is is_one
