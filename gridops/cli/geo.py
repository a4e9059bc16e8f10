"""`gridops geo convert`: lines of coordinates from one datum to another. Reads no file, asks no database."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from itertools import islice

import click

from gridops.geo.datums import COORD_SYSTEMS, convert

#: Lines converted at once: enough for numpy to pay, little enough to stream files of any length.
_CHUNK = 20_000
_DATUM = click.Choice(COORD_SYSTEMS, case_sensitive=False)


class BadLine(Exception):  # noqa: N818 - it is the line that is bad
    """A line that holds no pair of degrees; `number` counts from 1."""

    def __init__(self, number: int, said: str) -> None:
        super().__init__(f"line {number}: {said}")


@click.group()
def geo() -> None:
    """Coordinates: from one datum to another."""


@geo.command("convert")
@click.argument("source", metavar="FROM", type=_DATUM)
@click.argument("target", metavar="TO", type=_DATUM)
def convert_(source: str, target: str) -> None:
    """Convert `lon,lat` lines of standard input; one line out for each, with 9 decimals.

    FROM and TO are wgs84, cgcs2000, gcj02 or bd09. A line that is no pair of degrees ends the run with the
    exit code 1; the lines before it have been converted.
    """
    # A line of other bytes is one that is no pair of degrees, and is named like any other.
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    lines = enumerate(sys.stdin, start=1)
    while chunk := list(islice(lines, _CHUNK)):
        points, fault = parsed(chunk)
        sys.stdout.writelines(converted(points, source, target))
        if fault is not None:
            sys.stdout.flush()
            raise click.ClickException(str(fault))


def converted(points: list[tuple[float, float]], source: str, target: str) -> Iterator[str]:
    """`lon,lat` lines with 9 decimals (a tenth of a millimetre)."""
    if not points:
        return
    lon, lat = convert([p[0] for p in points], [p[1] for p in points], source, target)
    for x, y in zip(lon.tolist(), lat.tolist(), strict=True):
        yield f"{x:.9f},{y:.9f}\n"


def parsed(chunk: Iterable[tuple[int, str]]) -> tuple[list[tuple[float, float]], BadLine | None]:
    """The points of numbered lines up to the first bad one, and that one."""
    points: list[tuple[float, float]] = []
    for number, text in chunk:
        try:
            points.append(_point(number, text))
        except BadLine as bad:
            return points, bad
    return points, None


def _point(number: int, text: str) -> tuple[float, float]:
    parts = text.strip().removeprefix("\ufeff").split(",")
    if parts == [""]:
        raise BadLine(number, "empty; every line is lon,lat")
    try:
        lon, lat = map(float, parts)
    except ValueError:
        raise BadLine(number, f"{text.strip()[:60]!r} is not lon,lat") from None
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise BadLine(number, "not a finite number")
    if not (-180.0 <= lon <= 180.0 and -90.0 <= lat <= 90.0):
        swapped = -90.0 <= lon <= 90.0 and -180.0 <= lat <= 180.0
        raise BadLine(number, "no degrees; longitude comes first" if swapped else "no degrees")
    return lon, lat
