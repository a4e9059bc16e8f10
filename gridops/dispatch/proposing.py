"""Routing a case: the chain of areas it lies in, the matter's level, the unit that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gridops import clock
from gridops.db.session import Session
from gridops.duties import queries as duties_queries
from gridops.duties.models import Matter
from gridops.duties.routing import Proposal, load_table
from gridops.duties.rules import WorkCalendar
from gridops.incidents.models import Incident
from gridops.territory import queries as territory_queries


def propose(session: Session, incident: Incident, matter: Matter, level: str) -> Proposal:
    """The unit proposed for a case."""
    chain = territory_queries.chains_of(session, [incident.scope_code]).get(incident.scope_code, [])
    areas = by_level(chain)
    return load_table(session, [matter], list(areas.values())).propose(matter, areas, level)


def by_level(chain: Sequence[Any]) -> dict[str, str]:
    """The code of each level in a chain of areas."""
    return {area.level: area.code for area in chain}


def calendar_now(session: Session) -> WorkCalendar:
    """The deployment's work calendar from today on."""
    zone = territory_queries.get_deployment(session).time_zone
    return duties_queries.work_calendar(session, zone, clock.now().date())
