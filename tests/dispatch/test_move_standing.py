"""A set comes into force: restricted cases stand at their village as the new set has it, and screens are told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from gridops.db.session import acting_as
from gridops.insight.rollups.verifying import find_differences
from tests.contract.test_hide_restricted_text import restricted_code
from tests.dispatch.new_boundaries import carry_out, entries, get, on_the_day, point_in


def label_of(service: Any, code: str, name: str) -> tuple[float, float]:
    """Where a set writes the name of a village."""
    with service.database.transaction() as session:
        row = session.execute(
            text(
                "SELECT v.label_lon, v.label_lat FROM gridops.area_version v"
                " JOIN gridops.boundary_set s ON s.id = v.set_id WHERE v.code = :code"
                " AND (s.name = 'next') = (:name = 'next')"
            ),
            {"code": code, "name": name},
        ).one()
    return row[0], row[1]


def shown(service: Any, case: dict[str, Any]) -> tuple[tuple[float, float], str]:
    """Where a supervisor of the district sees a case, and the last area of its chain."""
    found = get(service, case, "supervisor.fushan")
    return (found["location"]["lon"], found["location"]["lat"]), found["areas"][-1]["code"]


def test_a_restricted_case_goes_to_its_new_village_and_one_that_stays_to_the_new_label(service, plan):
    code = restricted_code(service)
    with service.database.transaction() as session:
        stays = session.execute(
            text("SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT ST_PointOnSurface(geom) AS p"
                 " FROM gridops.area_version WHERE code = :code ORDER BY set_id LIMIT 1) v"),
            {"code": plan.staying},
        ).one()  # fmt: skip
    leaving = point_in(plan.leaving_shape)
    moved = service.report("dispatcher.gaotuan", service_code=code, location=leaving)
    there = {**leaving, "lon": round(stays.lon, 6), "lat": round(stays.lat, 6)}
    kept = service.report("dispatcher.gaotuan", service_code=code, location=there)
    assert shown(service, moved) == (label_of(service, plan.leaving, "now"), plan.leaving)
    assert shown(service, kept) == (label_of(service, plan.staying, "now"), plan.staying)
    carry_out(service)
    label = label_of(service, plan.staying, "next")
    assert label != label_of(service, plan.staying, "now")
    with on_the_day(120):
        assert shown(service, moved) == shown(service, kept) == (label, plan.staying)
        exact = get(service, moved, "dispatcher.gaotuan")["location"]
    assert (exact["lon"], exact["lat"]) == (leaving["lon"], leaving["lat"])
    told = {str(entry.entity_id) for entry in entries(service, "incident.rescoped")}
    assert {moved["id"], kept["id"]} <= told
    with service.database.transaction() as session, acting_as(session, "gridops_system"):
        assert [str(d) for d in find_differences(session) if "rollup" not in str(d)] == []
