"""Whether a request comes from this very machine, and a guard that lets no other through while a question says so.

What is guarded is not known here; a request that anybody passed on is never one of this machine.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from gridops.errors import Problem
from gridops.words import Words

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

#: What a proxy, a gateway or a content network adds to a request that it passes on, as WSGI names it.
PASSED_ON = frozenset(
    f"HTTP_{name}"
    for name in (
        *("FORWARDED", "VIA", "CLIENT_IP", "TRUE_CLIENT_IP", "CDN_LOOP", "MAX_FORWARDS", "PROXY_CONNECTION"),
        *(
            "X_REAL_IP",
            "X_CLIENT_IP",
            "X_CLUSTER_CLIENT_IP",
            "X_ORIGINATING_IP",
            "X_REMOTE_IP",
            "X_REMOTE_ADDR",
        ),
        *("X_ORIGINAL_HOST", "X_ORIGINAL_URL", "X_PROXYUSER_IP", "CF_CONNECTING_IP", "FASTLY_CLIENT_IP"),
    )
)
_PASSED_ON_PREFIX = ("HTTP_X_FORWARDED", "HTTP_X_ENVOY_", "HTTP_X_ARR_", "HTTP_CF_")
#: What a proxy speaks to the service behind it unless it is told otherwise, and no browser any more.
_OLD_PROTOCOL = "HTTP/1.0"
#: Seconds for which an answer that the guard is open is taken to hold.
_HOLDS_S = 30.0


def is_passed_on(environ: Mapping[str, Any]) -> bool:
    """Whether a request says that somebody passed it on."""
    return any(name in PASSED_ON or name.startswith(_PASSED_ON_PREFIX) for name in environ)


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own to itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def is_from_here(environ: Mapping[str, Any]) -> bool:
    """Whether a WSGI request was sent by this machine to itself, as far as anything in it tells.

    A unix socket's peer has no address: it is a proxy. A relay that adds nothing leaves the name that was asked for.
    """
    return (
        is_loopback(environ.get("REMOTE_ADDR") or "")
        and not is_passed_on(environ)
        and environ.get("SERVER_PROTOCOL") != _OLD_PROTOCOL
        and _is_name_of_here(environ.get("HTTP_HOST") or "")
        and _is_name_of_here((environ.get("HTTP_ORIGIN") or "").rpartition("//")[2])
    )


def _is_name_of_here(host: str) -> bool:
    """Whether a host with or without its port is no address and no full name of another machine."""
    name = host.rpartition("]")[0].lstrip("[") or host.partition(":")[0]
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "." not in name.rstrip(".") or name.lower().rstrip(".").endswith(".localhost")
    return is_loopback(name)


class OwnMachine:
    """`inner`, but for this machine alone while `ask()` says so; others are answered with `problem`.

    `ask` gives True while the guard is closed, False where it is open and stays so, None where it is open for now.
    `is_published`: a proxy is known to stand before the service, so that no request is this machine's own.
    """

    def __init__(
        self,
        inner: WSGIApplication,
        ask: Callable[[], bool | None],
        problem: Problem,
        *,
        is_published: bool = False,
    ) -> None:
        self._inner, self._ask, self._problem, self._is_published = inner, ask, problem, is_published
        self._open_until = 0.0
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve or refuse one request."""
        if (not self._is_published and is_from_here(environ)) or self._is_open():
            return self._inner(environ, start_response)
        return self._refuse(environ, start_response)

    def _is_open(self) -> bool:
        if time.monotonic() < self._open_until:
            return True
        was_open = self._open_until > 0
        if was_open:
            # One asks anew, the others go by what held until now.
            with self._lock:
                if time.monotonic() < self._open_until:
                    return True
                self._open_until = time.monotonic() + _HOLDS_S
        try:
            is_closed = self._ask()
        except Exception as error:
            # A database that is away has not become another one; of one never asked nothing is known.
            logger.warning("nobody can say whether others may be served: %s", type(error).__name__)
            return was_open
        self._open_until = time.monotonic() + _HOLDS_S if is_closed is False else 0.0
        return not is_closed

    def _refuse(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status = f"{self._problem.kind.status} FORBIDDEN"
        if "text/html" in (environ.get("HTTP_ACCEPT") or ""):
            body, kind = _page(self._problem.kind.title, self._problem.detail), "text/html; charset=utf-8"
        else:
            asked = (environ.get("HTTP_ACCEPT_LANGUAGE") or "").lower()
            body = orjson.dumps(self._problem.document("en" if asked.startswith("en") else "zh"))
            kind = "application/problem+json"
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response(status, [*headers, ("Connection", "close"), ("X-Content-Type-Options", "nosniff")])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def _page(title: Words, detail: Words) -> bytes:
    # Texts of our own alone; nothing of the request is in it.
    return (
        "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>gridops</title>"
        f"<h1>{title.zh}</h1><p>{detail.zh}</p><h2 lang=en>{title.en}</h2><p lang=en>{detail.en}</p></html>"
    ).encode()
