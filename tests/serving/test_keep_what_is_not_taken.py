"""An outbox: every byte in order, none waited for, and an end for a reader that never reads."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gridops.live.sockets import text_frame

# gevent's sockets in a process of their own: the suite's own threads are not made cooperative.
_SCRIPT = """
import socket, sys, gevent
from gevent import socket as green
from gridops.serving import outbox
ours, theirs = green.socketpair()
box = outbox.Outbox(ours)
part = bytes(range(256)) * 256
{body}
"""


def run(body: str) -> str:
    """What a script with an outbox `box` on one end of a pair prints."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(body=body)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_slow_reader_gets_every_byte_in_order() -> None:
    body = """
sent = b"".join(bytes([n]) * 40_000 for n in range(30))
for n in range(30): box.send(bytes([n]) * 40_000)
assert box.backlog > 0, "the kernel took all at once, so that nothing was tried"
got = bytearray()
while len(got) < len(sent):
    got += theirs.recv(7_001); gevent.sleep(0)
print(bytes(got) == sent, box.backlog)
"""
    assert run(body) == "True 0"


def test_a_reader_that_never_reads_is_cut_and_leaves_nothing() -> None:
    body = """
told = 0
try:
    while told < 1_000: box.send(part); told += 1
except BrokenPipeError: pass
print(told * len(part) < 2 * outbox.MOST_BACKLOG_BYTES, box.is_cut, box.backlog)
try: box.send(b"x"); print("sent")
except BrokenPipeError: print("refused")
"""
    assert run(body).split() == ["True", "True", "0", "refused"]


def test_sending_never_lets_others_run() -> None:
    body = """
ran = []
gevent.spawn(ran.append, 1)
for _ in range(20): box.send(part)
print(ran)
"""
    assert run(body) == "[]"


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_is_what_a_client_reads(size: int) -> None:
    from wsproto.connection import Connection, ConnectionType
    from wsproto.events import TextMessage

    text = "中" * (size // 3) + "x" * (size % 3)
    reader = Connection(ConnectionType.CLIENT)
    reader.receive_data(text_frame(text.encode()))
    assert "".join(e.data for e in reader.events() if isinstance(e, TextMessage)) == text


def test_frames_hold_exactly_what_the_library_would_send() -> None:
    from gridops.live.sockets import Frame

    frame = Frame.of("event", {"seq": 1, "words": "清洋"}, "/live")
    assert frame.packet.encode() == '42/live,["event",{"seq":1,"words":"清洋"}]'
    assert frame.bytes[2:].decode() == frame.packet.encode()
