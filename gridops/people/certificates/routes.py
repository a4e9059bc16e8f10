"""HTTP words of the register of certificates. For administrators only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.people import queries
from gridops.people.accounts.wire import CodedOut, NamedOut
from gridops.people.certificates import editing
from gridops.people.certificates.models import Certificate
from gridops.people.certificates.rules import standing_on
from gridops.people.certificates.wire import (
    CertificateIn,
    CertificateOut,
    CertificatePatch,
    CertificatesOut,
    CertificatesQuery,
)
from gridops.people.models import Agency
from gridops.people.roles import ADMIN
from gridops.territory import queries as territory_queries

bp = blueprint("people_certificates", prefix="/api/v1/admin")


@bp.get("/certificates")
@endpoint("Certificates of officers", roles=ADMIN, query=CertificatesQuery, answers={200: CertificatesOut})
def get_certificates(call: Call[None, CertificatesQuery]) -> Any:
    """Certificates by number, those that have run out too."""
    query, session = call.query, call.session
    key = decode(query.cursor, 1)
    asked = queries.CertificateFilter(
        territory_queries.today(session), query.q.strip(), query.agency, query.state
    )
    found = queries.list_certificates(session, asked, after=key[0] if key else None, limit=query.limit + 1)
    page = found[: query.limit]
    more = encode([page[-1][0].number]) if len(found) > query.limit else None
    return CertificatesOut(items=certificates_out(session, page), next_cursor=more)


@bp.post("/certificates")
@endpoint("Register a certificate", roles=ADMIN, body=CertificateIn, answers={201: CertificateOut})
def post_certificate(call: Call[CertificateIn, None]) -> Any:
    """A number, whose it is, for which agency, up to and with which day."""
    content = editing.CertificateContent(**call.body.model_dump())
    row = editing.add_certificate(call.session, call.actor, content)
    return _one(call.session, row), 201


@bp.patch("/certificates/<uuid:certificate_id>")
@endpoint("Change a certificate", roles=ADMIN, body=CertificatePatch, answers={200: CertificateOut})
def patch_certificate(call: Call[CertificatePatch, None], certificate_id: UUID) -> Any:
    """Renewed or withdrawn; none is deleted."""
    row = editing.get_certificate(call.session, certificate_id)
    said = call.body.model_dump(exclude_unset=True)
    editing.change_certificate(call.session, call.actor, row, said)
    return _one(call.session, row)


def _one(session: Session, row: Certificate) -> CertificateOut:
    return certificates_out(session, [(row, queries.agency_by_id(session, row.agency_id))])[0]


def certificates_out(session: Session, rows: Sequence[tuple[Certificate, Agency]]) -> list[CertificateOut]:
    """Certificates as they stand today, with the names of what their ids mean."""
    today = territory_queries.today(session)
    names = queries.names_of(session, [row.account_id for row, _ in rows if row.account_id])
    return [
        CertificateOut(
            id=row.id,
            version=row.version,
            number=row.number,
            officer_name=row.officer_name,
            agency=CodedOut(code=agency.code, name=agency.name),
            account=NamedOut(id=row.account_id, name=names.get(row.account_id, ""))
            if row.account_id
            else None,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            withdrawn_on=row.withdrawn_on,
            state=standing_on(row, today),
        )
        for row, agency in rows
    ]
