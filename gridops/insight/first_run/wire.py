"""What the first-run page is told. Counts and codes alone; no person, no secret."""

from __future__ import annotations

from gridops.http.wire import Outgoing


class LackOut(Outgoing):
    """One thing that is missing, by its code; what is not `is_needed` is only advised."""

    code: str
    count: int
    is_needed: bool


class StepOut(Outgoing):
    """One step: the pages where it is done (none: on this one), the sheets that can be downloaded, what it lacks."""

    name: str
    pages: list[str]
    sheets: list[str]
    is_done: bool
    lacks: list[LackOut]


class MeasureOut(Outgoing):
    """A system to measure in: its EPSG number and the meridian (degrees east) near which it is true."""

    srid: int
    meridian: int


class DistrictOut(Outgoing):
    """The district as it was chosen; its metres can be chosen anew while there are no boundaries."""

    code: str
    name: str
    measure_srid: int
    time_zone: str
    is_demonstration: bool
    may_change_measure: bool


class FirstRunOut(Outgoing):
    """Every step of the beginning; `counts` says what there is by now."""

    district: DistrictOut | None
    measures: list[MeasureOut]
    steps: list[StepOut]
    counts: dict[str, int]
