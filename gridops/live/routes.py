"""HTTP words of the stream: the snapshot, and events after a cursor."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request

from gridops import clock
from gridops.db.session import Session, acting_as
from gridops.errors import Problem
from gridops.http.endpoint import Call, as_json, blueprint, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.live import frames, queries
from gridops.live.paging import mark_of, read_page, write_page
from gridops.live.wire import MOST_BRIEFS, EventsOut, EventsQuery, SnapshotOut, SnapshotQuery
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
    answers={200: SnapshotOut, 304: None},
    refuses_at={"/cursor": "a page that was not given out"},
)
def get_snapshot(call: Call[None, SnapshotQuery]) -> Response:
    """The state from which the stream goes on; whole, or a page of it at a time."""
    query = call.query
    sight = sight_of(call.actor, query.area)
    zone = territory_queries.get_deployment(call.session).time_zone
    with acting_as(call.session, "gridops_map"):
        # The cursor first: what happens meanwhile is in the rows and comes again in the stream. It says which
        # answer this is, too: whoever has the one of this cursor and follows the stream has everything.
        head = log_queries.head(call.session)
        mark = mark_of(sight, head, query, clock.now().astimezone(ZoneInfo(zone)).date())
        if request.if_none_match.contains(mark):
            return _marked(Response(status=304), mark)
        return _marked(Response(_snapshot(call.session, sight, query, head, zone)), mark)


def _snapshot(session: Session, sight: Sight, query: SnapshotQuery, head: int, zone: str) -> bytes:
    cursor, after = read_page(query.page) or (head, None)
    briefs, more = queries.open_briefs(
        session, sight, after=after, limit=query.limit or (MOST_BRIEFS if after else queries.EVERYTHING)
    )
    rest = as_json(
        {
            # Those of the first page: they are as many whatever is open.
            "units": [] if after else queries.units_in_sight(session, sight),
            "counters": queries.counters(session, sight, zone),
            "next_page": write_page(cursor, more),
        }
    )
    return b'{"cursor":%d,"incidents":[%s],%s' % (cursor, briefs.encode(), rest[1:])


def _marked(response: Response, mark: str) -> Response:
    if response.status_code == 200:
        response.content_type = "application/json"
    response.set_etag(mark)
    # A screen that keeps the answer itself may ask with its mark; no cache keeps it.
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Authorization", "Cookie"))
    return response


def _wait(query: EventsQuery) -> None:
    if query.wait > 0:
        runtime().services["tail"].wait_beyond(query.after, query.wait)


@bp.get("/events")
@endpoint(
    "Events after a cursor",
    query=EventsQuery,
    roles=SIGNED_IN,
    asks="what is in sight, the area in scope",
    answers={200: EventsOut},
    wait=_wait,
    refuses={410: ("resync-required",)},
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
