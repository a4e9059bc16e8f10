"""What comes in and goes out of the register of matters: the list, one matter, its admissions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.duties.matters.models import Admission
from gridops.duties.matters.version_wire import VersionOut
from gridops.duties.registers.wire import RecordedChangeOut
from gridops.http.wire import Day, Incoming, LongText, Outgoing, refuses_at


class AdmissionOut(Outgoing):
    """An application for the workers' list and what became of it."""

    id: UUID
    state: str
    applied_by: str
    applied_at: datetime
    reason: str
    decided_at: datetime | None
    decision_note: str
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, row: Admission) -> AdmissionOut:
        """The wire form of an admission."""
        return cls.model_validate(row)


class ApplicationIn(Incoming):
    """A department's application to put a matter on workers."""

    model_config = ConfigDict(json_schema_extra=refuses_at(agency="an agency that is not known"))

    agency: str = Field(min_length=1, max_length=60)
    reason: LongText = Field(min_length=1)


class ApprovalIn(Incoming):
    """An application approved, from a day on, to a day where it is to end."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            valid_from="a day that is past",
            valid_to="a day not after `valid_from`",
        )
    )

    valid_from: Day | None = None
    valid_to: Day | None = None
    note: LongText = ""


class RefusalIn(Incoming):
    """An application refused."""

    note: LongText = Field(min_length=1)


class ActiveIn(Incoming):
    """A matter retired, or taken up again."""

    is_active: bool


class MatterBriefOut(Outgoing):
    """A matter in the administrator's list."""

    service_code: str
    source_list: str
    source_kind: str
    source_code: str
    is_active: bool
    admitted: bool
    service_name: str
    service_group: str
    version: int
    versions: int
    valid_from: date
    valid_to: date | None
    coming_from: date | None
    limit: str
    lead_agency: str
    restricted: bool


class MatterBriefsOut(Outgoing):
    """The administrator's list, with the lists it was imported from and the agencies that may lead."""

    items: list[MatterBriefOut]
    lists: list[str]
    agencies: list[dict[str, str]]
    warnings: list[str]
    next_cursor: str | None = None


class MatterDetailOut(Outgoing):
    """A matter with every version, application and change, newest first."""

    service_code: str
    source_list: str
    source_kind: str
    source_code: str
    is_active: bool
    admitted: bool
    versions: list[VersionOut]
    admissions: list[AdmissionOut]
    changes: list[RecordedChangeOut]
