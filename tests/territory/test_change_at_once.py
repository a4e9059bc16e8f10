"""Two who change one boundary set at once: the second waits for the first, and then finds the set as it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import shapely
from sqlalchemy import text

from gridops.db.ids import new_id
from gridops.db.session import Database, Session
from gridops.demonstration.coming import load_coming
from gridops.errors import Problem
from gridops.territory.drafts.checking import put_draft_in_force
from gridops.territory.importing.preparing import LayerPlan, prepare
from gridops.territory.importing.writing import import_layer, write_prepared
from gridops.territory.models import BoundarySet
from gridops.territory.sets.drafting import begin_draft, discard_draft
from gridops.territory.sets.queries.finding import find_set
from gridops.territory.sets.taking_back import take_back
from tests.territory import files

NAME, DAY, NOBODY = "新版", date(2035, 5, 1), new_id()
ROADS = "SELECT count(*) FROM gridops.map_feature WHERE set_id = :set AND kind = 'road'"
WAITS = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
Write = Callable[[Session], Any]


@pytest.fixture
def roads(database: Database, tmp_path: Path) -> Path:
    """A file of two roads; there is a draft for them."""
    with database.transaction() as session:
        begin_draft(session, NAME, NOBODY)
    lines = [shapely.LineString([(121.2, 37.4 + n), (121.3, 37.4 + n)]) for n in (0.01, 0.02)]
    return files.geojson(tmp_path / "roads.geojson", lines, [{"name": "东路"}, {"name": "西路"}])


def drafted(session: Session) -> BoundarySet:
    """The draft, as this session finds it."""
    found = find_set(session, NAME)
    assert found is not None
    return found


def put(session: Session) -> None:
    put_draft_in_force(session, drafted(session), DAY, NOBODY)


def importing(path: Path, *, replaces: bool = True) -> Write:
    """An import of the roads."""
    return lambda s: import_layer(s, path, level="road", set_name=NAME, replace_layer=replaces)


def count_roads(database: Database) -> Any:
    """How many roads the set has."""
    with database.transaction() as session:
        return session.scalar(text(ROADS), {"set": drafted(session).id})


def second_of(database: Database, first: Write, then: Write) -> str:
    """What `then` is told that began while `first` was not yet committed: a problem in words, or nothing."""

    def run() -> str:
        try:
            with database.transaction() as session:
                then(session)
        except Problem as problem:
            return str(problem)
        return ""

    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            first(session)
            told = pool.submit(run)
            with database.transaction() as watch:
                while not told.done() and not watch.scalar(text(WAITS)):
                    time.sleep(0.01)
                    watch.rollback()
        return told.result(60)


def test_a_layer_examined_before_its_set_came_into_force_is_refused(database: Database, roads: Path) -> None:
    with database.transaction() as late:
        prepared = prepare(late, roads, LayerPlan("road", NAME, replace_layer=True))
        with database.transaction() as session:
            put(session)
        with pytest.raises(Problem, match="only a draft is changed"):
            write_prepared(late, prepared, waivers={}, source="x")
    assert count_roads(database) > 2


def test_a_layer_examined_for_a_draft_that_was_given_up_is_refused(database: Database, roads: Path) -> None:
    with database.transaction() as late:
        prepared = prepare(late, roads, LayerPlan("road", NAME, replace_layer=True))
        with database.transaction() as session:
            discard_draft(session, drafted(session), NOBODY)
        with pytest.raises(Problem, match="made anew"):
            write_prepared(late, prepared, waivers={}, source="x")
        assert find_set(late, NAME) is None


def test_an_import_waits_for_the_set_to_come_into_force_and_is_refused(
    database: Database, roads: Path
) -> None:
    assert "only a draft is changed" in second_of(database, put, importing(roads))
    assert count_roads(database) > 2


def test_a_set_comes_into_force_with_what_was_being_imported(database: Database, roads: Path) -> None:
    seen: list[Any] = []

    def put_and_look(session: Session) -> None:
        put(session)
        seen.append(session.scalar(text(ROADS), {"set": drafted(session).id}))

    assert second_of(database, importing(roads), put_and_look) == ""
    assert seen == [2]


def test_two_imports_of_a_layer_leave_it_once(database: Database, roads: Path) -> None:
    assert second_of(database, importing(roads), importing(roads)) == ""
    assert count_roads(database) == 2


def test_a_layer_that_is_not_to_be_replaced_is_not_doubled(database: Database, roads: Path) -> None:
    with database.transaction() as session:
        session.execute(
            text("DELETE FROM gridops.map_feature WHERE set_id = :set"), {"set": drafted(session).id}
        )
    first, then = importing(roads, replaces=False), importing(roads, replaces=False)
    assert "holds road already" in second_of(database, first, then)
    assert count_roads(database) == 2


def test_a_set_that_comes_into_force_cannot_be_given_up(database: Database, roads: Path) -> None:
    def give_up(session: Session) -> None:
        discard_draft(session, drafted(session), NOBODY)

    assert "not a draft" in second_of(database, put, give_up)
    assert count_roads(database) > 2


def test_a_draft_that_is_given_up_does_not_come_into_force(database: Database, roads: Path) -> None:
    def give_up(session: Session) -> None:
        discard_draft(session, drafted(session), NOBODY)

    assert "given up meanwhile" in second_of(database, give_up, put)
    with database.transaction() as session:
        assert find_set(session, NAME) is None


def test_a_coming_set_is_taken_back_once(database: Database) -> None:
    with database.transaction() as session:
        set_id = load_coming(session, DAY).id

    def taking(name: str) -> Write:
        return lambda session: take_back(session, _get(session, set_id), name)

    assert "no set that is coming" in second_of(database, taking("一"), taking("二"))
    with database.transaction() as session:
        assert find_set(session, "二") is None


def _get(session: Session, set_id: UUID) -> BoundarySet:
    return session.get_one(BoundarySet, set_id)
