"""All that stands beside the cases being presented, read in one statement for any number of them.

What this request has written itself is not read again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gridops.db.documents import row_of
from gridops.db.session import Session
from gridops.incidents import queries
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.media.models import IncidentMedia
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.moves import posts_held
from gridops.incidents.moves.case import Manner, OnPost
from gridops.incidents.moves.queries import manners_of
from gridops.incidents.recording.writing import Begun
from gridops.people import queries as people_queries
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries


@dataclass
class JustWritten:
    """New cases of this request; `posts` are the (role, area code) that somebody holds, None where still to be read."""

    cases: dict[UUID, Begun] = field(default_factory=dict)
    posts: Sequence[tuple[str, str]] | None = None
    #: The units for which somebody can sign in, None where that was not asked since the actor stands in for none.
    manned: Collection[UUID] | None = None


@dataclass(frozen=True)
class Companions:
    """What stands beside cases, by the case's id; names and numbers by the account's, units by their own."""

    chains: dict[str, list[Any]]
    dispatches: dict[UUID, list[Dispatch]]
    media: dict[UUID, list[IncidentMedia]]
    #: (case, photo): what somebody else sent under the id, or other content, is not what the case declared.
    arrived: set[tuple[UUID, UUID]]
    private: dict[UUID, IncidentPrivate]
    manners: dict[UUID, Manner]
    on_post: dict[UUID, OnPost]
    names: dict[UUID, str]
    phones: dict[UUID, str | None]
    units: dict[UUID, Any]
    #: Units that run for which nobody can sign in.
    unmanned: set[UUID]


def companions(
    session: Session, actor: Actor, incidents: Sequence[Incident], written: JustWritten
) -> Companions:
    """What the cases need to be presented to `actor`."""
    manners = manners_of(session, [i.standard_id for i in incidents])
    # What was read for new cases says nothing of the posts that an older standard names.
    known = written.posts if all(i.id in written.cases for i in incidents) else None
    roles = posts_held.roles_asked(incidents, manners) if known is None else set()
    ids = [i.id for i in incidents if i.id not in written.cases]
    # One's own number is not shown to oneself.
    reporters = {i.reporter_id for i in incidents} - {actor.id}
    found = _read(session, ids, reporters, roles)
    mine = {i.id: written.cases[i.id] for i in incidents if i.id in written.cases}
    dispatches = _by_case(Dispatch, found["dispatches"]) | {i: one.dispatches for i, one in mine.items()}
    private = {UUID(doc["incident_id"]): row_of(IncidentPrivate, doc) for doc in found["private"]}
    units = {d.unit_id for rows in dispatches.values() for d in rows}
    units |= {i.unit_id for i in incidents if i.unit_id}
    manned = {UUID(i) for i in found["manned"]} | set(written.manned or ())
    running = {d.unit_id for i, rows in dispatches.items() for d in rows if d.is_current and i in ids}
    if written.manned is not None:
        running |= {d.unit_id for i in mine for d in dispatches[i] if d.is_current}
    posts = known if known is not None else [(role, area) for role, area in found["posts"]]
    return Companions(
        chains=territory_queries.chains_of(session, sorted({i.scope_code for i in incidents})),
        dispatches=dispatches,
        media=_by_case(IncidentMedia, found["media"]) | {i: one.media for i, one in mine.items()},
        arrived={(UUID(i), UUID(photo)) for i, photo in found["arrived"]}
        | {(i, photo) for i, one in mine.items() for photo in one.arrived},
        private=private | {i: one.private for i, one in mine.items() if one.private is not None},
        manners=manners,
        on_post=posts_held.on_post_of(session, incidents, manners, held=posts),
        names={UUID(i): name for i, name, _ in found["accounts"]},
        phones={UUID(i): phone for i, _, phone in found["accounts"]},
        units=people_queries.units_by_id(session, list(units)),
        unmanned=running - manned,
    )


def _read(
    session: Session, ids: Sequence[UUID], reporters: set[UUID], roles: set[str]
) -> dict[str, list[Any]]:
    if not ids and not reporters and not roles:
        return {name: [] for name in queries.BESIDE}
    return queries.documents_beside(session, ids, reporters, roles)


def _by_case(model: type[Any], documents: Sequence[dict[str, Any]]) -> dict[UUID, list[Any]]:
    return dict(queries.grouped_by_case(row_of(model, doc) for doc in documents))
