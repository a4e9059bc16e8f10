"""HTTP words of a district's first steps. For administrators only."""

from __future__ import annotations

from typing import Any

from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.http.wire import Outgoing
from gridops.people.beginning.own_units import open_own_units
from gridops.people.roles import ADMIN

bp = blueprint("beginning", prefix="/api/v1/admin")


class OwnUnitsOut(Outgoing):
    """How many units were opened."""

    opened: int


@bp.post("/first-run/own-units")
@endpoint("Open a unit for each grid and village that has none", roles=ADMIN, answers={200: OwnUnitsOut})
def post_own_units(call: Call[None, None]) -> Any:
    """Typed twice it opens nothing more; 404 while no boundary set is in force."""
    return OwnUnitsOut(opened=open_own_units(call.session))
