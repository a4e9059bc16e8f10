"""HTTP words of agencies and units: found, made, agencies changed. For administrators only.

Units are changed above, where it is known which cases they have.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.paging import decode, encode
from gridops.http.parsing import id_in_path
from gridops.people import queries
from gridops.people.roles import ADMIN
from gridops.people.units import editing
from gridops.people.units.presenting import agency_out, unit_out, units_out
from gridops.people.units.wire import (
    AdminUnitsOut,
    AgenciesOut,
    AgenciesQuery,
    AgencyIn,
    AgencyOut,
    AgencyPatch,
    UnitIn,
    UnitOut,
    UnitsQuery,
)
from gridops.territory import queries as territory_queries

bp = blueprint("people_units", prefix="/api/v1/admin")


@bp.get("/agencies")
@endpoint("Agencies", roles=ADMIN, query=AgenciesQuery, answers={200: AgenciesOut})
def get_agencies(call: Call[None, AgenciesQuery]) -> Any:
    """Agencies by code, each with how many units it has in service."""
    query, session = call.query, call.session
    key = decode(query.cursor, 1)
    found = queries.list_agencies(
        session, words=query.q.strip(), kind=query.kind, after=key[0] if key else None, limit=query.limit + 1
    )
    page = found[: query.limit]
    today = territory_queries.today(session)
    return AgenciesOut(
        items=[agency_out(agency, units, today) for agency, units in page],
        next_cursor=encode([page[-1][0].code]) if len(found) > query.limit else None,
    )


@bp.post("/agencies")
@endpoint("Make an agency", roles=ADMIN, body=AgencyIn, answers={201: AgencyOut})
def post_agency(call: Call[AgencyIn, None]) -> Any:
    """A body, one that stations units, or a company outside."""
    session, content = call.session, editing.AgencyContent(**call.body.model_dump())
    agency = editing.add_agency(session, call.actor, content)
    return agency_out(agency, 0, territory_queries.today(session)), 201


@bp.patch("/agencies/<uuid:agency_id>")
@endpoint("Change an agency", roles=ADMIN, body=AgencyPatch, answers={200: AgencyOut})
def patch_agency(call: Call[AgencyPatch, None], agency_id: UUID) -> Any:
    """Its names, or the day on which it ends; one that has units then does not end."""
    session = call.session
    agency = editing.get_agency(session, agency_id)
    editing.edit_agency(session, call.actor, agency, call.body.model_dump(exclude_unset=True))
    units = queries.count_units(session, agency.id)
    return agency_out(agency, units, territory_queries.today(session))


@bp.get("/units")
@endpoint("Units", roles=ADMIN, query=UnitsQuery, answers={200: AdminUnitsOut})
def get_units(call: Call[None, UnitsQuery]) -> Any:
    """Units by area; those in service where nothing else is said."""
    query, session = call.query, call.session
    asked = queries.UnitFilter(
        on=territory_queries.today(session),
        text=query.q.strip(),
        agency_code=query.agency,
        area=query.area,
        kind=query.kind,
        state=query.state,
    )
    key = decode(query.cursor, 2)
    after = (key[0], id_in_path(key[1])) if key else None
    found = queries.list_units(session, asked, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    more = encode([page[-1][0].area_code, str(page[-1][0].id)]) if len(found) > query.limit else None
    return AdminUnitsOut(items=units_out(session, page), next_cursor=more)


@bp.post("/units")
@endpoint("Make a unit", roles=ADMIN, body=UnitIn, answers={201: UnitOut})
def post_unit(call: Call[UnitIn, None]) -> Any:
    """A unit of an agency for an area; nobody of it needs an account."""
    content = editing.UnitContent(**call.body.model_dump())
    unit = editing.add_unit(call.session, call.actor, content)
    return unit_out(call.session, unit), 201
