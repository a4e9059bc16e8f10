"""The administrator is shown devices of the wrong datum with their evidence, and points that stand for none."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from gridops.cli.geodata import geodata
from gridops.geo.datums import convert
from tests.reports import at

PATH = "/api/v1/admin/location-faults"


def report_off(service, username, n, datum="gcj02"):
    """A report whose numbers are of another datum than it says, then the desk's pin where it really was."""
    lon, lat = 121.262 + n * 0.004, 37.496 + n * 0.003
    x, y = (float(v) for v in convert(lon, lat, "cgcs2000", datum))
    case = service.report(username, location=at(x, y, coord_sys="wgs84"))
    pin = {"lon": lon, "lat": lat, "coord_sys": "cgcs2000", "source": "manual"}
    return service.act("dispatcher.fushan", case, "correct", location=pin)


@pytest.mark.parametrize("username", ["worker.qingyang", "dispatcher.fushan", "auditor"])
def test_nobody_but_an_administrator_is_shown_them(service, username):
    assert service.client(username).get(PATH).status_code == 403


def test_where_nothing_is_wrong_nothing_is_shown(service):
    for n in range(4):
        report_off(service, "worker.qingyang", n, datum="wgs84")
    found = service.client("admin").get(PATH).json
    assert (found["datum_faults"], found["repeated_points"]) == ([], [])


def test_a_device_of_the_wrong_datum_is_shown_with_its_evidence(service, database_url):
    cases = [report_off(service, "worker.qingyang", n) for n in range(4)]
    for n in range(4):
        report_off(service, "worker2.qingyang", n, datum="cgcs2000")
    (fault,) = service.client("admin").get(PATH).json["datum_faults"]
    assert fault["account_id"] == service.client("worker.qingyang").actor["id"]
    assert (fault["declared"], fault["actual"], fault["count"]) == ("wgs84", "gcj02", 4)
    assert fault["distance_m"] == pytest.approx(455, abs=10)
    assert fault["azimuth_deg"] == pytest.approx(78, abs=2)
    assert {e["case_number"] for e in fault["evidence"]} == {c["case_number"] for c in cases}
    assert all(e["kind"] == "pin" and e["east_m"] > 400 for e in fault["evidence"])
    assert fault["device_id"]
    said = CliRunner().invoke(geodata, ["datum-faults"], env={"DATABASE_URL": database_url}).output
    assert re.search(r"says wgs84, sends gcj02; 45\d m towards 78°", said)


def test_a_photos_own_position_is_evidence_too(service):
    for n in range(3):
        lon, lat = 121.262 + n * 0.004, 37.496 + n * 0.003
        x, y = (float(v) for v in convert(lon, lat, "wgs84", "bd09"))
        photo = {"client_id": f"00000000-0000-4000-8000-00000000000{n}", "sha256": f"{n:064x}",
                 "content_type": "image/jpeg", "size": 10, "stage": "before"}  # fmt: skip
        service.report("worker.qingyang", location=at(x, y, coord_sys="wgs84"), media=[photo])
        with service.database.transaction() as session:
            session.execute(
                text(
                    "INSERT INTO gridops.media_file (id, account_id, sha256, content_type, size, width, height,"
                    " exif_lon, exif_lat, is_claimed, arrived_at) VALUES (:id, :who, decode(:sha, 'hex'),"
                    " 'image/jpeg', 10, 1, 1, :lon, :lat, true, now())"
                ),
                {"id": photo["client_id"], "who": service.client("worker.qingyang").actor["id"],
                 "sha": photo["sha256"], "lon": lon, "lat": lat},
            )  # fmt: skip
    (fault,) = service.client("admin").get(PATH).json["datum_faults"]
    assert (fault["actual"], {e["kind"] for e in fault["evidence"]}) == ("bd09", {"photo"})


def test_points_at_which_many_cases_stand_are_listed(service):
    spot = at(121.2712345, 37.5012345, source="network")
    for username in ("worker.qingyang", "worker2.qingyang", "worker.qingyang", "worker2.qingyang"):
        service.report(username, location=spot)
    (point,) = service.client("admin").get(PATH).json["repeated_points"]
    assert (point["lon"], point["cases"], point["reporters"], point["sources"]) == (
        121.2712345,
        4,
        2,
        ["network"],
    )
