"""Bases of what comes in and goes out: a whitelist both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from gridops.errors import Unfit
from gridops.http.paging import DEFAULT_LIMIT, MAX_LIMIT

#: What the document says of a value that its schema admits and the service may still refuse, by 422 at its pointer.
REFUSES = "x-refuses"


def refuses(words: str) -> dict[str, JsonValue]:
    """As `json_schema_extra` of a field or a model: what else is refused there."""
    return {REFUSES: words}


def refuses_at(**words: str) -> Callable[[dict[str, Any]], None]:
    """As `json_schema_extra` of a model: what else is refused at its fields, by their names on the wire."""

    def tell(schema: dict[str, Any]) -> None:
        for name, text in words.items():
            # A name that Python keeps for itself ends in an underscore there.
            schema["properties"][name.rstrip("_")][REFUSES] = text

    return tell


#: A field that is said, and one that is not, as schemas of a form.
SAID: dict[str, Any] = {"not": {"type": "null"}}
NOT_SAID: dict[str, Any] = {"type": "null"}


def refuses_whole(words: str) -> Callable[[dict[str, Any]], None]:
    """As `json_schema_extra` of a model: what else is refused of it as a whole."""

    def tell(schema: dict[str, Any]) -> None:
        schema[REFUSES] = words

    return tell


def one_of_forms(*forms: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    """As `json_schema_extra` of a model: it is sent in one of these forms."""

    def tell(schema: dict[str, Any]) -> None:
        # Apart from the fields themselves: a reader that looks for those finds them where they always are.
        schema.setdefault("allOf", []).append({"oneOf": list(forms)})

    return tell


def exactly_one(*names: str) -> Callable[[dict[str, Any]], None]:
    """As `json_schema_extra` of a model: one of these fields is said, and none of the others."""
    return one_of_forms(*({"required": [name], "properties": {name: SAID}} for name in names))


def some_of(*names: str) -> Callable[[dict[str, Any]], None]:
    """As `json_schema_extra` of a model: at least one of these fields is said."""

    def tell(schema: dict[str, Any]) -> None:
        forms = [{"required": [name], "properties": {name: SAID}} for name in names]
        schema.setdefault("allOf", []).append({"anyOf": forms})

    return tell


def told_together(*parts: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Several of these as one `json_schema_extra`."""

    def tell(schema: dict[str, Any]) -> None:
        for part in parts:
            part(schema)

    return tell


ShortText = Annotated[str, StringConstraints(max_length=200)]
LongText = Annotated[str, StringConstraints(max_length=4000)]
#: A place in a list, as the list gave it out.
Cursor = Annotated[
    str,
    StringConstraints(max_length=500),
    Field(json_schema_extra=refuses("what this list did not give out")),
]
_NO_TIME = ("不是可读的日期时间", "Not a readable RFC 3339 time")
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _read_as(kind: type[date]) -> Callable[[Any], Any]:
    adapter: TypeAdapter[date] = TypeAdapter(kind)

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        # The library reads "0" as a moment too, counted in seconds; no date that is written out lacks its hyphen.
        try:
            if value[4:5] == "-":
                return adapter.validate_python(value)
        except ValidationError as error:
            raise Unfit(*_NO_TIME) from error
        raise Unfit(*_NO_TIME)

    return read


def _plausible(value: datetime) -> datetime:
    if not _EARLIEST <= value < _LATEST:
        raise Unfit("时间不合理", "Not a plausible time")
    return value


#: A day as 2026-11-22.
Day = Annotated[date, BeforeValidator(_read_as(date))]
#: A moment with its zone, as RFC 3339 writes it.
Instant = Annotated[AwareDatetime, BeforeValidator(_read_as(datetime))]
#: A moment that calendars and time zones can reckon with.
Moment = Annotated[
    Instant,
    AfterValidator(_plausible),
    Field(json_schema_extra=refuses("before the year 2000 or after 2099")),
]


class Incoming(BaseModel):
    """A body: unknown fields are refused by name, numbers are finite."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


class Query(BaseModel):
    """Query parameters: unknown ones are refused by name, since an ignored filter answers too much."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class PageQuery(Query):
    """Query parameters of a list."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: Cursor | None = None


class Outgoing(BaseModel):
    """An answer: only what is declared leaves."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)
