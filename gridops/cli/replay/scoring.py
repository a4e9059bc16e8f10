"""What became of the requests, in numbers: the grid that was found against the city's own answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from gridops.cli.replay.city import grid_code
from gridops.cli.replay.requests_file import Request, Spot


@dataclass(frozen=True)
class Score:
    """`sent` is every row of the file; `agreement` is None where nothing could be compared."""

    sent: int
    accepted: int
    refused: int
    on_default_point: int
    compared: int
    agreement: float | None
    reports_per_second: float

    def as_document(self) -> dict[str, Any]:
        """The line that the command ends with."""
        return asdict(self)


def score(
    answered: Iterable[tuple[Request, dict[str, Any] | None]],
    *,
    total: int,
    default_point: Spot | None,
    seconds: float,
) -> Score:
    """Count; compared are accepted rows with a precinct of the city's that are not on its default point."""
    accepted = on_default = compared = agreed = 0
    for request, case in answered:
        on_default += request.spot == default_point
        if case is None:
            continue
        accepted += 1
        if request.precinct is not None and request.spot != default_point:
            compared += 1
            agreed += case["grid"]["code"] == grid_code(request.precinct)
    return Score(
        sent=total,
        accepted=accepted,
        refused=total - accepted,
        on_default_point=on_default,
        compared=compared,
        agreement=round(agreed / compared, 4) if compared else None,
        reports_per_second=round(accepted / seconds, 1) if seconds > 0 else 0.0,
    )
