"""Bases of what comes in and goes out: a whitelist both ways."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from gridops.errors import Unfit
from gridops.http.paging import DEFAULT_LIMIT, MAX_LIMIT

ShortText = Annotated[str, StringConstraints(max_length=200)]
LongText = Annotated[str, StringConstraints(max_length=4000)]
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _plausible(value: datetime) -> datetime:
    if not _EARLIEST <= value < _LATEST:
        raise Unfit("时间不合理", "Not a plausible time")
    return value


#: A moment that calendars and time zones can reckon with.
Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]


class Incoming(BaseModel):
    """A body: unknown fields are refused by name, numbers are finite."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


class Query(BaseModel):
    """Query parameters: unknown ones are refused by name, since an ignored filter answers too much."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class PageQuery(Query):
    """Query parameters of a list."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT)
    cursor: str | None = Field(None, max_length=500)


class Outgoing(BaseModel):
    """An answer: only what is declared leaves."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)
