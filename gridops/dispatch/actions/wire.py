"""What comes in with an action: one body for each, so that the contract's document names every field."""

from __future__ import annotations

from typing import Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from gridops.duties.routing.router import Proposal
from gridops.http.wire import (
    Incoming,
    Instant,
    LongText,
    Outgoing,
    ShortText,
    refuses_at,
    some_of,
    told_together,
)
from gridops.incidents.locations import LocationIn
from gridops.incidents.moves.wire import ActionIn
from gridops.incidents.wire import NamedOut

#: Kinds of handling that need no power; those of `duties.rules.ACTS` need one valid at that moment.
PLAIN_KINDS = ("persuade", "clean", "repair", "mediate", "other")


HandlingKind = Literal[
    "persuade", "clean", "repair", "mediate", "other",
    "order", "penalise", "permit", "remove", "seize", "clear", "confirm", "grant", "register",
]  # fmt: skip


#: What a call-back came to.
CallBack = Literal["satisfied", "partly", "dissatisfied", "unreachable"]


class FileIn(ActionIn):
    """File a case, at its matter's level or another."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(condition="a number that the matter does not have")
    )

    level: Literal["grid", "village", "township", "district"] | None = None
    condition: int | None = Field(None, ge=1, le=200)


class DispatchIn(ActionIn):
    """Send units; without any the proposed routing is taken. With `add` those that are sent already stay."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            condition="a number that the matter does not have",
            unit_ids="a unit that is not known, or twice the same; with `add` none, or one that is sent already",
            add="true where nobody is sent yet",
        )
    )

    unit_ids: list[UUID] | None = Field(None, min_length=1, max_length=20)
    condition: int | None = Field(None, ge=1, le=200)
    add: bool = False


class ByProxyIn(Incoming):
    """For which unit somebody records, and to whom of it he spoke; `at` is when that was said, else now."""

    unit_id: UUID
    spoke_to: ShortText = Field(min_length=1)
    at: Instant | None = None
    document_number: ShortText | None = Field(
        None,
        min_length=1,
        description="The document of an act that needs a power; its scan is among the media",
    )


#: What a schema cannot say of every act of a unit.
_REFUSED = {
    "by_proxy": "a unit that is not sent, none where nobody signs in for the unit",
    "dispatch_id": "another unit's, none where several are sent and the desk accepts for one",
}


class UnitActIn(ActionIn):
    """What a unit does, or what is recorded for one that nobody signs in for."""

    model_config = ConfigDict(json_schema_extra=refuses_at(**_REFUSED))

    by_proxy: ByProxyIn | None = None


class UnitReasonIn(UnitActIn):
    """A unit gives a case back, and says why."""

    reason: LongText = Field(min_length=1)


class ArriveIn(UnitActIn):
    """Arrived; a position only where the standard asks for one."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            **_REFUSED,
            location="none where the standard asks for one, an area, a place outside the district",
        )
    )

    location: LocationIn | None = None


class OfficerIn(Incoming):
    """An officer who decided or carried out an act that needs a power."""

    name: str = Field(min_length=1, max_length=40)
    certificate: str = Field(min_length=1, max_length=40)


class HandleIn(UnitActIn):
    """Done, and what kind of handling it was; an act that needs a power names the officers who did it."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            **_REFUSED
            | {"by_proxy": f"{_REFUSED['by_proxy']}; no document number for an act that needs a power"},
            kind="an act before arrival where the standard asks for it",
            media="none where the standard asks for a photo, or an act by proxy for its document",
            officers="a certificate that is named twice",
        )
    )

    kind: HandlingKind
    note: LongText = Field(min_length=1)
    officers: list[OfficerIn] | None = Field(None, min_length=2, max_length=6)


class VerifyIn(ActionIn):
    """Checked, how, and with which result."""

    how: Literal["phone", "visit", "photo", "neighbour"]
    result: ShortText = Field(min_length=1)
    call_back: CallBack | None = Field(
        None,
        description="What the call came to; a desk's check by phone is the call-back, `satisfied` without this",
    )


class CloseIn(ActionIn):
    """Closed, and what became of it."""

    disposition: ShortText = Field(min_length=1)
    answer: LongText | None = Field(
        None,
        min_length=1,
        description="What was answered to whom it came from, where the origin is owed an answer",
    )
    call_back: CallBack | None = Field(
        None, description="What the call-back came to, where the origin wants one"
    )
    no_caller: ShortText | None = Field(
        None, min_length=1, description="Why there is nobody to ring back, where the origin wants a call-back"
    )


class CorrectIn(ActionIn):
    """A better matter or a better place."""

    model_config = ConfigDict(
        json_schema_extra=told_together(
            some_of("service_code", "location"),
            refuses_at(
                service_code="a matter that is not known",
                location="an area, a place outside the district",
            ),
        )
    )

    service_code: str | None = Field(None, min_length=1, max_length=40)
    location: LocationIn | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.service_code is None and self.location is None:
            line = InitErrorDetails(type="missing", loc=("service_code",), input=None)
            raise ValidationError.from_exception_data("correct", [line])
        return self


class ProposalOut(Outgoing):
    """Who would be sent to a case; `returns` tells how often units have given it back."""

    level: str
    unit: NamedOut | None
    helping: list[NamedOut]
    sends_helpers: bool
    power: dict[str, Any] | None
    basis: str | None
    rule: str
    reason: str
    returns: int

    @classmethod
    def of(cls, proposal: Proposal, *, level: str, returns: int) -> ProposalOut:
        """The wire form of a proposal for a case that stands at a level."""
        unit = proposal.unit
        return cls(
            level=proposal.level or level,
            unit=NamedOut(id=unit.id, name=unit.name) if unit else None,
            helping=[NamedOut(id=one.id, name=one.name) for one in proposal.helpers],
            sends_helpers=proposal.sends_helpers,
            power=proposal.power,
            basis=proposal.basis,
            rule=proposal.rule,
            reason=proposal.reason,
            returns=returns,
        )
