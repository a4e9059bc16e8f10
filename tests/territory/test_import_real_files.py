"""Real files of three places: one that declares no system, one that is dirty, one that is clean."""

from __future__ import annotations

from collections import Counter
from datetime import date

import orjson
import pytest
from click.testing import CliRunner

from gridops.cli.geodata import geodata
from gridops.errors import Problem
from gridops.territory.areas.queries import chains_of
from gridops.territory.importing.content import FieldMap
from gridops.territory.importing.writing import LayerRefused, import_layer
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point
from gridops.territory.sets.putting_in_force import put_in_force
from tests.territory.trial import make_room

AS_PUBLISHED = dict.fromkeys(("invalid", "overlap", "gap", "outside_parent"), "as the city publishes it")


def load_boston_wards(session, folder, **more):
    """The district dissolved from the wards, and the wards as townships."""
    path = folder / "boston_wards.geojson"
    common = {"set_name": "boston", "waivers": AS_PUBLISHED}
    import_layer(session, path, level="district", dissolve=True, code_of=lambda _: "B", **common)
    return import_layer(session, path, level="township", code_of=lambda p: f"B{p['WARD']:02d}", **common)


def load_precincts(session, folder, **more):
    """The precincts as grids."""
    return import_layer(
        session,
        folder / "boston_precincts_wrong_crs.geojson",
        level="grid",
        set_name="boston",
        code_of=lambda p: f"B{p['WARD_PRECINCT']}",
        **more,
    )


def test_wards_are_refused_until_their_defects_are_waived(session, real_data):
    make_room(session, "B", 26986)
    with pytest.raises(LayerRefused) as refusal:
        import_layer(
            session,
            real_data / "boston_wards.geojson",
            level="district",
            set_name="boston",
            dissolve=True,
            code_of=lambda _: "B",
        )
    assert Counter(d.kind for d in refusal.value.defects)["invalid"] == 3


def test_precincts_without_a_system_are_refused_and_accepted_when_told(session, real_data):
    make_room(session, "B", 26986)
    assert load_boston_wards(session, real_data).count == 22
    with pytest.raises(Problem, match="--crs EPSG:2249"):
        load_precincts(session, real_data, waivers=AS_PUBLISHED)
    with pytest.raises(LayerRefused):
        load_precincts(session, real_data, crs="EPSG:2249")
    report = load_precincts(session, real_data, crs="EPSG:2249", waivers=AS_PUBLISHED)
    assert report.count == 255
    assert set(report.waived) == {"invalid", "overlap", "gap", "outside_parent"}

    put_in_force(session, "boston", date(2014, 1, 1))
    (place,) = locate_many(session, [Point(-71.0648, 42.3574, 15.0, "gps")], on=date(2015, 1, 1))
    assert place.grid_code.startswith("B05")
    levels = [a.level for a in chains_of(session, [place.grid_code])[place.grid_code]]
    assert levels == ["district", "township", "grid"]


def test_a_dirty_file_is_refused_and_every_pair_is_named(session, real_data):
    make_room(session, "L", 26945)
    path = real_data / "dirty_overlaps_los_angeles.geojson"
    common = {"set_name": "la", "fields": FieldMap(code="slug")}
    import_layer(
        session, path, level="district", dissolve=True, code_of=lambda _: "L", waivers=AS_PUBLISHED, **common
    )
    with pytest.raises(LayerRefused) as refusal:
        import_layer(
            session, path, level="township", code_of=lambda p: "L-" + p["slug"].replace("'", ""), **common
        )
    kinds = Counter(d.kind for d in refusal.value.defects)
    assert kinds["overlap"] > 500
    assert kinds["invalid"] == 1
    assert len(refusal.value.detail[1].splitlines()) < 20


def test_a_check_names_the_dirty_file_s_542_pairs_and_640_holes(real_data, tmp_path):
    report = tmp_path / "found.geojson"
    path = real_data / "dirty_overlaps_los_angeles.geojson"
    answer = CliRunner().invoke(geodata, ["check", str(path), "--report", str(report)])
    assert answer.exit_code == 1
    said = orjson.loads(answer.stdout)
    assert said["features"] == 272
    assert {kind: said["counts"][kind] for kind in ("overlap", "gap", "invalid")} == {
        "overlap": 542,
        "gap": 640,
        "invalid": 1,
    }
    defects = [f["properties"] for f in orjson.loads(report.read_bytes())["features"]]
    pairs = [tuple(sorted(d["codes"])) for d in defects if d["kind"] == "overlap"]
    assert len(set(pairs)) == 542
    assert min(d["area_m2"] for d in defects if d["kind"] == "overlap") > 1.0


def test_a_check_finds_no_error_in_the_clean_file(real_data, tmp_path):
    report = tmp_path / "found.geojson"
    path = real_data / "clean_goa_villages.geojson"
    answer = CliRunner().invoke(geodata, ["check", str(path), "--report", str(report)])
    assert answer.exit_code == 0, answer.output
    assert orjson.loads(answer.stdout)["features"] == 402
    assert {f["properties"]["severity"] for f in orjson.loads(report.read_bytes())["features"]} <= {"warning"}


def test_a_clean_file_is_let_in_as_it_is(session, real_data):
    make_room(session, "3", 32643)
    path = real_data / "clean_goa_villages.geojson"
    holes = {"gap": "lakes and towns are left out of the village map"}
    import_layer(
        session, path, level="district", set_name="goa", dissolve=True, code_of=lambda _: "3", waivers=holes
    )
    fields = FieldMap(code="CEN_2001", name="NAME")
    report = import_layer(session, path, level="village", set_name="goa", fields=fields)
    assert (report.count, report.waived) == (402, {})
