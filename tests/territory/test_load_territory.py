"""The demonstration's territory as it stands in the database, against the files it was loaded from."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import text

from gridops.demonstration.load_territory import FOLDER, LAYERS, load_territory
from gridops.errors import Problem
from gridops.territory.sets.queries.finding import counts_of, get_deployment, get_set_in_force


def features(name):
    """How many features a file holds."""
    return len(json.loads((FOLDER / name).read_text())["features"])


def test_every_level_holds_what_its_file_holds(session):
    counts = counts_of(session, get_set_in_force(session).id)
    files = {level: features(name) for name, level in LAYERS if level in counts}
    assert counts == files
    assert counts["township"] == 7
    assert counts["village"] == 242
    assert 350 <= counts["grid"] <= 450
    assert counts["special_grid"] >= 20


def test_groups_and_map_features_are_all_there(session):
    rows = session.execute(
        text(
            "SELECT kind, count(*) FROM gridops.area_group GROUP BY 1"
            " UNION ALL SELECT kind, count(*) FROM gridops.map_feature GROUP BY 1"
        )
    )
    found = {row[0]: row[1] for row in rows}
    assert found == {level: features(name) for name, level in LAYERS if level in found}
    assert set(found) == {"village_group", "enforcement_area", "road", "water", "place"}


def test_the_deployment_says_that_it_is_a_demonstration(session):
    deployment = get_deployment(session)
    assert (deployment.district_code, deployment.measure_srid) == ("370611", 4528)
    assert deployment.is_demo
    assert "示意" in deployment.name


def test_the_set_carries_the_notice_of_its_files(session):
    found = get_set_in_force(session, date(2024, 6, 1))
    assert "不作为划界依据" in found.notice
    assert found.valid_from == date(2024, 1, 1)


def test_nothing_was_let_in_by_a_waiver(session):
    assert session.scalar(text("SELECT count(*) FROM gridops.waiver")) == 0


def test_base_grids_cover_the_district_once(session):
    row = session.execute(
        text(
            "SELECT sum(area_m2) FILTER (WHERE kind = 'base') AS grids,"
            " sum(area_m2) FILTER (WHERE level = 'village') AS villages,"
            " sum(area_m2) FILTER (WHERE level = 'district') AS district FROM gridops.area_version"
        )
    ).one()
    assert row.grids == pytest.approx(row.district, abs=1)
    assert row.villages == pytest.approx(row.district, abs=1)


def test_a_second_load_is_refused(session):
    with pytest.raises(Problem, match="only a draft is changed"):
        load_territory(session)
