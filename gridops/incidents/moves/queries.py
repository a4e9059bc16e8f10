"""Reading what a move needs to know of a case: its permits' view, its notes, moves known already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import select

from gridops import clock
from gridops.db.held import is_held
from gridops.db.session import Session
from gridops.duties.calendar.queries import today
from gridops.duties.matters.models import Standard
from gridops.duties.matters.queries import get_standard
from gridops.duties.origins.queries import policies_column, policies_of, policies_on
from gridops.duties.origins.rules import USUAL
from gridops.incidents.dispatches.models import Dispatch, DispatchProxy
from gridops.incidents.models import Incident
from gridops.incidents.moves.case import Case, Manner, OnPost
from gridops.incidents.moves.models import IncidentMove, IncidentNote
from gridops.people.models import Account
from gridops.people.queries.posts import HELD


def find_move(session: Session, move_id: UUID) -> IncidentMove | None:
    """A move by the number that its phone gave it."""
    return session.get(IncidentMove, move_id)


def notes_of(session: Session, incident_id: UUID) -> dict[tuple[int, str], str]:
    """Notes of a case by (version, action), where the policy lets them through."""
    rows = session.scalars(select(IncidentNote).where(IncidentNote.incident_id == incident_id))
    return {(row.version, row.action): row.text for row in rows}


def proxies_of(session: Session, incident_id: UUID) -> dict[tuple[int, str], DispatchProxy]:
    """What was recorded for units of a case, by (version, action), where the policy lets it through."""
    rows = session.scalars(select(DispatchProxy).where(DispatchProxy.incident_id == incident_id))
    return {(row.version, row.action): row for row in rows}


def manners_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, Manner]:
    """How each standard wants its cases judged: verification, who files and closes; with the origins' policies."""
    if is_held(session):
        day = today(session)
        held = policies_on(session, day)
        standards = [get_standard(session, standard_id) for standard_id in set(ids)]
        return {s.id: Manner(s.verification, s.posts, held) for s in standards}
    rows = session.execute(
        select(Standard.id, Standard.verification, Standard.posts, policies_column(today(session))).where(
            Standard.id.in_(list(set(ids)))
        )
    ).all()
    policies = policies_of(rows[0][3]) if rows else {}
    return {row[0]: Manner(row[1], row[2], policies) for row in rows}


def as_case(
    incident: Incident,
    dispatches: Sequence[Dispatch],
    manner: Manner,
    on_post: OnPost | None = None,
    *,
    unmanned: Collection[UUID] = (),
) -> Case:
    """What the permits look at; `on_post` where the standard names who files and closes.

    `unmanned` are units for which nobody can sign in, as far as that was asked.
    """
    handling = [d for d in dispatches if d.kind == "handle"]
    return Case(
        state=incident.state,
        level=incident.level,
        origin=incident.origin,
        scope_code=incident.scope_code,
        unit_ids=incident.unit_ids,
        verify_unit_ids=[d.unit_id for d in dispatches if d.kind == "verify" and d.is_current],
        handled_by=incident.handled_by,
        assignee_ids=[who for d in handling for who in (d.assignee_id, d.recorded_by) if who],
        verification=manner.verification,
        on_post=on_post,
        reporter_id=incident.reporter_id,
        waiting_unit_ids=[d.unit_id for d in dispatches if d.is_current and d.status == "dispatched"],
        policy=manner.policies.get(incident.origin, USUAL),
        unmanned_unit_ids=[d.unit_id for d in dispatches if d.is_current and d.unit_id in unmanned],
    )


def posts_held(session: Session, roles: Iterable[str]) -> list[tuple[str, str]]:
    """(role, area code) of the posts among `roles` that somebody holds: accounts that are in use."""
    rows = session.execute(
        select(HELD.c.role, HELD.c.area_code)
        .join(Account, Account.id == HELD.c.account_id)
        .where(HELD.c.role.in_(sorted(roles)), HELD.c.area_code.is_not(None), Account.is_active)
        .distinct(),
        {"at": clock.now()},
    )
    return [(role, area) for role, area in rows if area is not None]
