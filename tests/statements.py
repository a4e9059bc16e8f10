"""The statements that a service makes of its database, heard in a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.service import Service


@contextmanager
def statements_of(service: Service) -> Iterator[list[str]]:
    """The statements of a block, in order."""
    said: list[str] = []

    def note(*args: Any) -> None:
        said.append(args[2])

    event.listen(service.database.engine, "before_cursor_execute", note)
    yield said
    event.remove(service.database.engine, "before_cursor_execute", note)
