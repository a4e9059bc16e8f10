"""HTTP words of the deployment: its name, and its metres while there are no boundaries. For administrators only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from pydantic import Field

from gridops.db.session import acting_as
from gridops.http.endpoint import Call, endpoint
from gridops.http.wire import Incoming, Outgoing, ShortText
from gridops.territory.deploying import change_deployment
from gridops.territory.roles import ADMIN

deployment_bp = Blueprint("deployment", __name__, url_prefix="/admin")


class DeploymentIn(Incoming):
    """The district's name and the EPSG number of a projected system in metres."""

    name: ShortText = Field(min_length=1)
    measure_srid: int = Field(ge=1024, le=998_999)


class DeploymentOut(Outgoing):
    """The district as it is chosen."""

    code: str
    name: str
    measure_srid: int
    time_zone: str


@deployment_bp.put("/deployment")
@endpoint(
    "Name the district, and choose its metres while there are no boundaries",
    roles=ADMIN,
    body=DeploymentIn,
    answers={200: DeploymentOut},
    refuses={404: ("not-found",), 409: ("conflict",)},
    refuses_at={"": "a system that is not projected in metres"},
)
def put_deployment(call: Call[DeploymentIn, None]) -> Any:
    """The code and the zone were chosen by `gridops init`, and stay."""
    with acting_as(call.session, "gridops_system"):
        found = change_deployment(
            call.session,
            name=call.body.name,
            measure_srid=call.body.measure_srid,
            actor_id=call.actor.id,
        )
    return DeploymentOut(
        code=found.district_code,
        name=found.name,
        measure_srid=found.measure_srid,
        time_zone=found.time_zone,
    )
