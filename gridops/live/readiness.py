"""What /readyz says of the stream: whether this process's tail follows, whether the live process takes sockets.

Nothing is tailed and nobody is seated here.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

#: Seconds within which the live process takes a connection; it is on the same machine.
ANSWERS_WITHIN_S = 2.0
#: Seconds within which the tail has reached what was numbered when they began.
STALLED_AFTER_S = 30.0


class TailState:
    """ "ok", or how long the tail has not reached a number that was given out; asked as often as one likes.

    `position` tells where the tail stands. A mark is taken when the tail is behind, and taken away when it is reached:
    a tail that follows a busy log is a little behind at each look and has always passed the mark before.
    """

    def __init__(self, position: Callable[[], int], now: Callable[[], float] = time.monotonic) -> None:
        self._position, self._now = position, now
        self._lock = threading.Lock()
        self._mark: tuple[int, float] | None = None

    def ask(self, head: int) -> str:
        """What there is to say when the newest number is `head`."""
        position = self._position()
        with self._lock:
            if self._mark is not None and position >= self._mark[0]:
                self._mark = None
            if self._mark is None:
                self._mark = (head, self._now()) if position < head else None
            if self._mark is None or self._now() - self._mark[1] <= STALLED_AFTER_S:
                return "ok"
            waited = int(self._now() - self._mark[1])
        return f"this process stands at {position} and has not reached {self._mark[0]} for {waited} s"


def warn_of_live_process(path: Path | None) -> list[str]:
    """That nobody takes sockets at `path` (None where they are not handed on). Reports and pages work without."""
    if path is None:
        return []
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as way:
        way.settimeout(ANSWERS_WITHIN_S)
        try:
            way.connect(str(path))
        except OSError as error:
            return [
                f"the live process does not take sockets ({type(error).__name__}): screens are not told of events"
            ]
    return []
