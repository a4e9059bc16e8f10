"""How a file that cannot be used is refused, in both languages. Echoes names of fields, never of persons."""

from __future__ import annotations

from gridops.errors import Problem

#: Something worth knowing about a file, in Chinese and in English.
Words = tuple[str, str]


def refused(zh: str, en: str) -> Problem:
    """A Problem `invalid` for a file or a command that cannot be used."""
    return Problem("invalid", (zh, en))
