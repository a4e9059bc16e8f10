"""What comes in and goes out of insight: the filters of lists and tiles, the area query and its answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
    model_validator,
)

from gridops.errors import Unfit
from gridops.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from gridops.http.wire import (
    Cursor,
    Day,
    Incoming,
    Outgoing,
    Query,
    exactly_one,
    refuses_at,
    refuses_whole,
    told_together,
)
from gridops.incidents.wire import IncidentsOut
from gridops.insight.filters import MAX_RADIUS_M, Box, Spot, parse_box, parse_spot, split_list

State = Literal[
    "reported", "filed", "dispatched", "handling", "handled", "verified", "closed", "rejected", "suspended"
]
Level = Literal["grid", "village", "township", "district"]
Origin = Literal["patrol", "desk", "phone", "hotline_12345", "leader", "agency", "public"]
GridMethod = Literal["inside", "probable", "nearest", "worker_default", "unresolved"]
DueState = Literal["normal", "soon", "overdue", "paused", "done"]
GroupWord = Literal[
    "village", "township", "grid", "service_group", "service_code", "state", "unit", "day", "week", "month",
    "level", "origin",
]  # fmt: skip
Part = Literal["counts", "indicators", "incidents", "heat"]
Code = Annotated[str, Field(min_length=1, max_length=40)]
Moment = Annotated[str, Field(min_length=1, max_length=40)]

MOST_ROWS = 10_000
MOST_AREAS = 100
MOST_GROUP_WORDS = 4

#: Parameters that take several values, repeated or with commas.
LIST_PARAMETERS = ("service_code", "state", "level", "origin", "due_state", "grid_method")
_Split = BeforeValidator(split_list)
_BASIS = "By the boundaries of the day `on` (today's), or by those each case was recorded under"


def _text(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]})


def _id_schema(word: str) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [{"const": word}, {"type": "string", "format": "uuid"}]})


def _id_or(word: str) -> AfterValidator:
    def check(value: str) -> str:
        try:
            return value if value == word else str(UUID(value))
        except ValueError as error:
            raise Unfit(f"应为 {word} 或 UUID", f"Expected {word} or a UUID") from error

    return AfterValidator(check)


def _once_each(words: list[str]) -> list[str]:
    if len(set(words)) != len(words):
        raise Unfit("有重复", "A word is repeated")
    return words


def _check_day(on: date | None, basis: str | None) -> None:
    if on is not None and basis == "recorded":
        raise Unfit("on 只与 basis=rebased 同用", "`on` goes with basis rebased only")


_BESIDE = refuses_whole("`on` beside `recorded`")
#: What the use case refuses.
_REFUSED = told_together(
    _BESIDE,
    refuses_at(
        area="an area that is not known",
        bbox="numbers that are no box",
        near="numbers that are no point",
        radius_m="a radius without `near`",
        since="what is no date or time",
        until="what is no date or time, or not after `since`",
        basis="boundaries without a set",
        on="a day without boundaries",
    ),
)


class TileQuery(Query):
    """What cases are narrowed down to; `since` and `until` are dates or times, half-open on `reported_at`."""

    model_config = ConfigDict(json_schema_extra=_REFUSED)

    area: Code | None = None
    bbox: Annotated[Box, BeforeValidator(parse_box), _text("121.0,37.2,121.4,37.6")] | None = None
    near: Annotated[Spot, BeforeValidator(parse_spot), _text("121.27,37.5")] | None = None
    radius_m: float | None = Field(None, ge=1, le=MAX_RADIUS_M)
    service_code: Annotated[list[Code], _Split, Field(max_length=500)] = Field(default_factory=list)
    state: Annotated[list[State], _Split] = Field(default_factory=list)
    level: Annotated[list[Level], _Split] = Field(default_factory=list)
    origin: Annotated[list[Origin], _Split] = Field(default_factory=list)
    unit: Annotated[str, Field(max_length=40), _id_or("mine"), _id_schema("mine")] | None = None
    reporter: Annotated[str, Field(max_length=40), _id_or("me"), _id_schema("me")] | None = None
    since: Moment | None = None
    until: Moment | None = None
    due_state: Annotated[list[DueState], _Split] = Field(default_factory=list)
    grid_method: Annotated[list[GridMethod], _Split] = Field(
        default_factory=list,
        description="How the grid was found; `unresolved` is the queue of points in no grid",
    )
    q: Annotated[str, Field(max_length=100)] | None = None
    basis: Literal["rebased", "recorded"] | None = Field(None, description=_BASIS)
    on: Day | None = Field(None, description="The day whose boundaries `rebased` means; today unless said")

    @model_validator(mode="after")
    def _day_of_basis(self) -> Self:
        _check_day(self.on, self.basis)
        return self


class ListQuery(TileQuery):
    """The same for a list: a page of it, or a table or a layer to be kept (`format`)."""

    model_config = ConfigDict(
        json_schema_extra=told_together(_REFUSED, refuses_at(limit="more than 500 for JSON"))
    )

    limit: int | None = Field(
        None, ge=1, le=MOST_ROWS, description=f"JSON: {DEFAULT_LIMIT} unless said, at most {MAX_LIMIT}"
    )
    cursor: Cursor | None = None
    format: Literal["json", "csv", "xlsx", "geojson"] | None = None


class AreaQueryIn(Incoming):
    """Exactly one of area, areas and polygon; `from` and `to`, dates or times, half-open on `reported_at`."""

    model_config = ConfigDict(
        json_schema_extra=told_together(
            exactly_one("area", "areas", "polygon"),
            _BESIDE,
            refuses_at(
                area="an area that is not known",
                areas="an area that is not known",
                polygon="what is no polygon, crosses itself, or is too large",
                from_="what is no date or time",
                to="what is no date or time, or not after `from`",
                group_by="a word twice",
                on="a day without boundaries",
            ),
        )
    )

    area: Code | None = None
    areas: Annotated[list[Code], Field(min_length=1, max_length=MOST_AREAS)] | None = None
    polygon: dict[str, JsonValue] | None = None
    from_: Moment = Field(alias="from")
    to: Moment
    service_codes: Annotated[list[Code], Field(max_length=500)] = Field(default_factory=list)
    states: list[State] = Field(default_factory=list)
    levels: list[Level] = Field(default_factory=list)
    group_by: Annotated[list[GroupWord], AfterValidator(_once_each)] = Field(
        default_factory=list, max_length=MOST_GROUP_WORDS
    )
    include: tuple[Part, ...] = ("counts",)
    basis: Literal["rebased", "recorded"] = Field("rebased", description=_BASIS)
    on: Day | None = None
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Cursor | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(given is not None for given in (self.area, self.areas, self.polygon)) != 1:
            raise Unfit("须恰好给出 area、areas、polygon 之一", "Give exactly one of area, areas, polygon")
        _check_day(self.on, self.basis)
        return self


class CountOut(Outgoing):
    """How many cases share a key; an area, a matter or a unit has its name beside its code."""

    key: dict[str, str | None]
    n: int


class IndicatorOut(Outgoing):
    """A quotient with what it is made of; `value` is null where there is nothing to divide by."""

    name: str
    numerator: int
    denominator: int
    value: float | None
    definition: str


class PointOut(Outgoing):
    """A GeoJSON point, CGCS2000 degrees."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class HeatProperties(Outgoing):
    """How many cases a cell holds."""

    n: int


class HeatCellOut(Outgoing):
    """The middle of a cell."""

    type: Literal["Feature"] = "Feature"
    geometry: PointOut
    properties: HeatProperties


class HeatOut(Outgoing):
    """Cells of `cell_m` metres that hold cases."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    cell_m: float
    features: list[HeatCellOut]


class AreaQueryOut(Outgoing):
    """The answer; parts that were not asked for are left out."""

    total: int
    counts: list[CountOut] | None = None
    indicators: list[IndicatorOut] | None = None
    incidents: IncidentsOut | None = None
    heat: HeatOut | None = None

    def as_asked(self) -> dict[str, Any]:
        """The answer as a document, without the parts that were not asked for."""
        return {name: part for name, part in self.model_dump(mode="json").items() if part is not None}
