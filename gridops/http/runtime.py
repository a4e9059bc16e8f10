"""What the requests of one app share: the database, what app.py injects, the services. No request is handled here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import current_app

from gridops.db.session import Database, Session
from gridops.http.turnstile import Turnstile

EXTENSION = "gridops"
#: How many reports a process takes at once. Each takes the processor for most of its time: more of them would only
#: take the interpreter from each other, and hold the database's connections meanwhile.
REPORTS_AT_ONCE = 4


class Hooks(Protocol):
    """What app.py injects: how a request is authenticated, and where unreadable JSON is kept."""

    def has_credentials(self) -> bool:
        """Whether the request brings anything to recognise its actor by."""

    def authenticate(self, session: Session, *, is_steady: bool = False) -> Any:
        """The actor of the current request, or None for nobody; enters the actor's scope.

        `is_steady`: no edit of reference data is committed until the end of the transaction.
        """

    def note_refusal(self, session: Session, actor: Any, code: str) -> None:
        """Have it written down that the current request was refused to `actor` (None: to nobody known) by a 403."""

    def enter(self, session: Session, token: str) -> Any:
        """The actor behind a bearer token, whose scope is entered; reference data stays as it is meanwhile."""

    def quarantine(self, session: Session, actor: Any, body: bytes) -> None:
        """Keep a body that could not be read."""


@dataclass
class Runtime:
    """What requests of one app share."""

    database: Database
    hooks: Hooks
    services: dict[str, Any] = field(default_factory=dict)
    reports: Turnstile = field(default_factory=lambda: Turnstile(REPORTS_AT_ONCE))


def runtime() -> Runtime:
    """The current app's runtime."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Runtime)
    return found
