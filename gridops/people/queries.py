"""Reading people: tokens to actors, units by area, telephone numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, text

from gridops.db.session import Session
from gridops.people.models import Account, Agency, Device, RoleGrant, SignInFailure, Unit
from gridops.people.rules import Actor, Grant
from gridops.territory import queries as territory_queries

_GRANTS = """
    SELECT a.id, a.username, a.display_name, a.is_active,
           coalesce(jsonb_agg(jsonb_build_array(g.role, g.area_code, g.unit_id))
                    FILTER (WHERE g.id IS NOT NULL), '[]') AS grants
    FROM gridops.account a LEFT JOIN gridops.role_grant g ON g.account_id = a.id
"""

_BY_TOKEN = text(
    "SELECT t.expires_at, d.id AS device_id, d.revoked_at, w.* FROM gridops.access_token t"
    " JOIN gridops.device d ON d.id = t.device_id JOIN LATERAL ("
    + _GRANTS
    + " WHERE a.id = d.account_id GROUP BY a.id) w ON true WHERE t.token_hash = :hash"
)
_BY_ACCOUNT = text(_GRANTS + " WHERE a.id = :id GROUP BY a.id")


def _actor(row: Any, device_id: UUID | None) -> Actor:
    grants = tuple(
        sorted(
            (Grant(role, area, UUID(unit) if unit else None) for role, area, unit in row.grants),
            key=lambda g: (g.role, g.area or "", str(g.unit)),
        )
    )
    return Actor(row.id, row.username, row.display_name, grants, device_id)


def find_token(session: Session, token_hash: bytes) -> Any:
    """The row behind a token (expires_at, device_id, revoked_at, is_active and the account's grants)."""
    return session.execute(_BY_TOKEN, {"hash": token_hash}).one_or_none()


def actor_of_token_row(row: Any) -> Actor:
    """The actor of a row of `find_token`."""
    return _actor(row, row.device_id)


def find_actor(session: Session, account_id: UUID, device_id: UUID | None = None) -> Actor | None:
    """The actor of an active account."""
    row = session.execute(_BY_ACCOUNT, {"id": account_id}).one_or_none()
    return _actor(row, device_id) if row is not None and row.is_active else None


def find_account(session: Session, username: str) -> Account | None:
    """An account by its user name."""
    return session.scalar(select(Account).where(Account.username == username))


def count_failures(session: Session, username_hash: bytes, since: Any) -> int:
    """Failed sign-ins for a name since a time."""
    return (
        session.scalar(
            select(func.count())
            .select_from(SignInFailure)
            .where(SignInFailure.username_hash == username_hash, SignInFailure.at >= since)
        )
        or 0
    )


def devices_of(session: Session, account_id: UUID) -> Sequence[Device]:
    """Devices of an account that are not revoked, newest first."""
    return session.scalars(
        select(Device)
        .where(Device.account_id == account_id, Device.revoked_at.is_(None))
        .order_by(Device.created_at.desc(), Device.id)
    ).all()


def find_unit(session: Session, agency_code: str, area_code: str) -> Unit | None:
    """The active unit of an agency for exactly this area."""
    return session.scalar(
        select(Unit)
        .join(Agency, Agency.id == Unit.agency_id)
        .where(Agency.code == agency_code, Unit.area_code == area_code, Unit.is_active)
    )


def units_covering(
    session: Session, agency_codes: Sequence[str], area_codes: Sequence[str], ids: Sequence[UUID] = ()
) -> Sequence[Any]:
    """(agency_code, agency, area_code, id, name, kind) of active units of the agencies for any of the areas, and of
    those named by id."""
    wanted = and_(Agency.code.in_(agency_codes), Unit.area_code.in_(area_codes))
    return session.execute(
        select(
            Agency.code.label("agency_code"),
            Agency.name.label("agency"),
            Unit.area_code,
            Unit.id,
            Unit.name,
            Unit.kind,
        )
        .join(Agency, Agency.id == Unit.agency_id)
        .where(or_(wanted, Unit.id.in_(list(ids))), Unit.is_active)
    ).all()


def units_by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID, Unit]:
    """Units by id."""
    if not ids:
        return {}
    return {u.id: u for u in session.scalars(select(Unit).where(Unit.id.in_(list(ids))))}


def units_in(session: Session, areas: Sequence[str], extra: Sequence[UUID] = ()) -> Sequence[Any]:
    """Units whose area lies in one of `areas`, or that are named in `extra`, with their agency's code.

    A squad of several towns lies in each of them: its area is the group that they are members of.
    """
    where = [Unit.area_code.startswith(code, autoescape=True) for code in areas]
    groups = sorted(territory_queries.groups_within(session, areas))
    if groups:
        where.append(Unit.area_code.in_(groups))
    if extra:
        where.append(Unit.id.in_(list(extra)))
    if not where:
        return []
    condition = where[0]
    for more in where[1:]:
        condition = condition | more
    return session.execute(
        select(
            Unit.id,
            Unit.name,
            Unit.kind,
            Unit.area_code,
            Unit.phone,
            Agency.code.label("agency_code"),
            Agency.name.label("agency_name"),
        )
        .join(Agency, Agency.id == Unit.agency_id)
        .where(condition, Unit.is_active)
        .order_by(Unit.area_code, Agency.code)
    ).all()


def units_of_kinds(session: Session, kinds: Sequence[str]) -> Sequence[Unit]:
    """Active units of some kinds, by area and name."""
    return session.scalars(
        select(Unit).where(Unit.kind.in_(list(kinds)), Unit.is_active).order_by(Unit.area_code, Unit.name)
    ).all()


def names_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Display names of accounts."""
    if not ids:
        return {}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(list(set(ids)))))
    return {row[0]: row[1] for row in rows}


def phones_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """Telephone numbers of accounts."""
    if not ids:
        return {}
    rows = session.execute(select(Account.id, Account.phone).where(Account.id.in_(list(set(ids)))))
    return {row[0]: row[1] for row in rows}


def members_of(session: Session, unit_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Accounts that hold a role in any of the units."""
    return session.scalars(
        select(RoleGrant.account_id).where(RoleGrant.unit_id.in_(list(unit_ids))).distinct()
    ).all()


def has_demo_accounts(session: Session) -> bool:
    """Whether accounts with a published password exist; then the service stays on the loopback address."""
    return bool(session.scalar(select(select(Account.id).where(Account.is_demo).exists())))


def find_agency(session: Session, code: str) -> Agency | None:
    """An agency by its code."""
    return session.scalar(select(Agency).where(Agency.code == code))


def agency_of_unit(session: Session, unit_id: UUID) -> Agency:
    """The agency a unit belongs to."""
    return session.scalars(
        select(Agency).join(Unit, Unit.agency_id == Agency.id).where(Unit.id == unit_id)
    ).one()
