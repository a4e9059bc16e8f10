"""Routing a case: the chain of areas it lies in, the matter's level, the unit that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gridops import clock
from gridops.db.session import Session
from gridops.duties import queries as duties_queries
from gridops.duties.queries import Rule
from gridops.duties.routing import Proposal, load_table
from gridops.duties.rules import Terms
from gridops.incidents.models import Incident
from gridops.territory import queries as territory_queries


def propose(session: Session, incident: Incident, rule: Rule, level: str) -> Proposal:
    """The unit proposed for a case. What is not admitted is never put on workers: it goes to the township."""
    chain = territory_queries.chains_of(session, [incident.scope_code]).get(incident.scope_code, [])
    areas = by_level(chain)
    matter = rule.standard
    if not rule.is_admitted and level in {"grid", "village"}:
        level = "township"
    return load_table(session, [matter], list(areas.values())).propose(matter, areas, level)


def by_level(chain: Sequence[Any]) -> dict[str, str]:
    """The code of each level in a chain of areas."""
    return {area.level: area.code for area in chain}


def clock_terms(session: Session, area_code: str) -> Terms:
    """What a case's place gives its clock from today on: calendar, hours, class of the area."""
    zone = territory_queries.get_deployment(session).time_zone
    return duties_queries.clock_terms(session, zone, clock.now().astimezone(clock.zone(zone)).date(), area_code)
