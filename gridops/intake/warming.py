"""What the first report of a process would have to wait for, read before it comes. Nothing is written."""

from __future__ import annotations

from gridops.db.queries import read_stamp
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.origins import queries as origin_queries
from gridops.duties.powers import queries as power_queries
from gridops.duties.precedents import queries as precedent_queries
from gridops.duties.responsibilities import queries as responsibility_queries
from gridops.duties.routing import queries as routing_queries
from gridops.duties.routing.places import sites_of
from gridops.people import queries as people_queries
from gridops.territory import queries as territory_queries
from gridops.territory.places.held_sets import held_set


def warm(session: Session) -> None:
    """Read the reference data of the moment into this process's memory; nothing where no district is chosen yet."""
    session.stamp = read_stamp(session)
    deployment = territory_queries.find_deployment(session)
    found = territory_queries.find_set_in_force(session)
    if deployment is None or found is None:
        return
    held_set(session, found.id)
    today = calendar_queries.today(session)
    anything = {"service_code": "", "group_code": "", "area_code": deployment.district_code, "on": today}
    matter_queries.all_in_force(session)
    matter_queries.agencies(session)
    origin_queries.policies_on(session, today)
    routing_queries.rules_in_force(session, today)
    precedent_queries.precedents_in_force(session, (), ())
    power_queries.powers_for(session, **anything)  # type: ignore[arg-type]
    responsibility_queries.responsibilities_for(session, **anything)  # type: ignore[arg-type]
    calendar_queries.clock_terms(session, deployment.time_zone, today, deployment.district_code)
    people_queries.held_units_of(session, ())
    sites_of(session, [(deployment.district_code, None)])
