"""Pages of cases on their way out: as the contract's cases, as a layer, as a table.

The list, as JSON or as a layer, shows that a restricted case exists, at its village; files leave the house, so it never
stands in those.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from gridops.db.session import Session
from gridops.errors import fault
from gridops.http import paging
from gridops.incidents.presenting import present_many
from gridops.incidents.queries import incidents_by_id
from gridops.incidents.wire import IncidentsOut
from gridops.insight import queries
from gridops.insight.filters import Filters
from gridops.insight.queries.order import Key
from gridops.insight.tables import write_table
from gridops.people.rules import Actor


def read_cursor(cursor: str | None) -> Key | None:
    """The key in a cursor; 422 for one that was not made here."""
    key = paging.decode(cursor, 2)
    if key is None:
        return None
    try:
        at, incident_id = datetime.fromisoformat(key[0]), UUID(key[1])
        if at.tzinfo is None:
            raise ValueError(key[0])
        # In UTC: the database takes no zone as far off as Python does.
        return Key(at.astimezone(UTC), incident_id)
    except (ValueError, OverflowError) as error:
        raise fault("/cursor", "游标无效", "Not a cursor of this list") from error


def write_cursor(key: Key | None) -> str | None:
    """The cursor of a key."""
    return paging.encode([key.reported_at.isoformat(), str(key.id)]) if key is not None else None


def list_cases(
    session: Session, actor: Actor, filters: Filters, *, limit: int, cursor: str | None
) -> IncidentsOut:
    """A page of cases, newest first, as `actor` may read them."""
    rows = list(queries.page_ids(session, actor, filters, after=read_cursor(cursor), limit=limit + 1))
    shown = rows[:limit]
    found = incidents_by_id(session, [row.id for row in shown]) if shown else {}
    items = present_many(session, actor, [found[row.id] for row in shown if row.id in found], in_list=True)
    last = Key(shown[-1].reported_at, shown[-1].id) if len(rows) > limit else None
    return IncidentsOut(items=items, next_cursor=write_cursor(last))


def list_features(
    session: Session,
    actor: Actor,
    filters: Filters,
    *,
    limit: int,
    cursor: str | None,
    is_file: bool = False,
) -> bytes:
    """A page of cases as a GeoJSON FeatureCollection with the member `next_cursor`; no restricted ones in a file."""
    features, last = queries.page_features(
        session, actor, replace(filters, with_restricted=not is_file), after=read_cursor(cursor), limit=limit
    )
    after = orjson.dumps(write_cursor(last)).decode()
    return f'{{"type":"FeatureCollection","features":[{features}],"next_cursor":{after}}}'.encode()


def list_table(
    session: Session,
    actor: Actor,
    filters: Filters,
    *,
    limit: int,
    cursor: str | None,
    zone: ZoneInfo,
    form: str = "csv",
    language: str = "zh",
) -> tuple[bytes, str | None]:
    """A page of cases as CSV or XLSX, times in `zone`, and the cursor of the next page."""
    rows = list(
        queries.page_rows(
            session,
            actor,
            replace(filters, with_restricted=False),
            after=read_cursor(cursor),
            limit=limit + 1,
        )
    )
    shown = rows[:limit]
    body = write_table((row._mapping for row in shown), form=form, language=language, zone=zone)
    last = Key(shown[-1].reported_at, shown[-1].id) if len(rows) > limit else None
    return body, write_cursor(last)
