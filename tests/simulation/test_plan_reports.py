"""What phones will report: the same for the same seed, in all datums, within the district."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from random import Random

import shapely

from gridops.cli.simulation.planning import PlannedReport, Walk, plans
from gridops.geo.datums import convert
from tests.simulation.trial import DISTRICT, GROUND, VILLAGE, a_matter


def planned(seed: int, count: int = 400, **over: object) -> list[PlannedReport]:
    walk = Walk(**{"number": 1, "ground": GROUND, "village": VILLAGE, "every_s": 2.0, **over})  # type: ignore[arg-type]
    return list(islice(plans(Random(seed), walk), count))


def test_the_same_seed_makes_the_same_plans_and_another_does_not() -> None:
    assert planned(7) == planned(7)
    assert planned(7) != planned(8)


def test_every_datum_is_declared_and_leads_back_to_the_true_point() -> None:
    seen = Counter()
    for plan in planned(1, bad_share=0.0):
        said = plan.body["location"]
        seen[said["coord_sys"]] += 1
        lon, lat = convert(said["lon"], said["lat"], said["coord_sys"], "cgcs2000")
        assert plan.spot is not None
        assert plan.spot.metres_from(float(lon), float(lat)) < 0.05
        assert shapely.contains_xy(DISTRICT.shape, plan.spot.lon, plan.spot.lat)
    assert set(seen) == {"wgs84", "cgcs2000", "gcj02", "bd09"}
    assert min(seen.values()) > 60


def test_a_spoilt_report_names_the_refusal_it_has_to_get_and_declares_no_photo() -> None:
    spoilt = planned(2, bad_share=1.0)
    assert {plan.refusal for plan in spoilt} == {"invalid", "out-of-extent"}
    assert all(plan.photos == 0 for plan in spoilt)
    assert all(plan.refusal is None for plan in planned(2, bad_share=0.0))


def test_everything_that_can_befall_a_case_comes_up() -> None:
    made = planned(3, count=1500)
    assert {plan.way for plan in made} == {"plain", "twice at once", "twice later", "no signal"}
    assert {plan.fate.turn for plan in made} == {"", "reject", "decline", "return", "rework"}
    assert {plan.fate.trial for plan in made} == {"", "stale-version", "illegal-move", "twice"}
    assert any("resolved_on_site" in plan.body for plan in made)


def test_a_desk_never_settles_on_the_spot_and_never_plans_to_reject_a_hotline_case() -> None:
    made = planned(4, count=800, is_desk=True)
    assert not any("resolved_on_site" in plan.body for plan in made)
    hotline = [plan for plan in made if plan.body["origin"] == "hotline_12345"]
    assert hotline
    assert all(plan.fate.turn != "reject" and plan.body["external_number"] for plan in hotline)


def test_a_matter_with_fields_of_its_own_is_left_alone_and_one_that_asks_for_a_photo_gets_it() -> None:
    asking = a_matter("C0102", photo_asked=True)
    ground = replace(GROUND, matters=(asking, a_matter("C0505", fields=[{"name": "plate"}])))
    made = planned(6, ground=ground, bad_share=0.0)
    assert {plan.body["service_code"] for plan in made} == {"C0102"}
    assert all(plan.photos > 0 for plan in made)


def test_plain_everyday_matters_are_the_rule() -> None:
    counts = Counter(plan.body["service_code"] for plan in planned(5, count=1000, bad_share=0.0))
    assert counts["C0102"] > counts["C0505"] > 20 * counts["X01"]
