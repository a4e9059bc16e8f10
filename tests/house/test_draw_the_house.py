"""The drawing in docs/ is the one that the code gives, and a new import changes it."""

from __future__ import annotations

from tests.house.drawing import DRAWING, arrows_between, draw, drawn, near, rooms_of_the_street


def test_the_drawing_of_the_house_is_not_stale() -> None:
    assert DRAWING.read_text(encoding="utf-8") == drawn(), "type: make drawing"


def test_every_room_is_drawn_and_every_arrow_runs_down_the_street() -> None:
    rooms = rooms_of_the_street()
    line = {room: n for n, layer in enumerate(rooms) for room in layer}
    arrows = arrows_between(rooms)
    assert ("intake", "dispatch") in arrows
    assert all(line[one] < line[other] for one, other in arrows)
    assert all(f">{room}</text>" in draw(rooms, arrows) for room in line)


def test_an_import_more_is_an_arrow_more() -> None:
    rooms = [["web"], ["people"], ["db"]]
    before, after = {("web", "people")}, {("web", "people"), ("people", "db")}
    assert draw(rooms, before).count("<path") == 1
    assert draw(rooms, after).count("<path") == 2


def test_an_arrow_that_leads_where_others_lead_too_is_drawn_pale() -> None:
    arrows = {("web", "people"), ("people", "db"), ("web", "db")}
    assert near(arrows) == {("web", "people"), ("people", "db")}
    assert draw([["web"], ["people"], ["db"]], arrows).count('class="far"') == 1
