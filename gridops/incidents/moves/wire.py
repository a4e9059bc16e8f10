"""What comes in with every move of a case."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime, Field

from gridops.http.wire import Incoming, LongText
from gridops.incidents.media.wire import MAX_MEDIA, MediaIn


class ActionIn(Incoming):
    """What every action may carry."""

    version: int = Field(ge=1, le=2**31 - 1)
    move_id: UUID | None = None
    dispatch_id: UUID | None = None
    note: LongText | None = None
    occurred_at: AwareDatetime | None = None
    media: list[MediaIn] = Field(default_factory=list, max_length=MAX_MEDIA)


class ReasonIn(ActionIn):
    """An action that must say why."""

    reason: LongText = Field(min_length=1)
