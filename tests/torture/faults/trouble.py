"""What a fault is given: the service, the phones at work, and chance that the seed decides."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from tests.torture.phones import Phones
from tests.torture.town import Town


@dataclass(frozen=True)
class Trouble:
    """One fault's means. `report` tells what was found wrong; it counts like a loss."""

    town: Town
    phones: Phones
    chance: random.Random

    def let_work(self, seconds: float) -> None:
        """Let the phones go on for a moment, a little more or less."""
        time.sleep(seconds * self.chance.uniform(0.8, 1.2))

    def report(self, what: str) -> None:
        """Something that must not be."""
        self.phones.ledger.refuse(what)
