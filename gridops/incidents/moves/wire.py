"""What comes in with every move of a case."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Incoming, Instant, LongText, refuses
from gridops.incidents.media.wire import MAX_MEDIA, MediaIn


class ActionIn(Incoming):
    """What every action may carry."""

    version: int = Field(ge=1, le=2**31 - 1)
    move_id: UUID | None = None
    dispatch_id: Annotated[
        UUID | None, Field(json_schema_extra=refuses("another unit's, or none of several"))
    ] = None
    note: LongText | None = None
    occurred_at: Instant | None = None
    media: list[MediaIn] = Field(default_factory=list, max_length=MAX_MEDIA)


class ReasonIn(ActionIn):
    """An action that must say why."""

    reason: LongText = Field(min_length=1)
