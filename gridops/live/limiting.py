"""How many sockets one process holds: past that, a browser is told to come back, before it costs a thread.

Who may open a socket is admission's business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: Sockets that may still be saying who they are, where each holds a thread, and where none does.
SPARE_SOCKETS = 50
MOST_UNKNOWN = 500
PATH = "/socket.io"


class SocketLimit:
    """At most `most` admitted sockets, and `spare` more that have not said yet who they are."""

    def __init__(self, most: int, *, spare: int = SPARE_SOCKETS) -> None:
        self._most, self.spare = most, spare

    def is_full(self, admitted: int) -> bool:
        """Whether one more is too many."""
        return admitted >= self._most

    def guard(self, inner: WSGIApplication, count_open: Callable[[], int]) -> WSGIApplication:
        """`inner`, but 503 for a socket while `count_open()` are open, admitted or not.

        It is asked before the upgrade: whoever has not said yet who he is holds a thread all the same.
        """

        def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            is_socket = environ.get("PATH_INFO", "").startswith(PATH)
            if is_socket and count_open() >= self._most + self.spare:
                start_response("503 Service Unavailable", [("Retry-After", "5"), ("Content-Length", "0")])
                return []
            return inner(environ, start_response)

        return guarded
