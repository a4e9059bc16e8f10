"""How a file or a command that cannot be used is refused, in both languages. Never echoes persons."""

from __future__ import annotations

from gridops.errors import Problem
from gridops.words import Words


def refused(zh: str, en: str) -> Problem:
    """A Problem `invalid` for a file or a command that cannot be used."""
    return Problem("invalid", Words(zh, en))
