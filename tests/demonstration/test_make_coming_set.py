"""The coming set of the synthetic Fushan: whole with what stays of the first, and each change as the tables say.

No database passes through here.
"""

import csv
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from gridops.demonstration import territory
from gridops.demonstration.coming import first_day, whole_layer
from tests.demonstration.drawn import (
    FACTS,
    FOLDER,
    KINDS,
    LEVELS,
    gap,
    metres,
    of_content,
    read,
    require_exact_coverage,
)

COMING = FOLDER / "coming"
TOWN = "370611105"


@cache
def layer(name):
    """[(properties, geometry in degrees)] of one layer of the coming set, whole."""
    return of_content(whole_layer(f"{name}.geojson"))


@cache
def in_metres(name):
    return {one["code"]: metres(geometry) for one, geometry in layer(name)}


@cache
def first(name):
    """{code: (properties, geometry in degrees)} of the first set."""
    return {one["code"]: (one, geometry) for one, geometry in read(FOLDER / f"{name}.geojson")}


def rows(name):
    with (COMING / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_town_has_the_names_and_codes_of_the_national_list():
    if not FACTS.exists():
        pytest.skip("the folder shared/facts with the national list is not beside this checkout")
    with FACTS.open(encoding="utf-8-sig", newline="") as lines:
        listed = [row for row in csv.DictReader(lines) if row["code12"].startswith(TOWN)]
    expected = {(r["code12"], r["name"], KINDS[r["kind"]], TOWN) for r in listed if r["level"] == "village"}
    expected |= {(TOWN, r["name"], r["kind"], "370611") for r in listed if r["level"] == "township"}
    assert {(r["code"], r["name"], r["kind"], r["parent_code"]) for r in rows("areas")} == expected
    assert len(expected) == 75


def test_it_is_the_first_set_with_a_town_more_and_three_villages_less():
    assert [len(layer(name)) for name in LEVELS] == [1, 8, 242 + 74 - 3, len(first("grids")) + 74 - 1]
    assert len(layer("special_grids")) == len(first("special_grids"))
    joined = [one for one, _ in layer("villages") if one["parent_code"] == TOWN]
    assert sorted(one["code"] for one in joined) == [r["code"] for r in rows("areas") if r["code"] != TOWN]
    for name in LEVELS:
        codes = [one["code"] for one, _ in layer(name)]
        assert len(set(codes)) == len(codes), name


@pytest.mark.parametrize("name", LEVELS)
def test_every_level_is_an_exact_coverage_again(name):
    require_exact_coverage([polygon for _, polygon in layer(name)], layer("district")[0][1])


@pytest.mark.parametrize(("parents", "children"), list(pairwise(LEVELS)))
def test_children_make_up_their_parent_to_a_square_metre(parents, children):
    parent_of = {one["code"]: one["parent_code"] for one, _ in layer(children)}
    assert set(parent_of.values()) == {one["code"] for one, _ in layer(parents)}
    for code, polygon in in_metres(parents).items():
        mine = [in_metres(children)[child] for child, parent in parent_of.items() if parent == code]
        assert gap(polygon, mine) < 1, code


def test_what_neither_joins_nor_changes_stays_to_the_last_digit():
    changed = {code for row in rows("changes") for code in (row["code"], *row["old_codes"].split("|"))}
    for name in ("townships", "villages", "grids", "special_grids"):
        now = {one["code"]: (one, geometry) for one, geometry in layer(name)}
        for code, before in first(name).items():
            if code[:12] not in changed:
                assert now[code] == before, code


def test_merged_villages_are_their_old_ones_put_together_and_a_recoded_one_is_itself():
    kinds = Counter()
    for row in rows("changes"):
        olds = row["old_codes"].split("|")
        kinds[len(olds), row["grids"]] += 1
        assert {code[:9] for code in olds} == {row["parent_code"]}
        before = [first("villages")[code] for code in olds]
        assert gap(in_metres("villages")[row["code"]], [metres(shape) for _, shape in before]) < 1
        now = next(one for one, _ in layer("villages") if one["code"] == row["code"])
        assert now["households"] == sum(one["households"] for one, _ in before)
        assert now["people"] == sum(one["people"] for one, _ in before)
        grids = [one for one, _ in layer("grids") if one["parent_code"] == row["code"]]
        assert len(grids) == (1 if row["grids"] == "joined" else len(olds))
    assert kinds == {(1, "kept"): 1, (3, "kept"): 1, (2, "joined"): 1}


def test_a_new_code_is_none_that_the_first_set_had():
    for name in LEVELS[1:]:
        fresh = {one["code"] for one, _ in layer(name)} - set(first(name))
        gone = {row["code"] for row in rows("gone") if row["layer"] == name}
        assert gone == set(first(name)) - {one["code"] for one, _ in layer(name)}
        assert not fresh & gone


def test_figures_add_up_at_every_level():
    for parents, children in pairwise(LEVELS):
        for word in ("households", "people"):
            sums = Counter()
            for one, _ in layer(children):
                sums[one["parent_code"]] += one[word]
            assert {one["code"]: one[word] for one, _ in layer(parents)} == sums, (parents, word)


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
    assert sum(code.startswith(TOWN) for code in seen) == (74 if members == "villages" else 1)


def test_special_grids_lie_in_the_base_grids_they_name():
    grids = in_metres("grids")
    for one, polygon in layer("special_grids"):
        assert {code[:12] for code in one["base_grid_codes"]} == {one["parent_code"]} == {one["code"][:12]}
        assert all(metres(polygon).intersection(grids[code]).area > 1 for code in one["base_grid_codes"])


def test_the_towns_roads_reach_every_village_and_the_districts_own_roads():
    parts = []
    for one, line in layer("roads"):
        if one["class"] != "expressway":
            points = set(line.coords)
            joined = [part for part in parts if part & points]
            parts = [part for part in parts if not part & points] + [points.union(*joined)]
    assert len(parts) == 1
    names = {one["name"] for one, _ in read(COMING / "places.geojson")}
    assert len(read(COMING / "places.geojson")) == 75
    assert "臧家庄镇" in names


def test_the_town_lies_beside_the_district_and_reports_of_the_first_day_are_near_enough():
    outline = metres(read(FOLDER / "district.geojson")[0][1])
    town = in_metres("townships")[TOWN]
    assert 100e6 < town.area < 200e6
    assert town.intersection(outline).area < 1
    assert town.intersection(outline).length > 5_000
    # Up to 20 km from the district a report is accepted before the town joins, and finds its grid when it does.
    assert max(metres(place).distance(outline) for _, place in read(COMING / "places.geojson")) < 20_000


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 23), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 2, 1)),
        (date(2027, 1, 1), date(2027, 3, 1)),
    ],
)
def test_its_first_day_is_the_first_of_the_month_after_next(today, day):
    assert first_day(today) == day


def test_the_files_are_small():
    assert sum(path.stat().st_size for path in COMING.iterdir()) < 1_500_000


def test_under_another_seed_too_it_is_whole(tmp_path):
    # Under this seed not all that merge lie side by side: those stay as they were.
    territory.make(tmp_path, seed=territory.SEED + 3)
    polygons = [shape for _, shape in of_content(whole_layer("villages.geojson", tmp_path))]
    outline = of_content(whole_layer("district.geojson", tmp_path))[0][1]
    require_exact_coverage(polygons, outline)
    assert len(polygons) == 242 + 74 - 1
