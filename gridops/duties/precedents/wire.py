"""What goes out about precedents, and why one is ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from gridops.duties.precedents.models import Precedent
from gridops.http.wire import Incoming, LongText, Outgoing


class PrecedentOut(Outgoing):
    """A decision after two returns, and whether it still holds."""

    id: UUID
    service_code: str
    service_name: str
    area_code: str
    area_name: str | None
    level: str
    unit_name: str | None
    reason: str
    case_number: str
    decided_at: datetime
    decided_by: str | None
    ended_at: datetime | None
    ended_by: str | None
    ended_why: str
    area_question: UUID | None = Field(description="Its area was split or is gone: the question that it asks")

    @classmethod
    def of(cls, row: Precedent, **names: Any) -> PrecedentOut:
        """The wire form of a precedent; names of matter, area, unit and persons are looked up for many at once."""
        said: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if name not in names}
        return cls(**said, **names)


class WhyIn(Incoming):
    """Why something is ended."""

    why: LongText = Field(min_length=1)
