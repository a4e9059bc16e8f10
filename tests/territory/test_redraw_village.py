"""A village is redrawn by all its grids at once; a half of them, or somebody else's ground, changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
import shapely
from sqlalchemy import func, select

from gridops.errors import Problem
from gridops.log.models import LogEntry
from gridops.territory.areas.queries import find_area
from gridops.territory.drafts.redrawing import redraw_village
from gridops.territory.importing.writing import LayerRefused
from gridops.territory.models import AreaLineage, AreaVersion, BoundarySet
from tests.territory.redrawn import read_layers, write_layer

DAY = date(2035, 5, 1)
VILLAGE = "370611001008"


@pytest.fixture
def layers(session):
    return read_layers(session)


def halves(layers, **more):
    """The village cut in two along a line of the file's own."""
    shape = layers["village"][VILLAGE]["shape"]
    west, south, east, north = shape.bounds
    middle = round((west + east) / 2, 6)
    boxes = (shapely.box(west, south, middle, north), shapely.box(middle, south, east, north))
    parts = [shapely.set_precision(shapely.intersection(shape, box), 1e-7) for box in boxes]
    return [{"shape": part, **more} for part in parts]


def write(tmp_path, areas):
    return write_layer(tmp_path / "grids.geojson", dict(enumerate(areas)))


def sets(session):
    return session.scalar(select(func.count()).select_from(BoundarySet))


def test_an_unknown_village_is_not_found(session, layers, tmp_path):
    path = write(tmp_path, halves(layers))
    with pytest.raises(Problem, match="no village"):
        redraw_village(session, "370611001999", path, set_name="new", day=DAY)


def test_all_grids_are_replaced_at_once_with_fresh_serials_and_everything_else_stays(
    session, layers, tmp_path
):
    path = write(tmp_path, halves(layers))
    made = redraw_village(session, VILLAGE, path, set_name="new", day=DAY)
    assert (made.state, made.valid_from) == ("in_force", DAY)
    before = sorted(c for c, g in layers["grid"].items() if g["parent_code"] == VILLAGE)
    after = session.scalars(
        select(AreaVersion.code)
        .where(AreaVersion.set_id == made.id, AreaVersion.parent_code == VILLAGE, AreaVersion.kind == "base")
        .order_by(AreaVersion.code)
    ).all()
    first = int(before[-1][-3:]) + 1
    assert after == [f"{VILLAGE}{first:03d}", f"{VILLAGE}{first + 1:03d}"]
    west, east = (find_area(session, code, on=DAY) for code in after)
    assert west.label_lon < east.label_lon
    total = session.scalar(select(func.count()).select_from(AreaVersion).where(AreaVersion.set_id == made.id))
    assert total == sum(map(len, layers.values())) - len(before) + 2
    links = session.scalars(
        select(AreaLineage).where(AreaLineage.to_set_id == made.id, AreaLineage.from_code.in_(before))
    ).all()
    assert {link.to_code for link in links} == set(after)
    for code in before:
        shares = [link.share_of_old for link in links if link.from_code == code]
        assert sum(shares) == pytest.approx(1.0, abs=1e-6)
    entry = session.scalars(select(LogEntry).where(LogEntry.action == "boundary_set.redrawn")).one()
    assert (entry.data["village"], entry.data["from"], entry.data["to"]) == (VILLAGE, len(before), 2)


def test_a_file_that_changes_half_of_a_community_is_refused_with_the_gap_and_writes_nothing(
    session, layers, tmp_path
):
    path = write(tmp_path, halves(layers)[:1])
    known = sets(session)
    with pytest.raises(LayerRefused, match="gap") as refusal, session.begin_nested():
        redraw_village(session, VILLAGE, path, set_name="new", day=DAY)
    assert {d.kind for d in refusal.value.defects} == {"gap"}
    assert sets(session) == known


@pytest.mark.parametrize(
    "codes", [["370611001009901", "370611001009902"], [f"{VILLAGE}301", f"{VILLAGE}301"]]
)
def test_codes_of_another_village_or_used_twice_are_refused(session, layers, tmp_path, codes):
    areas = [{**area, "code": code} for area, code in zip(halves(layers), codes, strict=True)]
    with pytest.raises(LayerRefused) as refusal, session.begin_nested():
        redraw_village(session, VILLAGE, write(tmp_path, areas), set_name="new", day=DAY)
    assert codes[1] in {code for defect in refusal.value.defects for code in defect.codes}


def test_a_code_retired_by_the_first_redrawing_is_never_issued_again(session, layers, tmp_path):
    redraw_village(session, VILLAGE, write(tmp_path, halves(layers)), set_name="one", day=DAY)
    old = min(c for c, g in layers["grid"].items() if g["parent_code"] == VILLAGE)
    areas = [
        {**area, "code": code} for area, code in zip(halves(layers), (old, f"{VILLAGE}400"), strict=True)
    ]
    with pytest.raises(LayerRefused, match=old), session.begin_nested():
        redraw_village(session, VILLAGE, write(tmp_path, areas), set_name="two", day=date(2036, 1, 1))
    fresh = redraw_village(
        session, VILLAGE, write(tmp_path, halves(layers)), set_name="two", day=date(2036, 1, 1)
    )
    codes = session.scalars(
        select(AreaVersion.code).where(AreaVersion.set_id == fresh.id, AreaVersion.parent_code == VILLAGE)
    ).all()
    assert old not in codes


def test_a_name_that_is_taken_is_refused(session, layers, tmp_path):
    name = session.scalars(select(BoundarySet.name)).first()
    with pytest.raises(Problem, match="already"):
        redraw_village(session, VILLAGE, write(tmp_path, halves(layers)), set_name=name, day=DAY)
