"""A figure and its rivals: measured in turns, kept as medians with their spread, shown as a table or as JSON lines."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click
import orjson

Measure = Callable[[], float]
COLUMNS = ("figure", "what", "ours", "against", "rival", "ours : rival", "to reach", "load")
_RIGHT = {2, 4, 5, 7}


@dataclass(frozen=True)
class Spread:
    """The median of the rounds, the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Raises statistics.StatisticsError for none."""
        return cls(statistics.median(values), min(values), max(values))

    def __str__(self) -> str:
        """`median (low–high)`, or the number alone where nothing varies."""
        shown = number(self.median)
        return shown if self.low == self.high else f"{shown} ({number(self.low)}–{number(self.high)})"


@dataclass(frozen=True)
class Beside:
    """A rival of the same run. `ratio` is the median of the rounds' own ratios, ours : rival."""

    name: str
    spread: Spread
    ratio: float

    @classmethod
    def of(cls, name: str, ours: Sequence[float], theirs: Sequence[float]) -> Beside:
        """A machine that slows down for a while slows both, so that ratios hold where figures don't."""
        return cls(
            name, Spread.of(theirs), statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        )


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark: what was measured, in `unit`, and beside whom; `more` is told in JSON only."""

    name: str
    what: str
    unit: str
    ours: Spread
    beside: tuple[Beside, ...] = ()
    goal: str = ""
    more: Mapping[str, Any] | None = None
    load: float = 0.0

    def as_json(self) -> str:
        """The figure as one line of JSON."""
        return orjson.dumps({key: value for key, value in asdict(self).items() if value is not None}).decode()


def load_now() -> float:
    """The machine's load of the last minute."""
    return os.getloadavg()[0]


def single(name: str, what: str, unit: str, *values: float, **kwargs: Any) -> Figure:
    """A figure that stands alone."""
    return Figure(name, what, unit, Spread.of(values), load=load_now(), **kwargs)


def gathered(
    name: str,
    what: str,
    unit: str,
    ours: Sequence[float],
    rivals: Mapping[str, Sequence[float]],
    **kwargs: Any,
) -> Figure:
    """A figure from rounds that were measured already, in the same order for everybody."""
    beside = tuple(Beside.of(rival, ours, values) for rival, values in rivals.items())
    return Figure(name, what, unit, Spread.of(ours), beside, load=load_now(), **kwargs)


def compare(
    name: str,
    what: str,
    *,
    unit: str,
    ours: Measure,
    rivals: Mapping[str, Measure],
    rounds: int,
    **kwargs: Any,
) -> Figure:
    """Measure all in turns, `rounds` times; each is called once beforehand and that time is not kept.

    A rival that fails at once is left out and said so: some cannot do at all what is asked at ten million.
    """
    ours()
    rivals = {rival: measure for rival, measure in rivals.items() if _can(rival, measure)}
    mine: list[float] = []
    theirs: dict[str, list[float]] = {rival: [] for rival in rivals}
    for _ in range(rounds):
        mine.append(ours())
        for rival, measure in rivals.items():
            theirs[rival].append(measure())
    return gathered(name, what, unit, mine, theirs, **kwargs)


def _can(name: str, measure: Measure) -> bool:
    try:
        measure()
    except (Exception, SystemExit) as error:
        click.echo(f"✗ {name} cannot do this: {type(error).__name__}: {error}"[:300], err=True)
        return False
    return True


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


def number(value: float) -> str:
    """Three digits that matter."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(figure: Figure) -> str:
    """A figure in a few words, told as soon as it is known."""
    beside = "".join(f"; {b.ratio:.2f} of {b.name} {number(b.spread.median)}" for b in figure.beside)
    return f"{figure.name}: {figure.ours} {figure.unit}{beside}"


def rows(figures: Iterable[Figure]) -> list[tuple[str, ...]]:
    """The cells of the table: a row for each rival of a figure, at least one."""
    found = []
    for f in figures:
        first = (f.name, f.what, f"{f.ours} {f.unit}")
        last = (f.goal, f"{f.load:.1f}")
        for n, b in enumerate(f.beside):
            again = first if n == 0 else ("", "", "")
            found.append((*again, b.name, str(b.spread), number(b.ratio), *(last if n == 0 else ("", ""))))
        if not f.beside:
            found.append((*first, "", "", "", *last))
    return found


def table(figures: Iterable[Figure]) -> str:
    """The figures for a reader."""
    cells = [COLUMNS, *rows(figures)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(COLUMNS))]
    lines = []
    for row in cells:
        shown = [
            c.rjust(w) if n in _RIGHT else c.ljust(w)
            for n, (c, w) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(shown).rstrip())
    lines.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(lines)


def markdown(figures: Iterable[Figure]) -> str:
    """The figures as docs/performance.md keeps them."""
    cells = [COLUMNS, tuple("---:" if n in _RIGHT else "---" for n in range(len(COLUMNS))), *rows(figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)
