"""A draft beside the set in force: each change by its kind, with m² and households; codes that may not be."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import uuid4

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from gridops.errors import Problem
from gridops.territory.models import AreaCode, AreaLineage, AreaVersion, BoundarySet
from gridops.territory.sets.comparing import compare
from gridops.territory.sets.lineage import Version, find_changes, find_links, moved_codes
from gridops.territory.sets.putting_in_force import COMES_INTO_FORCE, put_in_force
from gridops.territory.sets.queries.finding import get_set_in_force
from gridops.timers.models import Timer
from tests.territory.redrawn import draft, merge_villages, put

DAY = date(2035, 5, 1)


def area(code, *box, name=None, households=100):
    return Version(uuid4(), uuid4(), "grid", "base", code, name or code, households, shapely.box(*box))


def changes(olds, news):
    links = find_links(olds, news)
    return [
        (c.kind, c.old_codes, c.new_codes, round(c.area_m2), c.households)
        for c in find_changes(olds, news, links)
    ]


WEST, EAST = area("a", 0, 0, 10, 10), area("b", 10, 0, 20, 10)


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ([WEST, EAST], []),
        ([WEST, EAST, area("c", 20, 0, 30, 10)], [("added", (), ("c",), 100, 100)]),
        ([WEST], [("gone", ("b",), (), 100, 100)]),
        ([area("m", 0, 0, 20, 10)], [("merged", ("a", "b"), ("m",), 200, 200)]),
        ([area("a", 0, 0, 20, 10)], [("merged", ("a", "b"), ("a",), 200, 200)]),
        (
            [area("a", 0, 0, 6, 10), area("c", 6, 0, 10, 10), EAST],
            [("split", ("a",), ("a", "c"), 100, 100)],
        ),
        ([area("z", 0, 0, 10, 10), EAST], [("recoded", ("a",), ("z",), 100, 100)]),
        (
            [area("a", 0, 0, 8, 10), area("b", 8, 0, 20, 10)],
            [("edges_moved", ("a",), ("a",), 20, 20), ("edges_moved", ("b",), ("b",), 20, 20)],
        ),
        ([area("a", 0, 0, 10, 10, name="x"), EAST], [("renamed", ("a",), ("a",), 100, 100)]),
        (
            [area("c", 0, 0, 20, 5), area("d", 0, 5, 20, 10)],
            [("redrawn", ("a", "b"), ("c", "d"), 200, 200)],
        ),
    ],
)
def test_each_change_is_told_by_its_kind(news, said):
    assert changes([WEST, EAST], news) == said


def test_a_code_that_stands_for_another_place_is_named():
    news = [area("b", 0, 0, 10, 10), area("c", 10, 0, 20, 10)]
    assert moved_codes([WEST, EAST], news, find_links([WEST, EAST], news)) == ["b"]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.integers(1, 99), max_size=6, unique=True),
    st.lists(st.integers(1, 99), max_size=6, unique=True),
)
def test_shares_of_partitions_add_up_on_both_sides(cuts, others):
    def strips(at, word):
        edges = [0, *sorted(at), 100]
        return [area(f"{word}{n}", a, 0, b, 40) for n, (a, b) in enumerate(pairwise(edges))]

    olds, news = strips(cuts, "o"), strips(others, "n")
    links = find_links(olds, news)
    for side, share in (("old", "share_of_old"), ("new", "share_of_new")):
        for version in olds if side == "old" else news:
            mine = [getattr(link, share) for link in links if getattr(link, side) is version]
            assert sum(mine) == pytest.approx(1.0)
    assert sum(link.area_m2 for link in links) == pytest.approx(4000.0)


def test_an_unknown_draft_is_not_found(session):
    with pytest.raises(Problem, match="no boundary set"):
        compare(session, "nowhere")


def test_a_draft_equal_to_the_set_in_force_changes_nothing(session, tmp_path):
    draft(session, tmp_path, "same", lambda layers: None)
    found = compare(session, "same")
    assert (found.changes, found.forbidden, found.orphans) == ([], [], [])
    assert all(link.share_of_old == link.share_of_new == 1.0 for link in found.links)


def test_a_coming_set_is_never_compared_with_itself(session, tmp_path):
    before = get_set_in_force(session)
    draft(session, tmp_path, "next", lambda layers: None)
    put_in_force(session, "next", DAY)
    assert compare(session, "next", day=date(2035, 6, 1)).against is before


def test_a_merger_a_split_and_a_moved_edge_are_told_at_their_levels(session, tmp_path):
    told = {}

    def change(layers):
        gaotuan = sorted(c for c in layers["village"] if c.startswith("370611102"))
        one = gaotuan[0]
        mine = layers["village"][one]["shape"]
        other = next(
            c for c in gaotuan[1:] if shapely.intersection(mine, layers["village"][c]["shape"]).length > 0
        )
        told.update(one=one, other=other)
        merge_villages(layers, one, other)
        split = layers["grid"].pop("370611001008001")
        west, south, east, north = split["shape"].bounds
        middle = round((west + east) / 2, 6)
        for serial, box in ((101, (west, south, middle, north)), (102, (middle, south, east, north))):
            part = shapely.set_precision(shapely.intersection(split["shape"], shapely.box(*box)), 1e-7)
            put(layers, "grid", f"370611001008{serial}", split, shape=part)

    draft(session, tmp_path, "next", change)
    found = {(c.kind, c.level): c for c in compare(session, "next").changes}
    assert set(found) == {("merged", "village"), ("recoded", "grid"), ("split", "grid")}
    merged = found["merged", "village"]
    assert (set(merged.old_codes), merged.new_codes) == ({told["one"], told["other"]}, (told["one"],))
    assert found["split", "grid"].new_codes == ("370611001008101", "370611001008102")

    recoded = found["recoded", "grid"]
    before = session.scalar(select(AreaVersion.area_id).where(AreaVersion.code == recoded.old_codes[0]))
    put_in_force(session, "next", DAY)
    new_set = session.scalars(select(BoundarySet).where(BoundarySet.name == "next")).one()
    assert (
        session.scalar(select(AreaVersion.area_id).where(AreaVersion.code == recoded.new_codes[0])) == before
    )
    codes = {c.code: (c.valid_from, c.valid_to) for c in session.scalars(select(AreaCode))}
    assert codes[recoded.old_codes[0]][1] == codes[recoded.new_codes[0]][0] == DAY
    assert codes["370611001008001"][1] == DAY
    kept = session.scalars(select(AreaLineage).where(AreaLineage.to_set_id == new_set.id)).all()
    split = [link for link in kept if link.from_code == "370611001008001"]
    assert {link.to_code for link in split} == {"370611001008101", "370611001008102"}
    assert sum(link.share_of_old for link in split) == pytest.approx(1.0, abs=1e-6)
    timer = session.scalars(
        select(Timer).where(Timer.kind == COMES_INTO_FORCE, Timer.entity_id == new_set.id)
    ).one()
    assert timer.due_at.isoformat() == "2035-04-30T16:00:00+00:00"


def test_the_register_holds_a_code_for_one_area_for_good(session, tmp_path):
    draft(session, tmp_path, "next", lambda layers: None)
    session.execute(
        update(AreaCode).where(AreaCode.code == "370611001008001").values(valid_to=date(2030, 1, 1))
    )
    with pytest.raises(Problem, match="370611001008001"):
        put_in_force(session, "next", DAY)
