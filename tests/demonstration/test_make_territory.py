"""The synthetic Fushan: the committed files keep every promise, and the generator makes just these bytes.

No database passes through here.
"""

import csv
import json
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from gridops.demonstration import territory
from tests.demonstration.drawn import FACTS, FOLDER, KINDS, LEVELS, gap, metres, read, require_exact_coverage


@cache
def layer(name):
    """[(properties, geometry in degrees)] of one committed file."""
    return read(FOLDER / f"{name}.geojson")


@cache
def in_metres(name):
    """{code: geometry in EPSG:4528}."""
    return {properties["code"]: metres(geometry) for properties, geometry in layer(name)}


def table():
    with (FOLDER / "areas.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_same_seed_gives_the_committed_files_byte_for_byte(tmp_path):
    summary = territory.make(tmp_path)
    made, committed = (
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path, FOLDER)
    )
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []
    assert summary.counts["grids.geojson"] == len(layer("grids"))


def test_another_seed_gives_another_district(tmp_path):
    territory.make(tmp_path, seed=territory.SEED + 1)
    other = read(tmp_path / "district.geojson")[0][1]
    assert other != layer("district")[0][1]
    assert len(read(tmp_path / "villages.geojson")) == 242


def test_names_and_codes_are_those_of_the_national_list():
    if not FACTS.exists():
        pytest.skip("the folder shared/facts with the national list is not beside this checkout")
    with FACTS.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ours = {(row["code"], row["name"], row["kind"], row["parent_code"]) for row in table()}
    townships = {row["code"] for row in table() if row["level"] == "township"}
    expected = set()
    for row in rows:
        if row["level"] == "county":
            expected.add((row["code12"][:6], row["name"], "district", ""))
        elif row["level"] == "township" and row["code12"][:9] in townships:
            expected.add((row["code12"][:9], row["name"], row["kind"], row["code12"][:6]))
        elif row["code12"][:9] in townships:
            expected.add((row["code12"], row["name"], KINDS[row["kind"]], row["code12"][:9]))
    assert ours == expected
    assert len(townships) == 7


def test_every_row_of_the_table_has_an_area_and_no_other_has_one():
    drawn = [properties for name in LEVELS[:3] for properties, _ in layer(name)]
    rows = {row["code"]: row for row in table()}
    assert sorted(one["code"] for one in drawn) == sorted(rows)
    for one in drawn:
        row = rows[one["code"]]
        assert {key: one[key] or "" for key in row} == row


def test_there_are_as_many_areas_as_promised():
    assert [len(layer(name)) for name in LEVELS[:3]] == [1, 7, 242]
    assert 350 <= len(layer("grids")) <= 450
    assert len(layer("special_grids")) >= 20
    assert len(layer("enforcement_areas")) == 3
    groups = Counter(one["township_code"] for one, _ in layer("village_groups"))
    assert set(groups.values()) <= {4, 5, 6}
    assert sorted(groups) == ["370611006", "370611007", "370611102", "370611103", "370611104"]


def test_a_village_has_one_grid_and_a_community_two_to_five():
    kinds = {one["code"]: one["kind"] for one, _ in layer("villages")}
    grids = Counter(one["parent_code"] for one, _ in layer("grids"))
    assert {grids[code] for code, kind in kinds.items() if kind == "village"} == {1}
    assert {grids[code] for code, kind in kinds.items() if kind == "community"} <= {2, 3, 4, 5}


@pytest.mark.parametrize("name", LEVELS)
def test_every_level_is_an_exact_coverage(name):
    require_exact_coverage([polygon for _, polygon in layer(name)], layer("district")[0][1])


@pytest.mark.parametrize(("parents", "children"), list(pairwise(LEVELS)))
def test_children_make_up_their_parent_to_a_square_metre(parents, children):
    parent_of = {one["code"]: one["parent_code"] for one, _ in layer(children)}
    for code, polygon in in_metres(parents).items():
        mine = [in_metres(children)[child] for child, parent in parent_of.items() if parent == code]
        assert mine, code
        assert gap(polygon, mine) < 1, code


@pytest.mark.parametrize(
    ("groups", "members"), [("village_groups", "villages"), ("enforcement_areas", "townships")]
)
def test_groups_are_their_members_put_together(groups, members):
    seen = Counter()
    for one, _ in layer(groups):
        seen.update(one["member_codes"])
        mine = [in_metres(members)[code] for code in one["member_codes"]]
        assert gap(in_metres(groups)[one["code"]], mine) < 1
    assert set(seen.values()) == {1}
    townships = {code[:9] for code in seen}
    assert sorted(seen) == sorted(code for code in in_metres(members) if code[:9] in townships)


def test_the_district_has_its_size_and_place():
    ((_, outline),) = layer("district")
    west, south, east, north = outline.bounds
    assert 470e6 < in_metres("district")["370611"].area < 495e6
    assert west > 121.01
    assert east < 121.37
    assert south > 37.23
    assert north < 37.60


def test_townships_lie_where_they_should():
    middle = {code: polygon.centroid for code, polygon in in_metres("townships").items()}
    size = {code: polygon.area for code, polygon in in_metres("townships").items()}
    south_west, south_east = "370611103", "370611104"
    assert max(size["370611001"], size["370611002"]) < 25e6
    assert min(middle, key=lambda code: middle[code].x) == "370611102"
    assert {code for code in middle if middle[code].y < middle["370611007"].y} == {south_west, south_east}
    assert middle[south_west].x < middle["370611007"].x < middle[south_east].x
    assert sorted(middle, key=lambda code: -middle[code].y)[:3] == ["370611002", "370611001", "370611006"]


def test_no_village_is_a_rectangle_and_no_two_are_alike():
    villages = in_metres("villages").values()
    assert max(one.area / one.minimum_rotated_rectangle.area for one in villages) < 0.9
    assert min(shapely.get_num_coordinates(one) for one in villages) > 20
    assert len({(round(one.area, -2), round(one.length, -1)) for one in villages}) == 242


def test_the_outline_of_the_district_winds():
    outline = in_metres("district")["370611"]
    assert outline.length**2 / (4 * np.pi * outline.area) > 3
    assert outline.area / outline.convex_hull.area < 0.9


def test_grids_are_numbered_west_to_east_then_north_to_south():
    by_village = {}
    for one, polygon in layer("grids"):
        place = (round(polygon.centroid.x, 4), -polygon.centroid.y)
        by_village.setdefault(one["parent_code"], []).append((one["code"], place))
    for village, grids in by_village.items():
        ordered = sorted(grids)
        assert [code for code, _ in ordered] == [f"{village}{n:03d}" for n in range(1, len(grids) + 1)]
        assert [place for _, place in ordered] == sorted(place for _, place in grids)


def test_a_grid_is_named_after_everything_above_it():
    names = {one["code"]: one["name"] for one, _ in layer("grids")}
    (silver_river,) = [row["code"] for row in table() if row["short_name"] == "银河社区"]
    assert names[f"{silver_river}001"] == "福山区 清洋街道 银河社区 第一网格"
    assert len(set(names.values())) == len(names)


def test_special_grids_lie_in_the_base_grids_they_name():
    grids = in_metres("grids")
    for one, polygon in layer("special_grids"):
        bases = one["base_grid_codes"]
        assert {code[:12] for code in bases} == {one["parent_code"]} == {one["code"][:12]}
        assert int(one["code"][12:]) >= 901
        assert (one["level"], one["kind"]) == ("grid", "special")
        special = metres(polygon)
        assert special.is_valid
        assert special.within(shapely.union_all([grids[code] for code in bases]))
        assert all(special.intersection(grids[code]).area > 1 for code in bases)


def test_figures_add_up_and_are_dated():
    counted = {one["code"]: one for name in LEVELS for one, _ in layer(name)}
    several = {code[:12] for code in counted if code.endswith("002") and len(code) == 15}
    for code, one in counted.items():
        children = [child for child in counted.values() if child["parent_code"] == code]
        assert not children or one["households"] == sum(child["households"] for child in children)
        assert not children or one["people"] == sum(child["people"] for child in children)
        assert 2.4 <= one["people"] / one["households"] <= 3.2
        assert one["as_of"] == "2026-06-30"
        if len(code) == 15:
            low, high = (300, 500) if code[:12] in several else (120, 400)
            assert low <= one["households"] <= high


def test_the_landmark_lies_well_inside_a_grid_of_qingyang():
    landmark = metres(shapely.Point(121.27, 37.50))
    (inside,) = [code for code, polygon in in_metres("grids").items() if polygon.contains(landmark)]
    assert inside.startswith("370611001")
    assert in_metres("grids")[inside].exterior.distance(landmark) > 60
    assert not any(polygon.intersects(landmark) for polygon in in_metres("special_grids").values())


def test_roads_hang_together_and_reach_every_seat():
    parts = []
    for one, line in layer("roads"):
        if one["class"] != "expressway":
            points = set(line.coords)
            joined = [part for part in parts if part & points]
            parts = [part for part in parts if not part & points] + [points.union(*joined)]
    assert len(parts) == 1
    ground = shapely.MultiPoint([metres(shapely.Point(point)) for point in parts[0]])
    seats = [metres(place) for one, place in layer("places") if one["class"] == "seat"]
    assert len(seats) == 7
    assert max(ground.distance(seat) for seat in seats) < 400
    assert Counter(one["class"] for one, _ in layer("roads"))["street"] in range(150, 301)


def test_roads_water_and_places_stay_in_the_district():
    outline = in_metres("district")["370611"].buffer(1)
    for name in ("roads", "water", "places"):
        outside = [one["name"] for one, geometry in layer(name) if not metres(geometry).within(outline)]
        assert outside == [], name


def test_villages_and_great_roads_stay_dry():
    lakes = shapely.union_all([metres(one) for _, one in layer("water") if one.geom_type == "Polygon"])
    dwellings = [(one, place) for one, place in layer("places") if one["class"] in ("village", "community")]
    assert len(dwellings) == 242
    wet = [one["name"] for one, place in dwellings if metres(place).within(lakes)]
    assert wet == []
    for one, line in layer("roads"):
        assert metres(line).intersection(lakes).length < 250, one["name"]


@pytest.mark.parametrize(
    "path", sorted(FOLDER.rglob("*.geojson")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_file_says_that_it_is_synthetic(path):
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["synthetic"] is True
    assert content["notice"].startswith("示意，不作为划界依据")
    assert content["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::4490"
    assert content["name"] == path.stem
    coordinates = np.concatenate([shapely.get_coordinates(shape(f["geometry"])) for f in content["features"]])
    assert np.array_equal(coordinates, np.round(coordinates, 7))


def test_all_files_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 4_000_000
