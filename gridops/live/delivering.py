"""A frame to the sockets of an audience: encoded once, sent directly where a socket keeps its own backlog."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from engineio.exceptions import SocketIsClosedError

from gridops.live.sockets import Frame, OpenSocket

logger = logging.getLogger(__name__)

#: Frames a client may be behind in its queue before it is cut and has to catch up by its cursor.
MAX_QUEUE = 2_000


def deliver(frame: Frame, concerned: Iterable[OpenSocket], sockets: Mapping[str, Any]) -> None:
    """Send `frame` to each of `concerned`; `sockets` are Engine.IO's own, by their id. Never waits, never raises."""
    for opened in concerned:
        held = sockets.get(opened.eio_sid)
        if held is None:
            continue
        try:
            # What waits in the queue goes first, or the order would be broken.
            if opened.outbox is not None and held.queue.empty():
                opened.outbox.send(frame.bytes)
            else:
                held.send(frame.packet)
        except (OSError, SocketIsClosedError):
            # Gone or cut; the end of its connection takes it off the list.
            logger.debug("a socket ended while it was told")


def is_too_far_behind(opened: OpenSocket, held: Any) -> bool:
    """Whether a socket that is sent to by its queue takes too little of it; an outbox cuts by itself."""
    if opened.outbox is not None or held.queue.qsize() <= MAX_QUEUE:
        return False
    logger.warning("a socket is %d frames behind and is cut", held.queue.qsize())
    return True
