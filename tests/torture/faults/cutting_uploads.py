"""Photos whose connection breaks in the middle, and which then come whole."""

from __future__ import annotations

import contextlib
import socket
import struct

from tests.torture.faults.trouble import Trouble
from tests.torture.phones import a_photo
from tests.torture.town import WORKERS

CUTS, PHOTOS = 5, 3


def cut_uploads(trouble: Trouble) -> None:
    """Each photo is cut some times, by a reset, at places that chance decides."""
    phones, who = trouble.phones, WORKERS[0]
    for _ in range(PHOTOS):
        photo, declared = a_photo(trouble.chance)
        if phones.single(trouble.chance, who, media=[declared]) is None:
            continue
        for _ in range(CUTS):
            _cut(trouble, who, declared["client_id"], photo)
        if trouble.town.ask(who, "GET", f"/api/v1/media/{declared['client_id']}").status_code == 200:
            trouble.report("a photo that never came whole is there")
        phones.send_photo(who, photo, declared)


def _cut(trouble: Trouble, who: str, media_id: str, photo: bytes) -> None:
    head = (
        f"PUT /api/v1/media/{media_id} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {trouble.town.token(who)}\r\n"
        f"Content-Type: image/jpeg\r\nContent-Length: {len(photo)}\r\n\r\n"
    )
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", trouble.town.port), 10) as line:
        # Zero seconds of lingering: the end of the connection is a reset.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.sendall(head.encode() + photo[: trouble.chance.randrange(1, len(photo))])
