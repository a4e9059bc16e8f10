"""What goes out of duties: matters as a worker's phone and a desk need them."""

from __future__ import annotations

from typing import Any

from gridops.duties.queries import Rule
from gridops.duties.rules import STATE_LABELS, limit_text
from gridops.http.wire import Outgoing


class LimitOut(Outgoing):
    """A limit: amount, unit, and the words for both."""

    amount: int
    unit: str
    mode: str
    text: str


class MatterOut(Outgoing):
    """A matter with the standard in force."""

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
    verification: str
    near_radius_m: int
    near_hours: int
    call_first: str | None
    urgency_default: str
    filing_condition: str
    closing_condition: str
    season: str

    @classmethod
    def of(cls, rule: Rule) -> MatterOut:
        """The wire form of a rule."""
        m, s = rule.matter, rule.standard
        return cls(
            service_code=m.service_code,
            service_name=m.service_name,
            service_group=m.service_group,
            aliases=m.aliases,
            restricted=m.is_restricted,
            limit=LimitOut(
                amount=s.limit_amount,
                unit=s.limit_unit,
                mode=s.limit_mode,
                text=limit_text(s.limit_amount, s.limit_unit),
            ),
            fields=m.fields,
            label_family=m.label_family,
            labels=dict(STATE_LABELS[m.label_family]),
            intake_mode=m.intake_mode,
            default_level=m.default_level,
            lead_agency=m.lead_agency,
            verification=s.verification,
            near_radius_m=m.near_radius_m,
            near_hours=m.near_hours,
            call_first=m.call_first or None,
            urgency_default=m.urgency_default,
            filing_condition=s.filing_condition,
            closing_condition=s.closing_condition,
            season=m.season,
        )


class MattersOut(Outgoing):
    """All matters the caller may use."""

    items: list[MatterOut]
    next_cursor: str | None = None
