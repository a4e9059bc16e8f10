"""A figure and its rival: measured in turns, kept as medians, shown as a table or as lines of JSON."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

import orjson

Measure = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark.

    `ours` and `rival` are medians in `unit`; `ratio` is the median of the rounds' own ratios (ours : rival), so
    that a machine that slows down for a while slows both. Without a rival both are None.
    """

    name: str
    what: str
    unit: str
    ours: float
    rival: float | None = None
    rival_name: str = ""
    ratio: float | None = None
    goal: str = ""
    rounds: int = 1
    more: dict[str, Any] | None = None

    def as_json(self) -> str:
        """The figure as one line of JSON."""
        return orjson.dumps({key: value for key, value in asdict(self).items() if value is not None}).decode()


def compare(
    name: str,
    what: str,
    *,
    unit: str,
    ours: Measure,
    rival: Measure,
    rival_name: str,
    rounds: int,
    goal: str = "",
    more: dict[str, Any] | None = None,
) -> Figure:
    """Measure both in turns, `rounds` times; both are called once beforehand and that time is not kept."""
    ours(), rival()
    pairs = [(ours(), rival()) for _ in range(rounds)]
    return Figure(
        name,
        what,
        unit,
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        rival_name,
        statistics.median(a / b for a, b in pairs),
        goal,
        rounds,
        more,
    )


def rate(work: Callable[[], Any], count: int, *, seconds: float = 1.0) -> float:
    """How many things a second, where one call of `work` does `count`; called for about `seconds`."""
    began, calls = time.perf_counter(), 0
    while True:
        work()
        calls += 1
        spent = time.perf_counter() - began
        if spent >= seconds:
            return calls * count / spent


def milliseconds(work: Callable[[], Any], *, seconds: float = 1.0) -> float:
    """Median time of one call of `work` in milliseconds, over about `seconds`, three calls at least."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < until:
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed; raises ValueError for none."""
    if not values:
        raise ValueError("no values: nothing arrived")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:.3g}"


def line(figure: Figure) -> str:
    """A figure in a few words, told as soon as it is known."""
    ratio = "" if figure.ratio is None else f", {figure.ratio:.2f} of {_number(figure.rival)}"
    return f"{figure.name}: {_number(figure.ours)} {figure.unit}{ratio}"


def table(figures: Iterable[Figure]) -> str:
    """The figures for a reader."""
    rows = [("figure", "what", "ours", "rival", "", "ratio", "goal")]
    for f in figures:
        ratio = "–" if f.ratio is None else f"{f.ratio:.2f}" if f.ratio < 10 else f"{f.ratio:,.0f}"
        ours = f"{_number(f.ours)} {f.unit}"
        rows.append((f.name, f.what, ours, _number(f.rival), f.rival_name, ratio, f.goal))
    widths = [max(len(row[n]) for row in rows) for n in range(7)]
    right = {2, 3, 5}
    lines = []
    for row in rows:
        cells = [
            c.rjust(w) if n in right else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines)
