"""How many connections the system lets a process hold: as many as it may be given. Nothing is opened here."""

from __future__ import annotations

import resource
from contextlib import suppress


def raise_limit() -> int:
    """Raise this process's limit of open files to what the system allows; returns the limit that holds."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return soft
