"""What is said of a place when a report comes in: the pin asked for, doubt told, the point itself never moved."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.reports import a_report, at


def flags(case):
    advice = case["location_advice"]
    return (advice["needs_pin"], advice["flags"]) if advice else (False, [])


def test_a_good_fix_needs_no_advice(service):
    assert service.report("worker.qingyang")["location_advice"] is None


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"accuracy_m": None}, (True, ["no_accuracy"])),
        ({"accuracy_m": 0}, (True, ["no_accuracy"])),
        ({"accuracy_m": 201.0}, (True, ["vague"])),
        ({"accuracy_m": None, "source": "manual"}, (False, [])),
    ],
)
def test_without_an_accuracy_or_beyond_two_hundred_metres_the_pin_is_asked_for(service, over, said):
    location = {k: v for k, v in {**at(121.27, 37.50), **over}.items() if v is not None}
    needs_pin, found = flags(service.report("worker.qingyang", location=location))
    assert (needs_pin, [f for f in found if f != "uncertain_grid"]) == said


def test_a_point_in_no_grid_waits_in_a_queue_and_is_no_error(service):
    case = service.report("worker.qingyang", location=at(121.45, 37.50, accuracy_m=5.0))
    assert (case["grid"]["method"], case["grid"]["code"]) == ("unresolved", None)
    assert flags(case) == (True, ["unresolved", "outside_district"])
    queue = service.client("dispatcher.fushan").get("/api/v1/incidents?grid_method=unresolved").json["items"]
    assert [item["id"] for item in queue] == [case["id"]]


def test_the_fourth_report_at_the_very_same_point_is_flagged(service):
    spot = at(121.2712345, 37.5012345, source="network")
    said = [flags(service.report("worker.qingyang", location=spot))[1] for _ in range(4)]
    assert said == [[], [], [], ["repeated_point"]]
    near = service.report("worker.qingyang", location={**spot, "lon": 121.2712346})
    assert flags(near)[1] == []


def test_repetition_counts_within_a_batch_and_beyond_ones_own_sight(service):
    spot = at(121.2755555, 37.5022222)
    for _ in range(2):
        service.report("worker2.qingyang", location=spot)
    sent = {"reports": [a_report(location=spot) for _ in range(3)]}
    results = service.client("worker.gaotuan").post("/api/v1/reports/batch", json=sent).json["results"]
    assert [flags(r["incident"])[1] for r in results] == [[], ["repeated_point"], ["repeated_point"]]


def test_a_browsers_radius_is_read_as_that_of_95_percent_and_the_deployment_decides(service):
    border = edge_of_own_grid(service)
    app, browser = (
        service.report("worker2.qingyang", location={**border, "device": device})["grid"]["probability"]
        for device in ("app", "browser")
    )
    assert app < browser
    with service.database.transaction() as session:
        session.execute(
            text(
                "UPDATE gridops.deployment SET fix_conventions ="
                " jsonb_set(fix_conventions, '{gps,browser}', '0.68')"
            )
        )
    again = service.report("worker2.qingyang", location={**border, "device": "browser"})
    assert again["grid"]["probability"] == app
    assert again["reported_location"]["device"] == "browser"


def edge_of_own_grid(service):
    """A vague fix 10 m inside some grid's border."""
    with service.database.transaction() as session:
        row = session.execute(
            text(
                "SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT ST_Transform(ST_PointN(ST_ExteriorRing("
                " ST_Buffer(v.geom_m, -10)), 1), 4490) AS p FROM gridops.area_version v"
                " JOIN gridops.boundary_set s ON s.id = v.set_id WHERE s.state = 'in_force' AND v.kind = 'base'"
                " AND v.code LIKE '370611001%' ORDER BY v.code LIMIT 1) q"
            )
        ).one()
    return at(round(row.lon, 7), round(row.lat, 7), accuracy_m=25.0)


def test_the_stored_point_is_the_one_that_was_sent_and_never_snapped(service):
    sent = at(121.2703217, 37.5011234, accuracy_m=150.0)
    case = service.report("worker.qingyang", location=sent)
    assert (case["location"]["lon"], case["location"]["lat"]) == (121.2703217, 37.5011234)
    assert {k: case["reported_location"][k] for k in sent} == sent


def test_setting_the_pin_takes_the_advice_away(service):
    case = service.report("worker.qingyang", location=at(121.27, 37.50, accuracy_m=500.0))
    assert flags(case)[0]
    pinned = {"lon": 121.27, "lat": 37.5, "coord_sys": "cgcs2000", "source": "manual"}
    corrected = service.act("dispatcher.qingyang", case, "correct", location=pinned)
    assert corrected["location_advice"] is None
