"""A table of service requests → rows that can be sent. Reads CSV, plain or gzipped; sends nothing.

The columns are those of Boston's open data (311 requests); their names count in either case of letters.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gridops.errors import Problem

COLUMNS = ("case_enquiry_id", "open_dt", "reason", "type", "precinct", "latitude", "longitude")
#: A geocoder that finds nothing answers with one point; it holds more than this share of the rows.
DEFAULT_POINT_SHARE = 0.05
_MOMENT_FORMATS = ("%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True)
class Spot:
    """A point in WGS-84 degrees."""

    lon: float
    lat: float


@dataclass(frozen=True)
class Request:
    """One row; `spot` or `opened_at` is None where the row's numbers cannot be read.

    `precinct` is the city's own answer as ward and precinct, two digits each; `promised_days` is how long
    the city gave itself, None where it did not say.
    """

    case_id: str
    opened_at: datetime | None
    reason: str
    kind: str
    title: str
    spot: Spot | None
    precinct: str | None
    promised_days: float | None

    @property
    def is_readable(self) -> bool:
        """Whether the row can be sent."""
        return bool(self.case_id) and self.spot is not None and self.opened_at is not None


def read_requests(path: Path, zone: ZoneInfo) -> list[Request]:
    """All rows of the file, times taken in `zone`; a Problem `invalid` where columns are missing."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            table = csv.reader(file)
            names = [name.strip().lower() for name in next(table, [])]
            missing = [column for column in COLUMNS if column not in names]
            if missing:
                raise _unusable(path, f"lacks the columns {', '.join(missing)}")
            requests = [_request(dict(zip(names, row, strict=False)), zone) for row in table if row]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise _unusable(path, f"cannot be read ({error})") from error
    if not requests:
        raise _unusable(path, "holds no request")
    return requests


def _unusable(path: Path, why: str) -> Problem:
    return Problem("invalid", (f"{path.name} 不能使用：{why}", f"{path.name} {why}"))


def _request(row: dict[str, str], zone: ZoneInfo) -> Request:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    lon, lat = _number(cell("longitude")), _number(cell("latitude"))
    is_point = lon is not None and lat is not None and abs(lon) <= 180 and abs(lat) <= 90
    opened, target = _moment(cell("open_dt"), zone), _moment(cell("target_dt"), zone)
    return Request(
        case_id=cell("case_enquiry_id"),
        opened_at=opened,
        reason=cell("reason") or "Other",
        kind=cell("type") or "Other",
        title=cell("case_title"),
        spot=Spot(lon, lat) if is_point and lon is not None and lat is not None else None,
        precinct=_precinct(cell("precinct")),
        promised_days=(target - opened).total_seconds() / 86_400 if opened and target else None,
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    for form in _MOMENT_FORMATS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def _precinct(text: str) -> str | None:
    """`503.0` is ward 05, precinct 03."""
    value = _number(text)
    return f"{int(value):04d}" if value is not None and value > 0 else None


def find_default_point(requests: Iterable[Request]) -> Spot | None:
    """Where the city's geocoder puts what it cannot find; None where no point is that frequent."""
    spots = [r.spot for r in requests if r.spot is not None]
    for spot, count in Counter(spots).most_common(1):
        if count > DEFAULT_POINT_SHARE * len(spots):
            return spot
    return None


def kinds_of(requests: Sequence[Request]) -> list[tuple[str, str]]:
    """Every (reason, type) of the rows, in order, so that the same file gives the same catalogue."""
    return sorted({(r.reason, r.kind) for r in requests})
