"""From log entries to events: drawn once for all, shown to each audience only as far as it may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.incidents.involved import Involved
from gridops.incidents.models import Incident
from gridops.incidents.standing import grid_units, standing_codes, told_to_all
from gridops.incidents.wire import IncidentBrief
from gridops.live import queries
from gridops.live.wire import EventOut, UnitBrief
from gridops.log import queries as log_queries
from gridops.log.models import LogEntry
from gridops.people import queries as people_queries
from gridops.people.rules import Sight

PAGE = 500


@dataclass(frozen=True)
class Drawn:
    """An entry with what it speaks of as it is now."""

    seq: int
    entry: LogEntry
    brief: IncidentBrief | None
    audience: Involved | None
    #: Codes of the areas in which the case is to be looked for now.
    standing: Sequence[str]
    unit: UnitBrief | None


def draw(session: Session, entries: Sequence[tuple[int, LogEntry]]) -> list[Drawn]:
    """Read the cases and units that the entries speak of, once for all audiences.

    What is read may be newer than the entry: a client drops versions it has.
    """
    ids: dict[str, set[UUID]] = {"incident": set(), "unit": set()}
    for _, entry in entries:
        if entry.entity in ids:
            ids[entry.entity].add(entry.entity_id)
    cases = queries.incidents_of(session, ids["incident"])
    units = queries.unit_briefs(session, ids["unit"])
    apart = _units_apart(session, cases.values())
    drawn = []
    for seq, entry in entries:
        case = cases.get(entry.entity_id) if entry.entity == "incident" else None
        drawn.append(
            Drawn(
                seq,
                entry,
                IncidentBrief.of(case, apart) if case is not None else None,
                Involved.of(case) if case is not None else None,
                standing_codes(case) if case is not None else (),
                units.get(entry.entity_id) if entry.entity == "unit" else None,
            )
        )
    return drawn


def _units_apart(session: Session, cases: Iterable[Incident]) -> set[UUID]:
    """The grids' own units among those of restricted cases."""
    ids = {i.unit_id for i in cases if i.is_restricted and i.unit_id is not None}
    return grid_units(people_queries.units_by_id(session, list(ids)).values()) if ids else set()


def show(drawn: Drawn, sight: Sight, prev: int) -> EventOut | None:
    """The event as `sight` may know it; None where it concerned nothing in sight."""
    entry = drawn.entry
    is_restricted = drawn.brief is not None and drawn.brief.restricted
    # A restricted case is heard of at its village; only the act that made it so is told where it was seen before.
    told = drawn.standing if is_restricted and "restricted" not in entry.data else entry.areas
    if not sight.sees(entry.areas, entry.units, entry.persons, told=told):
        return None
    data: dict[str, Any] = {}
    action, areas = entry.action, list(drawn.standing) if is_restricted else entry.areas
    if entry.entity == "incident":
        now = drawn.audience
        if now is None or not sight.sees(
            sorted(now.areas), list(now.units), list(now.persons), told=drawn.standing
        ):
            # Whoever saw the case and no longer may is told only that.
            action, areas = "entity.left", []
        elif drawn.brief is not None:
            # An audience is not asked for what it reads of restricted cases: what all may know is told to all.
            change = told_to_all(entry.data, is_restricted=drawn.brief.restricted)
            data = {"incident": drawn.brief.model_dump(mode="json"), "change": change}
    elif entry.entity == "unit" and drawn.unit is not None:
        data = {"unit": drawn.unit.model_dump(mode="json")}
    else:
        data = entry.data
    return EventOut(
        seq=drawn.seq,
        prev=prev,
        at=entry.at,
        action=action,
        entity=entry.entity,
        entity_id=entry.entity_id,
        version=drawn.brief.version if drawn.brief is not None and data else entry.version,
        areas=areas,
        data=data,
    )


@dataclass(frozen=True)
class Page:
    """Events after a cursor, the cursor reached, and whether more is there already."""

    events: list[EventOut]
    cursor: int
    has_more: bool


def is_too_old(session: Session, cursor: int) -> bool:
    """Whether a cursor has left the window, or comes from another log."""
    window = log_queries.window(session)
    return cursor < window.oldest or cursor > window.head


def page_after(
    session: Session, sight: Sight, cursor: int, *, prev: int, limit: int = PAGE, upto: int | None = None
) -> Page:
    """The next events for a sight, at most to number `upto`. `session` must be `gridops_system`."""
    entries = log_queries.entries_after(session, cursor, limit=limit, upto=upto)
    events = []
    for drawn in draw(session, entries):
        event = show(drawn, sight, prev)
        if event is not None:
            events.append(event)
            prev = event.seq
    reached = entries[-1][0] if entries else cursor
    return Page(events, reached, len(entries) == limit)
