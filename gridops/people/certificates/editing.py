"""Certificates registered and changed. Appends to the log; never commits, never deletes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from gridops.db.dated.queries import lock_register
from gridops.db.ids import new_id
from gridops.db.session import Session, acting_as
from gridops.errors import Fault, Problem, invalid
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.people.certificates.models import Certificate
from gridops.people.rules import Actor


@dataclass(frozen=True)
class CertificateContent:
    """What is said of a certificate."""

    number: str
    officer_name: str
    agency_code: str
    account_id: UUID | None
    valid_from: date | None
    valid_until: date


def add_certificate(session: Session, actor: Actor | None, content: CertificateContent) -> Certificate:
    """A certificate; 422 at /number for one that is registered, at /agency_code and /account_id for unknown ones."""
    with acting_as(session, "gridops_system"):
        lock_register(session, Certificate.__tablename__)
        faults = _check_dates(content.valid_from, content.valid_until)
        if queries.find_certificate(session, content.number) is not None:
            faults.append(Fault("/number", "这个证号已登记", "This number is registered"))
        agency_id = _agency_id(session, content.agency_code, faults)
        _check_account(session, content.account_id, faults)
        if faults or agency_id is None:
            raise invalid(*faults)
        row = Certificate(
            id=new_id(),
            number=content.number,
            officer_name=content.officer_name,
            agency_id=agency_id,
            account_id=content.account_id,
            valid_from=content.valid_from,
            valid_until=content.valid_until,
        )
        session.add(row)
        session.flush()
    _tell(session, actor, row, "certificate.made", {})
    return row


def get_certificate(session: Session, certificate_id: UUID) -> Certificate:
    """A certificate, locked for a change; 404 for one that is not there."""
    with acting_as(session, "gridops_system"):
        found = queries.lock_certificate(session, certificate_id)
    if found is None:
        raise Problem("not-found")
    return found


def change_certificate(session: Session, actor: Actor | None, row: Certificate, said: dict[str, Any]) -> None:
    """Renewed, moved to another agency, withdrawn; what was done by it before stays done by it."""
    faults: list[Fault] = []
    with acting_as(session, "gridops_system"):
        code = said.pop("agency_code", None)
        if code is not None:
            said["agency_id"] = _agency_id(session, code, faults)
        _check_account(session, said.get("account_id"), faults)
        faults += _check_dates(row.valid_from, said.get("valid_until") or row.valid_until)
        if faults:
            raise invalid(*faults)
        changed = sorted(n for n, v in said.items() if v is not None and getattr(row, n) != v)
        for name in changed:
            setattr(row, name, said[name])
        row.version += bool(changed)
        session.flush()
    if changed:
        _tell(session, actor, row, "certificate.edited", {"changed": changed})


def _check_dates(valid_from: date | None, valid_until: date) -> list[Fault]:
    if valid_from is not None and valid_until < valid_from:
        return [Fault("/valid_until", "有效期止须不早于起", "It runs out on its first day at the earliest")]
    return []


def _agency_id(session: Session, code: str, faults: list[Fault]) -> UUID | None:
    agency = queries.find_agency(session, code)
    if agency is None:
        faults.append(Fault("/agency_code", "没有这个部门", "No such agency"))
        return None
    return agency.id


def _check_account(session: Session, account_id: UUID | None, faults: list[Fault]) -> None:
    if account_id is not None and queries.find_account_row(session, account_id) is None:
        faults.append(Fault("/account_id", "没有这个人", "No such person"))


def _tell(session: Session, actor: Actor | None, row: Certificate, action: str, data: dict[str, Any]) -> None:
    """The log's entry of a certificate; names of fields and days only."""
    said = {"valid_until": row.valid_until.isoformat(), **data}
    by = actor.id if actor else None
    append(session, Entry(action, "certificate", row.id, row.version, by, data=said))
