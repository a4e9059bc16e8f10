"""Every grid and every village has a unit of its own: those that are missing are opened, none is changed.

Appends to the log; never commits.
"""

from __future__ import annotations

from gridops.db.session import Session, acting_as
from gridops.people import queries
from gridops.people.following import move_units
from gridops.people.models import Agency
from gridops.territory.sets.queries.finding import get_set_in_force
from gridops.territory.sets.queries.lineage import areas_in

#: kind of agency → (code, name): whose units they are.
OWN_AGENCIES = {"grid_unit": ("grid", "网格"), "village_unit": ("village", "村（社区）")}


def open_own_units(session: Session) -> int:
    """Open a unit for each grid and village of the set in force that has none; returns how many. 404 without a set."""
    boundaries = get_set_in_force(session)
    with acting_as(session, "gridops_system"):
        there = {agency.kind for agency in queries.all_agencies(session)}
        for kind, (code, name) in OWN_AGENCIES.items():
            if kind not in there:
                session.add(Agency(code=code, name=name, short_name=name, kind=kind))
        session.flush()
        done = move_units(session, {}, areas_in(session, boundaries.id))
        session.flush()
    return done.counts["unit.opened"]
