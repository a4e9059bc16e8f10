"""Screens that are signed in and never read: what is meant for them must not hold up the others."""

from __future__ import annotations

from tests.torture.attacks import under
from tests.torture.faults.trouble import Trouble
from tests.torture.town import DESK


def never_read(trouble: Trouble) -> None:
    """Thirty of them, for some seconds."""
    with under("readers_of_nothing", [trouble.town.port], trouble.town.token(DESK)):
        trouble.let_work(4)
