"""The live process: takes over the connections that web processes hand on, and serves their sockets without threads.

Must be entered by `run` alone: it makes the standard library cooperative before anything else is imported.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

_BACKLOG = 512


def run() -> None:
    """Serve sockets until SIGTERM or Ctrl-C; connections come in at the unix socket `GRIDOPS_LIVE_SOCKET`."""
    from gevent import monkey

    monkey.patch_all()
    from psycogreen.gevent import patch_psycopg

    patch_psycopg()
    import gevent
    from flask import Flask
    from gevent.event import Event
    from sqlalchemy.orm import configure_mappers

    from gridops import config
    from gridops.db.rights import require_rights
    from gridops.db.session import Database
    from gridops.live.hub import Hub
    from gridops.memory import settle
    from gridops.people.demonstration import keep_at_home
    from gridops.serving.descriptors import raise_limit
    from gridops.serving.takeover import Takeover

    raise_limit()
    settings = config.load()
    path = settings.live_socket
    if path is None:
        raise config.ConfigError(
            "GRIDOPS_LIVE_SOCKET: expected the path of a unix socket, to be told to web processes too"
        )
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # Sockets and nothing else: the endpoints of the rooms, and what they need, stay out of this process.
    app = Flask("gridops", static_folder=None)
    database = Database(settings.database_url)
    require_rights(database.engine)
    hub = Hub(database, settings, is_cooperative=True)
    hub.attach(app)
    app.wsgi_app = keep_at_home(app.wsgi_app, database, settings)  # type: ignore[method-assign]
    configure_mappers()
    settle()
    hub.start()
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping.set)
    takeover = Takeover(app)
    listener = _listen(path)
    try:
        gevent.spawn(takeover.accept_ways, listener)
        stopping.wait()
    finally:
        with suppress(OSError):
            path.unlink()
        listener.close()
        hub.stop()
        database.close()


def _listen(path: Path) -> Any:
    """The door where web processes hand connections on; only this account may knock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(OSError):
        draft.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(draft))
    draft.chmod(0o600)
    listener.listen(_BACKLOG)
    # In one step, so that a live process that follows another leaves no moment without a door.
    draft.replace(path)
    return listener
