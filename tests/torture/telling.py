"""The table of an outcome, a row for each fault, and beneath it what was wrong, if anything."""

from __future__ import annotations

from collections.abc import Iterator

from tests.torture.rounds import Outcome, Row

COLUMNS = (
    "fault", "times", "reports", "lost", "doubled", "photos", "lost", "unseen", "seen twice", "silence s", "p99 ms",
)  # fmt: skip


def table(outcome: Outcome) -> str:
    """Lines of columns; the last row is everything together."""
    rows = [COLUMNS, *(_cells(name, row, outcome) for name, row in outcome.rows.items()), _all(outcome)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    lines = [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([*lines, "", *_said(outcome)])


def _cells(name: str, row: Row, outcome: Outcome) -> tuple[str, ...]:
    found = outcome.found
    if row.skipped:
        return (name, "0", *["-"] * (len(COLUMNS) - 2))
    return (
        name,
        str(row.times),
        str(len(row.reports)),
        str(len(row.reports & found.lost)),
        str(len(row.reports & found.doubled)),
        str(len(row.photos)),
        str(len(row.photos & found.photos_lost)),
        str(sum(found.unseen.get(one, 0) for one in row.reports)),
        str(sum(found.seen_twice.get(one, 0) for one in row.reports)),
        f"{row.silence_s:.1f}",
        f"{row.p99_s * 1000:.0f}",
    )


def _all(outcome: Outcome) -> tuple[str, ...]:
    found, ledger, rows = outcome.found, outcome.ledger, outcome.rows.values()
    counts = (
        sum(row.times for row in rows),
        len(ledger.reports),
        len(found.lost),
        len(found.doubled),
        len(ledger.photos),
        len(found.photos_lost),
        sum(found.unseen.values()),
        sum(found.seen_twice.values()),
    )
    everything = Row(took=[took for _, took in ledger.reports.values()])
    silence = max(row.silence_s for row in rows)
    return ("all", *map(str, counts), f"{silence:.1f}", f"{everything.p99_s * 1000:.0f}")


def _said(outcome: Outcome) -> Iterator[str]:
    found = outcome.found
    yield f"log verify: {found.chain}"
    yield f"moves: {len(outcome.ledger.moves)} acknowledged, {len(found.moves_wrong)} not there once"
    yield f"screens: {len(outcome.broken)} events out of order, {outcome.resyncs} times told to begin anew"
    for name, row in outcome.rows.items():
        if row.skipped:
            yield f"skipped: {name}: {row.skipped}"
    for what in [*outcome.broken[:5], *outcome.ledger.wrong[:20]]:
        yield f"✗ {what}"
