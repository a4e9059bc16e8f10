"""What comes in and goes out of the register of certificates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from gridops.http.wire import Day, Incoming, Outgoing, PageQuery, refuses_at
from gridops.people.accounts.wire import CodedOut, NamedOut
from gridops.people.certificates.rules import State, plain_number

Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Code = Annotated[str, StringConstraints(max_length=60)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(plain_number)]


class CertificateIn(Incoming):
    """A certificate, good up to and with `valid_until`; its officer needs no account."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            number="one that is registered",
            agency_code="an agency that is not known",
            account_id="nobody's",
            valid_until="a day before `valid_from`",
        )
    )

    number: Number
    officer_name: Name
    agency_code: Code
    account_id: UUID | None = None
    valid_from: Day | None = None
    valid_until: Day


class CertificatePatch(Incoming):
    """What changes of a certificate; its number, and what is not said, stays. `withdrawn_on`: void from that day on."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            agency_code="an agency that is not known",
            account_id="nobody's",
            valid_until="a day before its first",
        )
    )

    officer_name: Name | None = None
    agency_code: Code | None = None
    account_id: UUID | None = None
    valid_until: Day | None = None
    withdrawn_on: Day | None = None


class CertificatesQuery(PageQuery):
    """Which certificates: `q` in number or name, of an agency, as they stand today."""

    q: str = Field("", max_length=60)
    agency: Code = ""
    state: Literal["coming", "valid", "ends_soon", "expired", "withdrawn", ""] = ""


class CertificateOut(Outgoing):
    """A certificate as it stands today."""

    id: UUID
    version: int
    number: str
    officer_name: str
    agency: CodedOut
    account: NamedOut | None
    valid_from: date | None
    valid_until: date
    withdrawn_on: date | None
    state: State


class CertificatesOut(Outgoing):
    """Certificates by number."""

    items: list[CertificateOut]
    next_cursor: str | None = None
