"""Boundary files of every kind, mutated by the thousand: how many are read, refused, and how many get out otherwise."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, single
from tests.bench.ground import Ground
from tests.territory import fuzzing

COUNT, SEED = 2_000, 7


def measure(_ground: Ground) -> Iterator[Figure]:
    """Read and check mutated files; no database takes part."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        outcome = fuzzing.run(Path(folder), COUNT, SEED)
        spent = time.perf_counter() - began
    counts = {
        "read": outcome.read.total(),
        "refused": outcome.refused.total(),
        "otherwise": len(outcome.escaped),
    }
    what = f"mutated boundary files read or refused in words, {counts['otherwise']} of {COUNT:,} otherwise"
    yield single("fuzz", what, "files/s", COUNT / spent, goal="0 otherwise", more=counts)
