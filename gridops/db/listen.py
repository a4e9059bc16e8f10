"""LISTEN on a connection of its own: wakes a loop on a hint, or after its polling interval."""

from __future__ import annotations

import logging
import select

import psycopg2
from sqlalchemy.engine import make_url

logger = logging.getLogger(__name__)


class Listener:
    """Waits for hints; where the connection is lost it falls back to polling and tries again."""

    def __init__(self, url: str, *channels: str) -> None:
        parts = make_url(url)
        self._dsn = parts.set(drivername="postgresql").render_as_string(hide_password=False)
        self._channels = channels
        self._connection: psycopg2.extensions.connection | None = None
        self._listens = False

    def wait(self, seconds: float) -> None:
        """Return at the next hint, at the latest after `seconds`; at once where nothing was heard until now."""
        try:
            connection = self._connected()
            if not self._listens:
                self._listen(connection)
                return
            if select.select([connection], [], [], seconds)[0]:
                connection.poll()
                connection.notifies.clear()
        except (psycopg2.Error, OSError, ValueError):
            logger.warning("the listening connection is lost; polling until it is back")
            self.close()
            select.select([], [], [], seconds)

    def _connected(self) -> psycopg2.extensions.connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg2.connect(self._dsn)
            self._connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
            self._listens = False
        return self._connection

    def _listen(self, connection: psycopg2.extensions.connection) -> None:
        with connection.cursor() as cursor:
            for channel in self._channels:
                cursor.execute(f"LISTEN {channel}")
        self._listens = True

    def rest(self) -> None:
        """Hear nothing until the next `wait`: each hint wakes the server's process of everybody who listens."""
        if not self._listens:
            return
        try:
            connection = self._connected()
            with connection.cursor() as cursor:
                cursor.execute("UNLISTEN *")
            connection.notifies.clear()
            self._listens = False
        except psycopg2.Error:
            logger.warning("the listening connection is lost while nobody listens")
            self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._listens = False
        if self._connection is not None:
            self._connection.close()
            self._connection = None
