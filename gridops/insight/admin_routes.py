"""HTTP words of insight for the administrator: devices and points that cannot be trusted. No case leaves here."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from gridops.http.endpoint import Call, endpoint
from gridops.insight.location_faults import LocationFaultsOut, find_location_faults
from gridops.people.roles import ADMIN

admin_bp = Blueprint("insight_admin", __name__, url_prefix="/admin")


@admin_bp.get("/location-faults")
@endpoint("Devices of the wrong datum and repeated points", roles=ADMIN, answers={200: LocationFaultsOut})
def get_location_faults(call: Call[None, None]) -> Any:
    """Datum faults with their evidence, and points at which many cases stand; the last 90 days."""
    return find_location_faults(call.session), 200
