"""What goes out of duties: matters as a worker's phone and a desk need them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from gridops.duties.calendar.limits import limit_of
from gridops.duties.calendar.wire import LimitOut
from gridops.duties.matters.queries import MatterVersion
from gridops.duties.matters.standards import Condition, condition_of
from gridops.duties.matters.words import STATE_LABELS
from gridops.http.wire import Outgoing


class ConditionOut(Outgoing):
    """One condition under which a case is filed, with its closing condition and limits."""

    number: int
    filing_condition: str
    closing_condition: str
    limits: list[LimitOut]
    handler: str
    regulator: str

    @classmethod
    def of(cls, number: int, condition: Condition) -> ConditionOut:
        """The wire form of a condition."""
        return cls(
            number=number,
            filing_condition=condition.filing,
            closing_condition=condition.closing,
            limits=[LimitOut.of(limit) for limit in condition.limits],
            handler=condition.handler,
            regulator=condition.regulator,
        )


class MatterOut(Outgoing):
    """A matter with the version in force; `limit` and the single conditions are those of its first condition."""

    service_code: str
    service_name: str
    service_group: str
    aliases: list[str]
    restricted: bool
    limit: LimitOut
    fields: list[Any]
    label_family: str
    labels: dict[str, str]
    intake_mode: str
    default_level: str
    lead_agency: str
    helping_agencies: list[str]
    verification: str
    near_radius_m: int
    near_hours: int
    call_first: str | None
    urgency_default: str
    filing_condition: str
    closing_condition: str
    conditions: list[ConditionOut]
    stage_limits: dict[str, LimitOut]
    photo_asked: bool
    photo_why: str
    arrival_asked: bool
    arrival_why: str
    season: str
    admitted: bool
    signpost: str = Field(
        description="Where to turn with this instead; where it is not empty nothing can be reported under the matter"
    )
    standard_id: UUID
    version: int

    @classmethod
    def of(cls, version: MatterVersion) -> MatterOut:
        """The wire form of a version."""
        s = version.standard
        conditions = [condition_of(one) for one in s.conditions]
        return cls(
            service_code=version.matter.service_code,
            service_name=s.service_name,
            service_group=s.service_group,
            aliases=s.aliases,
            restricted=s.is_restricted,
            limit=LimitOut.of(conditions[0].limits[-1]),
            fields=s.fields,
            label_family=s.label_family,
            labels=dict(STATE_LABELS[s.label_family]),
            intake_mode=s.intake_mode,
            default_level=s.default_level,
            lead_agency=s.lead_agency,
            helping_agencies=s.helping_agencies,
            verification=s.verification,
            near_radius_m=s.near_radius_m,
            near_hours=s.near_hours,
            call_first=s.call_first or None,
            urgency_default=s.urgency_default,
            filing_condition=conditions[0].filing,
            closing_condition=conditions[0].closing,
            conditions=[ConditionOut.of(n, one) for n, one in enumerate(conditions, start=1)],
            stage_limits={name: LimitOut.of(limit_of(one)) for name, one in s.stage_limits.items()},
            photo_asked=s.photo_asked,
            photo_why=s.photo_why,
            arrival_asked=s.arrival_asked,
            arrival_why=s.arrival_why,
            season=s.season,
            admitted=version.is_admitted,
            signpost=s.signpost,
            standard_id=s.id,
            version=s.version,
        )


class MattersOut(Outgoing):
    """All matters the caller may use."""

    items: list[MatterOut]
    next_cursor: str | None = None
