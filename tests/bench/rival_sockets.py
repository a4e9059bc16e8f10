"""The rival of the live stream: a bare python-socketio server that emits to each socket by itself.

No log, no rights, no database: `GET /burst?n=…` sends n events to everybody. Served by gunicorn.
"""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import parse_qs

import socketio

from gridops.live.sockets import OrJson

server = socketio.Server(
    async_mode="threading", transports=["websocket"], json=OrJson, cors_allowed_origins=[]
)
_sids: list[str] = []
_BRIEF: dict[str, Any] = {f"field_{n}": "a value of some length" for n in range(21)}


@server.on("connect", namespace="/live")
def seat(sid: str, _environ: Any, _auth: Any) -> None:
    """Take everybody in."""
    server.start_background_task(_greet, sid)


def _greet(sid: str) -> None:
    # After the answer to the connection, as the screens expect it.
    server.sleep(0.01)
    _sids.append(sid)
    server.emit("caught_up", {"cursor": 0}, to=sid, namespace="/live")


def _burst(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    asked = parse_qs(environ.get("QUERY_STRING", ""))
    said = []
    for _ in range(int(asked.get("n", ["0"])[0])):
        data = {"entity_id": str(uuid.uuid4()), "data": {"incident": _BRIEF}}
        said.append(data["entity_id"])
        for sid in _sids:
            server.emit("event", data, to=sid, namespace="/live")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ["\n".join(map(str, said)).encode()]


app = socketio.WSGIApp(server, _burst)
