"""HTTP words of units: how busy they are, where they are."""

from __future__ import annotations

from typing import Any, Literal

from flask import Blueprint
from pydantic import Field

from gridops.dispatch.units import presenting
from gridops.dispatch.units.locating import take_position
from gridops.dispatch.units.wire import PositionIn, UnitsOut
from gridops.errors import Problem
from gridops.http.endpoint import Call, endpoint
from gridops.http.permission import SIGNED_IN
from gridops.http.wire import PageQuery

units_bp = Blueprint("units", __name__)


class UnitsQuery(PageQuery):
    """Which units."""

    area: str | None = Field(None, max_length=40)
    status: Literal["available", "dispatched", "accepted", "en_route", "on_scene", "cleared"] | None = None


@units_bp.get("/units")
@endpoint(
    "Units of an area and how busy they are",
    query=UnitsQuery,
    roles=SIGNED_IN,
    asks="areas in scope",
    answers={200: UnitsOut},
)
def get_units(call: Call[None, UnitsQuery]) -> Any:
    """Units within one's sight."""
    area = call.query.area
    if area is not None and not call.actor.may_ask_about(area):
        raise Problem("out-of-scope")
    return presenting.present_units(call.session, call.actor, call.query)


@units_bp.put("/positions/current")
@endpoint(
    "One's position while on a task",
    body=PositionIn,
    roles=SIGNED_IN,
    asks="a running task of one's own",
    answers={204: None},
)
def put_position(call: Call[PositionIn, None]) -> Any:
    """Keep the latest position; 403 without a running task."""
    take_position(call.session, call.actor, call.body)
    return None, 204
