"""What comes in as a report: the contract's fields and no others."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import orjson
from pydantic import AfterValidator, ConfigDict, Field, JsonValue

from gridops.errors import Unfit
from gridops.http.wire import (
    Incoming,
    Instant,
    LongText,
    Moment,
    Outgoing,
    Query,
    ShortText,
    refuses,
    refuses_at,
)
from gridops.incidents.locations import CoordSys, LocationIn
from gridops.incidents.media.wire import MAX_MEDIA, MediaIn
from gridops.incidents.wire import IncidentOut

Origin = Literal["patrol", "desk", "phone", "hotline_12345", "leader", "agency", "public"]
MAX_BATCH = 500
MAX_FIELDS_BYTES = 20_000


_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _storable(value: datetime) -> datetime:
    if not _EARLIEST <= value < _LATEST:
        raise Unfit("时间不合理", "Not a plausible time")
    return value


#: A moment as a phone says it, whose clock may be lost: what is doubtful is flagged, not refused.
PhoneMoment = Annotated[
    Instant, AfterValidator(_storable), Field(json_schema_extra=refuses("before the year 1900 or after 2199"))
]


def _small(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        size = len(orjson.dumps(value))
    except TypeError as error:
        raise Unfit("附加字段无法保存", "The extra fields cannot be kept") from error
    if size > MAX_FIELDS_BYTES:
        raise Unfit("附加字段太大", "The extra fields are too large")
    return value


class OnBehalfOf(Incoming):
    """The person somebody else reports for."""

    name: ShortText | None = None
    phone: str | None = Field(None, max_length=40)


class ResolvedOnSite(Incoming):
    """Settled on the spot: what was done."""

    notes: LongText = Field(min_length=1)


class ReportIn(Incoming):
    """A report; `client_id` becomes the case's id."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            service_code="a matter that is not known, not admitted, or taken in elsewhere",
            location="an area that is not known",
            fields="what the matter does not ask for, more than 20 kB",
            join="a case that is not there, or of an origin that is never merged",
            occurred_at="before the year 1900 or after 2199; long ago or to come where it is not of a patrol",
        )
    )

    client_id: UUID
    service_code: str = Field(min_length=1, max_length=40)
    description: LongText = ""
    location: LocationIn
    occurred_at: PhoneMoment
    address: ShortText | None = None
    urgency: Literal["normal", "urgent", "major"] | None = None
    fields: Annotated[dict[str, JsonValue], AfterValidator(_small)] = Field(default_factory=dict)
    origin: Origin = "patrol"
    external_number: str | None = Field(None, min_length=1, max_length=100)
    external_due_at: Moment | None = None
    on_behalf_of: OnBehalfOf | None = None
    no_caller: ShortText | None = Field(
        None,
        min_length=1,
        description="Why there is nobody to ring back, where the origin owes a call-back and nobody is named",
    )
    media: list[MediaIn] = Field(default_factory=list, max_length=MAX_MEDIA)
    resolved_on_site: ResolvedOnSite | None = None
    join: UUID | None = None

    def content_hash(self) -> bytes:
        """SHA-256 of what was said, however it was spelled."""
        sent = self.model_dump(mode="json", exclude_unset=True)
        return hashlib.sha256(orjson.dumps(sent, option=orjson.OPT_SORT_KEYS)).digest()


class BatchIn(Incoming):
    """Up to 500 reports; each is read on its own, so that a bad one harms no other."""

    reads_items_apart: ClassVar[bool] = True

    reports: list[JsonValue] = Field(min_length=1, max_length=MAX_BATCH)


class BatchResult(Outgoing):
    """What became of one report of a batch."""

    client_id: str | None
    status: int
    incident: IncidentOut | None = None
    problem: dict[str, Any] | None = None


class BriefResult(Outgoing):
    """The same in short, for who asked with `Prefer: return=minimal`; a refusal is told whole."""

    client_id: UUID
    status: int
    id: UUID
    state: str
    version: int


class BatchOut(Outgoing):
    """What became of a batch, in its order."""

    results: list[BatchResult | BriefResult]


class SimilarQuery(Query):
    """A place and a matter."""

    model_config = ConfigDict(json_schema_extra=refuses_at(service_code="a matter that is not known"))

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    coord_sys: CoordSys
    service_code: str = Field(min_length=1, max_length=40)


class SimilarOut(Outgoing):
    """Cases that may be the same thing."""

    items: list[IncidentOut]
    next_cursor: str | None = None
