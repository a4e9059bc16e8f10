"""Light screens, a process of its own: many sockets on /live that note when each event arrived.

Reads one JSON line {port, token, count}, prints "ready" once all are seated; at each further line it prints one
JSON line {arrived: {entity_id: [monotonic seconds, one for each screen]}, bytes, late, broken, back} of what came
since, and goes on. `late` is how many milliseconds this process itself came too late, looked at every `TICK_S`;
`broken` counts events whose `prev` is not the number that the screen had before (something lost, doubled or out of
order); `back` counts screens that were cut and came back with their cursor.
"""

from __future__ import annotations

import os
import re
import select
import socket
import subprocess
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

READ = 262_144
#: How many screens may be on their way to their seats.
AT_ONCE = 20
MARK = b'"entity_id":"'
_NUMBERS = re.compile(rb'"seq":(\d+),"prev":(\d+)')
_CURSOR = re.compile(rb'"cursor":(\d+)')
#: Seconds after which a screen that was cut comes back.
BACK_AFTER_S = 1.0
#: Bytes of an event that hold its numbers.
HEAD = 120
TICK_S = 0.01
_HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: c2NyZWVucyBvbiBhIHdhbA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def frame(payload: bytes) -> bytes:
    """A client's text frame: masked, as the standard wants it."""
    mask = os.urandom(4)
    size = len(payload)
    head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + mask + bytes(b ^ mask[n % 4] for n, b in enumerate(payload))


class Screen:
    """One socket: its bytes in, its frames out."""

    def __init__(self, port: int) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.sendall(_HANDSHAKE.format(port=port).encode())
        self.held = b""
        self.is_open = False
        #: The number of the event that came last, 0 for none yet; and what to come back with, should it be cut.
        self.last = 0
        self.cursor: int | None = None

    def frames(self) -> list[bytes]:
        """The payloads of the whole frames among what has arrived; what is cut off waits for its rest."""
        data = self.sock.recv(READ)
        if not data:
            raise ConnectionResetError("the service has closed a screen")
        if self.held:
            data = self.held + data
        if not self.is_open:
            head, separator, rest = data.partition(b"\r\n\r\n")
            if separator and b" 101 " not in head[:20]:
                raise ConnectionRefusedError(f"a screen was refused: {head[:80]!r}")
            self.is_open, data = bool(separator), rest if separator else data
            if not separator:
                self.held = data
                return []
        found, at, end = [], 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1] & 0x7F, at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start + size > end:
                break
            found.append(data[start : start + size])
            at = start + size
        self.held = data[at:]
        return found

    def say(self, payload: bytes) -> None:
        """Send one frame."""
        self.sock.sendall(frame(payload))


class Wall:
    """All screens of this process."""

    def __init__(self, port: int, token: str, count: int) -> None:
        self._port, self._token = port, token
        self._poll = select.epoll()
        self._screens: dict[int, Screen] = {}
        self._seated = 0
        self._bytes = 0
        self._arrived: dict[bytes, list[float]] = defaultdict(list)
        self._late: list[float] = []
        self._broken = self._back = 0
        #: Screens that were cut, each with the moment at which it comes back.
        self._away: deque[tuple[float, Screen]] = deque()
        self._due = time.monotonic()
        for n in range(1, count + 1):
            self._add(Screen(port))
            while n - self._seated >= (AT_ONCE if n < count else 1):
                self._turn()

    def watch(self) -> None:
        """Until the standard input ends."""
        self._poll.register(sys.stdin.buffer, select.EPOLLIN)
        print("ready", flush=True)
        while self._turn():
            pass

    def _turn(self) -> bool:
        for number, _ in self._poll.poll(TICK_S):
            self._look_at_the_clock()
            screen = self._screens.get(number)
            if screen is not None:
                self._take_or_part(number, screen)
            elif not self._tell():
                return False
        self._look_at_the_clock()
        while self._away and self._away[0][0] < time.monotonic():
            self._bring_back(self._away.popleft()[1])
        return True

    def _add(self, screen: Screen) -> None:
        self._screens[screen.sock.fileno()] = screen
        self._poll.register(screen.sock, select.EPOLLIN)

    def _take_or_part(self, number: int, screen: Screen) -> None:
        try:
            self._take(screen)
        except OSError as error:
            if screen.cursor is None:
                # It was never seated.
                raise SystemExit(str(error)) from error
            self._poll.unregister(screen.sock)
            screen.sock.close()
            del self._screens[number]
            self._away.append((time.monotonic() + BACK_AFTER_S, screen))

    def _bring_back(self, gone: Screen) -> None:
        """As a page does that was cut: with its cursor, so that nothing is missing."""
        self._back += 1
        screen = Screen(self._port)
        screen.last, screen.cursor = gone.last, gone.cursor
        self._add(screen)

    def _look_at_the_clock(self) -> None:
        now = time.monotonic()
        if now >= self._due:
            self._late.append((now - self._due) * 1000)
            self._due = now + TICK_S

    def _tell(self) -> bool:
        if not sys.stdin.buffer.readline():
            return False
        arrived = {entity.decode(): times for entity, times in self._arrived.items()}
        told = {"arrived": arrived, "bytes": self._bytes, "late": self._late, "broken": self._broken}
        told["back"] = self._back
        sys.stdout.buffer.write(orjson.dumps(told) + b"\n")
        sys.stdout.buffer.flush()
        self._arrived.clear()
        self._late.clear()
        self._bytes = self._broken = self._back = 0
        return True

    def _take(self, screen: Screen) -> None:
        now = time.monotonic()
        for payload in screen.frames():
            if payload.startswith(b'42/live,["event"'):
                at = payload.find(MARK) + len(MARK)
                self._arrived[payload[at : at + 36]].append(now)
                self._bytes += len(payload)
                self._follow(screen, payload)
            elif payload.startswith(b"0"):
                auth = {"token": self._token, "cursor": screen.cursor}
                screen.say(b"40/live," + orjson.dumps(auth))
            elif payload == b"2":
                screen.say(b"3")
            elif payload.startswith(b'42/live,["caught_up"'):
                self._seated += 1
                screen.cursor = int(_CURSOR.search(payload)[1])  # type: ignore[index]
            elif payload.startswith(b"44"):
                raise ConnectionRefusedError(f"a screen was refused: {payload!r}")

    def _follow(self, screen: Screen, payload: bytes) -> None:
        numbers = _NUMBERS.search(payload, 0, HEAD)
        if numbers is None:
            # Node's events have no `prev`.
            return
        seq, prev = int(numbers[1]), int(numbers[2])
        self._broken += seq <= prev or (screen.last > 0 and prev != screen.last)
        screen.last = screen.cursor = seq


class Screens:
    """The process as its parent sees it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        #: Bytes of one event, as they came last.
        self.event_bytes = 0
        #: Milliseconds that the screens themselves came too late, since they were last forgotten.
        self.late: list[float] = []
        #: Events that did not follow what the screen had before.
        self.broken = 0
        #: Screens that were cut and have come back.
        self.back = 0

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the screens have ended; see above")
        return line

    def collect(self) -> dict[str, list[float]]:
        """Arrivals since the last time, by entity."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        self._process.stdin.flush()
        told = orjson.loads(self._line())
        found: dict[str, list[float]] = told["arrived"]
        if found:
            self.event_bytes = told["bytes"] // sum(map(len, found.values()))
        self.late += told["late"]
        self.broken += told["broken"]
        self.back += told["back"]
        return found

    def collect_all(self, expected: int, *, seconds: float = 180.0) -> dict[str, list[float]]:
        """Arrivals until there are `expected` of them; SystemExit when they do not come: nothing may be lost."""
        found: dict[str, list[float]] = defaultdict(list)
        until = time.monotonic() + seconds
        while sum(map(len, found.values())) < expected:
            if time.monotonic() > until:
                raise SystemExit(f"{sum(map(len, found.values()))} of {expected} frames have arrived")
            time.sleep(0.25)
            for entity, times in self.collect().items():
                found[entity] += times
            if self.back:
                raise SystemExit("the service has closed a screen")
        return found


@contextmanager
def screens(port: int, token: str, count: int) -> Iterator[Screens]:
    """`count` seated screens for the length of a block."""
    plan: dict[str, Any] = {"port": port, "token": token, "count": count}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.screens"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdin is not None
    try:
        process.stdin.write(orjson.dumps(plan) + b"\n")
        process.stdin.flush()
        found = Screens(process)
        assert found._line() == b"ready\n"
        yield found
    finally:
        process.stdin.close()
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asked = orjson.loads(sys.stdin.buffer.readline())
    Wall(asked["port"], asked["token"], asked["count"]).watch()
