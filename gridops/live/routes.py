"""HTTP words of the stream: the snapshot, and events after a cursor."""

from __future__ import annotations

from typing import Any

from gridops.db.session import acting_as
from gridops.errors import Problem
from gridops.http.endpoint import Call, blueprint, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.incidents.wire import IncidentBrief
from gridops.live import frames, queries
from gridops.live.wire import EventsOut, EventsQuery, SnapshotOut, SnapshotQuery
from gridops.log import queries as log_queries
from gridops.people.rules import Actor, Sight
from gridops.territory import queries as territory_queries

bp = blueprint("live")


def sight_of(actor: Actor, area: str | None) -> Sight:
    """The actor's sight, narrowed to an area; 403 for an area outside it."""
    if area is not None and not actor.may_ask_about(area):
        raise Problem("out-of-scope")
    return Sight(actor.id, actor.areas, actor.units, area)


@bp.get("/snapshot")
@endpoint(
    "Open cases and units in sight, with a cursor",
    query=SnapshotQuery,
    roles=SIGNED_IN,
    asks="what is in sight, the area in scope",
    answers={200: SnapshotOut},
)
def get_snapshot(call: Call[None, SnapshotQuery]) -> Any:
    """The state from which the stream goes on."""
    sight = sight_of(call.actor, call.query.area)
    zone = territory_queries.get_deployment(call.session).time_zone
    with acting_as(call.session, "gridops_map"):
        # The cursor first: what happens meanwhile is in the rows and comes again in the stream.
        cursor = log_queries.head(call.session)
        rows = queries.open_incidents(call.session, sight)
        units = queries.units_in_sight(call.session, sight)
        counters = queries.counters(call.session, sight, zone)
    return SnapshotOut(
        cursor=cursor,
        incidents=[IncidentBrief.of(row) for row in rows],
        units=units,
        counters=counters,
    )


def _wait(query: EventsQuery) -> None:
    if query.wait > 0:
        runtime().services["hub"].wait_beyond(query.after, query.wait)


@bp.get("/events")
@endpoint(
    "Events after a cursor",
    query=EventsQuery,
    roles=SIGNED_IN,
    asks="what is in sight, the area in scope",
    answers={200: EventsOut},
    wait=_wait,
)
def get_events(call: Call[None, EventsQuery]) -> Any:
    """What followed a cursor, up to a page; 410 where the cursor has left the window."""
    sight = sight_of(call.actor, call.query.area)
    after = call.query.after
    with acting_as(call.session, "gridops_system"):
        if frames.is_too_old(call.session, after):
            raise Problem("resync-required")
        page = frames.page_after(call.session, sight, after, prev=after)
    return EventsOut(cursor=page.cursor, events=page.events)
