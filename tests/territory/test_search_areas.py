"""Areas are found by a part of the name, by pinyin initials, by the beginning of a code in either system."""

from __future__ import annotations

from datetime import date

import pytest

from gridops.errors import Problem
from gridops.territory.areas.entering_codes import enter_codes
from gridops.territory.areas.queries import code_history
from gridops.territory.areas.searching import has_initials, initials_of, search_areas
from gridops.territory.models import AreaCode
from gridops.territory.sets.queries.finding import get_set_in_force

MENLOU = "370611007"


def codes(session, query, **narrow):
    return [row.code for row in search_areas(session, get_set_in_force(session), query, **narrow)]


@pytest.mark.parametrize(
    ("name", "query", "fits"),
    [("清洋街道", "qyjd", True), ("高疃镇", "gtz", True), ("重庆", "cq", True), ("重庆", "zq", True),
     ("夼村", "kc", True), ("清洋街道", "qj", False), ("A区", "aq", True)],
)  # fmt: skip
def test_initials_know_every_reading_of_a_character(name, query, fits):
    assert has_initials(initials_of(name), query) is fits


@pytest.mark.parametrize(
    ("query", "first"),
    [("清洋街道", "370611001"), ("清洋", "370611001"), ("qyjd", "370611001"), ("QYJD", "370611001"),
     ("370611102", "370611102"), ("gtz", "370611102"), ("门楼", MENLOU)],
)  # fmt: skip
def test_the_best_hit_comes_first(session, query, first):
    assert codes(session, query)[0] == first


def test_a_search_is_narrowed_by_level_kind_and_parent(session):
    assert {c[:9] for c in codes(session, "村", level="village", parent="370611102")} == {"370611102"}
    assert all(len(c) == 9 for c in codes(session, "街道", kind="street"))


def test_nothing_fits_what_is_nowhere(session):
    assert codes(session, "没有这个地方") == []
    assert codes(session, "   ") == []


def test_an_area_is_found_by_the_districts_own_code_too_and_history_is_kept(session):
    assert MENLOU not in codes(session, "370611003")
    assert enter_codes(session, [(MENLOU, "370611003")], system="district", day=date(2024, 1, 1)) == 1
    assert enter_codes(session, [(MENLOU, "370611003")], system="district", day=date(2025, 1, 1)) == 0
    assert codes(session, "370611003")[0] == MENLOU
    assert enter_codes(session, [(MENLOU, "370611093")], system="district", day=date(2026, 1, 1)) == 1
    history = code_history(session, get_set_in_force(session).id, MENLOU)
    assert [(h.system, h.code, h.valid_from, h.valid_to) for h in history] == [
        ("statistics", MENLOU, date(2024, 1, 1), None),
        ("district", "370611003", date(2024, 1, 1), date(2026, 1, 1)),
        ("district", "370611093", date(2026, 1, 1), None),
    ]
    assert MENLOU not in codes(session, "370611003")


@pytest.mark.parametrize("taken", ["370611003", "370611093"])
def test_a_code_of_another_area_is_refused_also_when_it_was_retired(session, taken):
    enter_codes(session, [(MENLOU, "370611003")], system="district", day=date(2024, 1, 1))
    enter_codes(session, [(MENLOU, "370611093")], system="district", day=date(2026, 1, 1))
    with pytest.raises(Problem, match="another area"):
        enter_codes(session, [("370611001", taken)], system="district", day=date(2026, 5, 1))
    assert session.get(AreaCode, ("district", taken)).area_id


@pytest.mark.parametrize("row", [("370611999", "1"), (MENLOU, "")])
def test_rows_that_name_no_area_or_no_code_are_refused(session, row):
    with pytest.raises(Problem):
        enter_codes(session, [row], system="district", day=date(2024, 1, 1))


def test_the_endpoint_searches_and_shows_an_areas_codes(service):
    client = service.client("worker.qingyang")
    assert client.get("/api/v1/areas?q=qyjd").json["items"][0]["code"] == "370611001"
    assert client.get("/api/v1/areas?q=gtz&level=village").json["items"] == []
    assert client.get("/api/v1/areas?q=").status_code == 200
    items = client.get("/api/v1/areas/370611001/codes").json["items"]
    assert [(i["system"], i["code"], i["valid_from"]) for i in items] == [
        ("statistics", "370611001", "2024-01-01")
    ]
    assert client.get("/api/v1/areas/nowhere/codes").status_code == 404
    assert service.anonymous().get("/api/v1/areas?q=x").status_code == 401
