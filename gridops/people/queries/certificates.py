"""Reading certificates: lists by how they stand on a day, by number, rows locked for a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from gridops.db.session import Session
from gridops.people.certificates.models import Certificate
from gridops.people.certificates.rules import SOON
from gridops.people.models import Agency


@dataclass(frozen=True)
class CertificateFilter:
    """Which certificates are listed: `text` in number or name, of an agency, as they stand on a day."""

    on: date
    text: str = ""
    agency_code: str = ""
    state: str = ""


def list_certificates(
    session: Session, asked: CertificateFilter, *, after: str | None, limit: int
) -> Sequence[tuple[Certificate, Agency]]:
    """Certificates with their agencies, by number, from behind `after`."""
    query = (
        select(Certificate, Agency)
        .join(Agency, Agency.id == Certificate.agency_id)
        .order_by(Certificate.number)
        .limit(limit)
    )
    if asked.text:
        columns = (Certificate.number, Certificate.officer_name)
        query = query.where(or_(*(c.icontains(asked.text, autoescape=True) for c in columns)))
    if asked.agency_code:
        query = query.where(Agency.code == asked.agency_code)
    if asked.state:
        query = query.where(_stands(asked.state, asked.on))
    if after is not None:
        query = query.where(Certificate.number > after)
    return [(row[0], row[1]) for row in session.execute(query)]


def _stands(state: str, day: date) -> ColumnElement[bool]:
    """What `certificates.rules.standing_on` says, asked of the columns."""
    withdrawn = func.coalesce(Certificate.withdrawn_on <= day, False)
    coming = func.coalesce(Certificate.valid_from > day, False)
    expired, soon = Certificate.valid_until < day, Certificate.valid_until < day + SOON
    begun = and_(not_(withdrawn), not_(coming))
    return {
        "withdrawn": withdrawn,
        "coming": and_(not_(withdrawn), coming),
        "expired": and_(begun, expired),
        "ends_soon": and_(begun, not_(expired), soon),
        "valid": and_(begun, not_(soon)),
    }[state]


def find_certificate(session: Session, number: str) -> Certificate | None:
    """A certificate by its number."""
    return session.scalar(select(Certificate).where(Certificate.number == number))


def lock_certificate(session: Session, certificate_id: UUID) -> Certificate | None:
    """A certificate, locked until the end of the transaction and read afresh."""
    return session.get(Certificate, certificate_id, with_for_update=True, populate_existing=True)


def agency_by_id(session: Session, agency_id: UUID) -> Agency:
    """An agency that is known to be there."""
    return session.get_one(Agency, agency_id)
