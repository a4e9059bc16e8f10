"""HTTP words of a change of boundaries: what a draft concerns, how its first day went. For those who answer for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops.db.session import acting_as
from gridops.dispatch.boundaries.queries import find_change, with_open_cases
from gridops.dispatch.boundaries.wire import ChangeOut, ComparisonOut, ComparisonQuery, DoubtOut, FirstDayOut
from gridops.errors import Problem
from gridops.http.endpoint import Call, endpoint
from gridops.people.roles import BOUNDARY_READERS
from gridops.territory import queries as territory_queries
from gridops.territory.models import BoundarySet
from gridops.territory.sets.comparing import compare

boundaries_bp = Blueprint("boundaries", __name__, url_prefix="/boundary-sets")


@boundaries_bp.get("/<uuid:set_id>/comparison")
@endpoint(
    "What a draft would change",
    query=ComparisonQuery,
    roles=BOUNDARY_READERS,
    asks="a role over the whole district",
    answers={200: ComparisonOut},
)
def get_comparison(call: Call[None, ComparisonQuery], set_id: UUID) -> Any:
    """Changes of every level, with m², households and open cases (numbers of the whole district)."""
    found = _get_set(call, set_id)
    compared = compare(call.session, found.name, day=call.query.from_ or found.valid_from)
    # A number of cases in an area is no case: it is told whoever may see them.
    with acting_as(call.session, "gridops_map"):
        concerned = with_open_cases(call.session, compared)
    return (
        ComparisonOut(
            draft=found.name,
            against=compared.against.name,
            counts=compared.counts,
            forbidden_codes=compared.forbidden,
            orphans=compared.orphans,
            changes=[
                ChangeOut(
                    kind=c.change.kind,
                    level=c.change.level,
                    old_codes=list(c.change.old_codes),
                    new_codes=list(c.change.new_codes),
                    names=list(c.change.names),
                    area_m2=round(c.change.area_m2, 1),
                    households=c.change.households,
                    open_cases=c.open_cases,
                )
                for c in concerned
            ],
        ),
        200,
    )


@boundaries_bp.get("/<uuid:set_id>/first-day")
@endpoint(
    "How far a set's first day has been carried out",
    roles=BOUNDARY_READERS,
    asks="a role over the whole district",
    answers={200: FirstDayOut},
)
def get_first_day(call: Call[None, None], set_id: UUID) -> Any:
    """Phase, counts, and the doubtful ones that a person is to look at."""
    found = _get_set(call, set_id)
    with acting_as(call.session, "gridops_map"):
        change, doubts = find_change(call.session, found)
    return (
        FirstDayOut(
            phase=change.phase if change else "waiting",
            counts=change.counts if change else {},
            started_at=change.started_at if change else None,
            finished_at=change.finished_at if change else None,
            doubts=[DoubtOut.model_validate(d) for d in doubts],
        ),
        200,
    )


def _get_set(call: Call[Any, Any], set_id: UUID) -> BoundarySet:
    district = territory_queries.get_deployment(call.session).district_code
    # Comparisons and doubts speak of the whole district, so a township's roles do not read them.
    if not call.actor.has_role_over(district, *BOUNDARY_READERS):
        raise Problem("out-of-scope", BOUNDARY_READERS.refusal)
    found: BoundarySet | None = call.session.get(BoundarySet, set_id)
    if found is None:
        raise Problem("not-found")
    return found
