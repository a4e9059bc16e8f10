"""The load generator, a process of its own: keep-alive connections on the loopback, a bounded number of requests.

Reads one JSON line {port, connections, seconds, requests: file} and the file of ready-made requests; prints one line
{seconds, answers: {status: n}, p50_ms, p99_ms}. It parses no more of an answer than its status and length.
"""

from __future__ import annotations

import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from tests.bench.figures import quantile

READ = 262_144


def request_bytes(
    method: str, path: str, *, token: str, body: bytes = b"", headers: Sequence[str] = ()
) -> bytes:
    """One HTTP request as it goes over the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        f"Content-Length: {len(body)}",
        *(["Content-Type: application/json"] if body else []),
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Answered:
    """What a run gave."""

    seconds: float
    answers: dict[str, int]
    p50_ms: float
    p99_ms: float
    bytes_read: int

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return sum(self.answers.values()) / self.seconds

    def require(self, *statuses: int) -> Answered:
        """Raise SystemExit where an answer had another status: a refusal is fast and means nothing."""
        wrong = {s: n for s, n in self.answers.items() if int(s) not in statuses}
        if wrong:
            raise SystemExit(
                f"The service answered {wrong} where only {statuses} count; see var/bench/web.log"
            )
        return self


def send(port: int, requests: Sequence[bytes], *, connections: int, seconds: float = 3600.0) -> Answered:
    """Send `requests` over `connections` from a process of its own and wait for its result.

    After `seconds` no further request is begun; those under way are waited for and counted.
    """
    with tempfile.NamedTemporaryFile(suffix=".requests") as file:
        for request in requests:
            file.write(len(request).to_bytes(4, "big") + request)
        file.flush()
        plan = {"port": port, "connections": connections, "requests": file.name, "seconds": seconds}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.load"],
            input=orjson.dumps(plan) + b"\n",
            stdout=subprocess.PIPE,
            check=True,
            cwd=Path(__file__).resolve().parents[2],
        )
    return Answered(**orjson.loads(done.stdout))


@dataclass
class Connection:
    """One keep-alive connection with at most one request under way."""

    sock: socket.socket
    began: float = 0.0
    left: bytes = b""
    held: bytearray = field(default_factory=bytearray)

    def put(self, request: bytes) -> None:
        """Begin a request."""
        self.began = time.perf_counter()
        self.held.clear()
        self.left = request[self.sock.send(request) :]

    def take(self) -> int | None:
        """Read what is there; the status once the answer is whole, else None."""
        chunk = self.sock.recv(READ)
        if not chunk:
            raise SystemExit("the service closed a connection in the middle of an answer")
        self.held += chunk
        head, separator, _ = self.held.partition(b"\r\n\r\n")
        if not separator:
            return None
        status = int(head[9:12])
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            elif name.lower() == b"transfer-encoding":
                return status if self.held.endswith(b"0\r\n\r\n") else None
        return status if len(self.held) >= len(head) + 4 + length else None


def _until(seconds: float, requests: Iterator[bytes]) -> Iterator[bytes]:
    end = time.perf_counter() + seconds
    for request in requests:
        if time.perf_counter() > end:
            return
        yield request


def run(port: int, connections: int, requests: Iterator[bytes]) -> dict[str, Any]:
    """Keep every connection busy until the requests have been answered."""
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(sock, selectors.EVENT_READ, Connection(sock))
    answers: Counter[str] = Counter()
    times: list[float] = []
    size = 0
    began = time.perf_counter()
    for key in list(selector.get_map().values()):
        _next(selector, key.data, requests)
    while selector.get_map():
        for key, mask in selector.select():
            connection = key.data
            if mask & selectors.EVENT_WRITE:
                connection.left = connection.left[connection.sock.send(connection.left) :]
                if not connection.left:
                    selector.modify(connection.sock, selectors.EVENT_READ, connection)
                continue
            status = connection.take()
            if status is not None:
                times.append((time.perf_counter() - connection.began) * 1000)
                answers[str(status)] += 1
                size += len(connection.held)
                _next(selector, connection, requests)
    return {
        "seconds": time.perf_counter() - began,
        "answers": answers,
        "p50_ms": quantile(times, 0.5),
        "p99_ms": quantile(times, 0.99),
        "bytes_read": size,
    }


def _next(selector: selectors.BaseSelector, connection: Connection, requests: Iterator[bytes]) -> None:
    request = next(requests, None)
    if request is None:
        selector.unregister(connection.sock)
        connection.sock.close()
        return
    connection.put(request)
    if connection.left:
        selector.modify(connection.sock, selectors.EVENT_READ | selectors.EVENT_WRITE, connection)


def _read(path: str) -> Iterator[bytes]:
    data = memoryview(Path(path).read_bytes())
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield bytes(data[at + 4 : at + 4 + length])
        at += 4 + length


if __name__ == "__main__":
    plan = orjson.loads(sys.stdin.readline())
    limited = _until(plan["seconds"], _read(plan["requests"]))
    print(orjson.dumps(run(plan["port"], plan["connections"], limited)).decode())
