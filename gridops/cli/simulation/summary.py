"""What was sent, in a few lines for a reader. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from gridops.cli.simulation.ledger import Ledger

DIFFERENCES_SHOWN = 10


def summarise(ledger: Ledger) -> list[str]:
    """The lines that a bounded run ends with."""
    refused = sum(r.refusal is not None for r in ledger.records.values())
    states = Counter(r.state for r in ledger.records.values() if r.state)
    photos = Counter(ledger.photos.values())
    repeats = {k.removeprefix("repeats "): n for k, n in ledger.counts.items() if k.startswith("repeats ")}
    return [
        f"reports   {ledger.counts['reports']}, {refused} of them to be refused",
        f"cases     {_listed(states)}",
        f"repeats   {_listed(repeats)}",
        f"photos    {_listed(photos)}",
        f"moves     {_listed(ledger.moves)}",
        f"refusals  {_listed(ledger.refusals)}",
    ]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in sorted(counts.items(), key=lambda kv: -kv[1])) or "none"


def judge(ledger: Ledger, found: list[str]) -> list[str]:
    """The verdict: one line when the service holds exactly what was sent, else the first differences."""
    if not found:
        cases = sum(r.refusal is None for r in ledger.records.values())
        moves = sum(ledger.moves.values())
        return [f"The service holds exactly that: {cases} cases, {len(ledger.photos)} photos, {moves} moves."]
    shown = [f"  {text}" for text in found[:DIFFERENCES_SHOWN]]
    more = len(found) - len(shown)
    rest = [f"  … and {more} more"] if more else []
    return [f"The service holds something else: {len(found)} differences", *shown, *rest]
