"""What dispatch asks of a case's place: its chain of areas, the local time, what it gives the clock."""

from __future__ import annotations

from datetime import datetime

from gridops import clock
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.calendar.deadlines import Terms
from gridops.territory import queries as territory_queries


def level_codes(session: Session, code: str) -> dict[str, str]:
    """Level → code of every area that the area `code` lies in, itself among them."""
    return {area.level: area.code for area in territory_queries.chain_of(session, code)}


def local_now(session: Session) -> datetime:
    """Now, in the deployment's zone: rules hold by its dates, seasons and hours."""
    return clock.now().astimezone(territory_queries.deployment_zone(session))


def clock_terms(session: Session, area_code: str) -> Terms:
    """What a case's place gives its clock from today on: calendar, hours, class of the area."""
    zone = territory_queries.get_deployment(session).time_zone
    return calendar_queries.clock_terms(session, zone, local_now(session).date(), area_code)
