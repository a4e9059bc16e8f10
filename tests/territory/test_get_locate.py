"""GET /api/v1/locate: a point of a named datum → its grid, what else it may be, and the chain of areas."""

from __future__ import annotations

import pytest

from gridops.geo.datums import convert

WORKER = "worker.qingyang"


def locate(service, **asked):
    """Ask for a point; the middle of Qingyang where none is given."""
    query = {"lon": 121.27, "lat": 37.50, "coord_sys": "wgs84", **asked}
    return service.client(WORKER).get(
        "/api/v1/locate", query_string={k: v for k, v in query.items() if v is not None}
    )


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"coord_sys": None}, "/coord_sys"),
        ({"coord_sys": "wgs72"}, "/coord_sys"),
        ({"lon": None}, "/lon"),
        ({"lat": 91}, "/lat"),
        ({"lon": "nan"}, "/lon"),
        ({"accuracy_m": -1}, "/accuracy_m"),
        ({"datum": "wgs84"}, "/datum"),
    ],
)
def test_a_point_that_is_not_fully_said_is_refused_by_name(service, asked, pointer):
    answer = locate(service, **asked)
    assert answer.status_code == 422
    assert pointer in [e["pointer"] for e in answer.json["errors"]]


@pytest.mark.parametrize(("lon", "lat"), [(-71.06, 42.35), (121.70, 37.50), (0, 0), (180, -90)])
def test_a_point_more_than_twenty_kilometres_outside_is_out_of_extent(service, lon, lat):
    answer = locate(service, lon=lon, lat=lat)
    assert (answer.status_code, answer.json["code"]) == (422, "out-of-extent")


def test_a_point_nearer_but_in_no_grid_is_unresolved(service):
    answer = locate(service, lon=121.42, accuracy_m=10)
    assert answer.status_code == 200
    assert answer.json["grid"] == {
        "code": None,
        "name": None,
        "method": "unresolved",
        "probability": None,
        "candidates": [],
    }
    assert [a["code"] for a in answer.json["areas"]] == ["370611"]


def test_a_point_is_told_its_grid_and_the_chain_above(service):
    found = locate(service, accuracy_m=8).json
    assert found["grid"]["method"] == "inside"
    assert [a["level"] for a in found["areas"]] == ["district", "township", "village", "grid"]
    assert found["areas"][1]["code"] == "370611001"
    assert found["areas"][-1]["code"] == found["grid"]["code"]
    assert found["special_grid"] is None


@pytest.mark.parametrize("coord_sys", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_the_same_place_in_every_datum_is_the_same_grid(service, coord_sys):
    lon, lat = convert(121.27, 37.50, "wgs84", coord_sys)
    asked = {"lon": float(lon), "lat": float(lat), "coord_sys": coord_sys}
    assert locate(service, **asked).json["grid"] == locate(service).json["grid"]


def test_a_vague_fix_names_what_else_it_may_be(service):
    grid = locate(service, accuracy_m=300).json["grid"]
    assert grid["method"] == "probable"
    assert len(grid["candidates"]) > 1
    shares = [c["probability"] for c in grid["candidates"]]
    assert shares == sorted(shares, reverse=True)


def test_a_day_without_a_set_is_not_found(service):
    assert locate(service, on="1990-01-01").status_code == 404
