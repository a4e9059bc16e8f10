"""Files of boundaries and sheets, mutated by the thousand: how many are read, refused, or get out otherwise."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, single
from tests.bench.ground import Ground
from tests.sheets.fuzzing import KINDS, fuzz
from tests.territory import fuzzing

COUNT, SEED = 2_000, 7
OF_EACH_KIND = 400


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
    yield _sheets()


def _sheets() -> Figure:
    began = time.perf_counter()
    found = [fuzz(kind, rounds=OF_EACH_KIND, seed=SEED) for kind in KINDS]
    spent = time.perf_counter() - began
    counts = {
        "read": sum(one.read for one in found),
        "refused": sum(one.refused for one in found),
        "otherwise": sum(len(one.errors) for one in found),
    }
    total = OF_EACH_KIND * len(KINDS)
    what = f"mutated sheets read or refused in words, {counts['otherwise']} of {total:,} otherwise"
    return single("fuzz", what, "files/s", total / spent, goal="0 otherwise", more=counts)
