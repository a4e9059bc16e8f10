"""What the registers of this room have alike on the wire. Nothing that only one of them says."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from gridops.http.wire import Day, Incoming, Outgoing, Query, refuses_at


class EndIn(Incoming):
    """Something with dates ends on a day."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(valid_to="a day that is past, or after the end that is set")
    )

    valid_to: Day


class RecordedChangeOut(Outgoing):
    """Who changed what, and when."""

    at: datetime
    actor: str | None
    action: str
    version: int
    data: dict[str, Any]


Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Code = Annotated[str, StringConstraints(max_length=60)]
ItemCode = Annotated[str, StringConstraints(pattern=r"^[\w.-]{1,60}$")]


class CodedName(Outgoing):
    """A code and what it is called."""

    code: str
    name: str


class NamedCodes(Outgoing):
    """What the codes of a register mean."""

    agencies: list[CodedName]
    townships: list[CodedName]
    matters: list[CodedName]
    groups: list[CodedName]


class MatterAtQuery(Query):
    """A matter at a place on a day (today without one)."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            area="an area that is not known",
            service_code="a matter that is not known",
            on="a day without boundaries",
        )
    )

    area: str = Field(min_length=1, max_length=40)
    service_code: str = Field(min_length=1, max_length=40)
    on: Day | None = None


Statement = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
