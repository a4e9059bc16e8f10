"""Counted cells: whatever is written by whatever path, folded or not, they are what the rows say."""

from __future__ import annotations

import random
import threading
from collections import Counter
from typing import Any

import pytest
from scattering import all_cases, scatter, standing
from sqlalchemy import text

from gridops.db.session import Database
from gridops.insight.cells.folding import fold_cells
from gridops.insight.cells.queries import COUNTED, differences, recount
from gridops.insight.rollups.verifying import find_differences
from tests.ending import finish
from tests.service import Service

_ALL = text(
    "SELECT x, y, scope_code, special_code, state, due_state, urgency, sum(n) AS n, sum(sum_x) AS sum_x,"
    f" sum(sum_y) AS sum_y, bit_xor(id_a) AS id_a, bit_xor(id_b) AS id_b FROM {COUNTED} c"
    " GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0"
)
_PLACES = text("SELECT gridops.mercator_x(:lon) AS x, gridops.mercator_y(:lat) AS y")
#: What may become of cases besides being reported: at random, by one statement for many.
_CHANGES = (
    "UPDATE gridops.incident SET state = 'handling', due_state = 'overdue', version = version + 1 WHERE {some}",
    "UPDATE gridops.incident SET state = 'closed', is_open = false, due_state = 'done' WHERE {some}",
    "UPDATE gridops.incident SET lon = lon + 0.01, lat = lat - 0.01 WHERE {some}",
    "UPDATE gridops.incident SET scope_code = left(scope_code, 9) WHERE {some}",
    "UPDATE gridops.incident SET special_grid_code = 'S1' WHERE {some}",
    "UPDATE gridops.incident SET is_restricted = true, description = NULL WHERE {some}",
    "UPDATE gridops.incident SET is_restricted = false WHERE {some}",
    "UPDATE gridops.incident SET merged_into = id WHERE {some}",
    "UPDATE gridops.incident SET merged_into = NULL WHERE {some}",
    "UPDATE gridops.incident SET answered_at = now() WHERE {some}",
    "DELETE FROM gridops.incident WHERE {some} AND urgency = 'major'",
)


def _fold(database: Database) -> int:
    with database.transaction("gridops_system") as session:
        return fold_cells(session)


def _counted(database: Database) -> dict[tuple[Any, ...], tuple[int, ...]]:
    with database.transaction("gridops_map") as session:
        return {tuple(row[:7]): tuple(map(int, row[7:])) for row in session.execute(_ALL)}


def _reckoned(service: Service) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The same by a look at every row."""
    found: dict[tuple[Any, ...], list[int]] = {}
    with service.database.transaction() as session:
        for case in map(standing, all_cases(service)):
            if case["merged_into"] is not None:
                continue
            at = session.execute(_PLACES, {"lon": case["lon"], "lat": case["lat"]}).one()
            key = (
                *(at.x >> 8, at.y >> 8, case["scope_code"], case["special_grid_code"] or ""),
                *(case["state"], case["due_state"], case["urgency"]),
            )
            sums = found.setdefault(key, [0, 0, 0, 0, 0])
            halves = (case["id"].int >> 64, case["id"].int & (2**64 - 1))
            a, b = (half - 2**64 if half >= 2**63 else half for half in halves)
            sums[0], sums[1], sums[2] = sums[0] + 1, sums[1] + at.x, sums[2] + at.y
            sums[3], sums[4] = sums[3] ^ a, sums[4] ^ b
    return {key: tuple(sums) for key, sums in found.items()}


def test_nobody_who_only_reports_may_write_cells(service: Service) -> None:
    for role in ("gridops_app", "gridops_map"):
        with (
            pytest.raises(Exception, match="permission denied"),
            service.database.transaction(role) as session,
        ):
            session.execute(text("DELETE FROM gridops.incident_cell"))


@pytest.mark.parametrize("seed", range(4))
def test_cells_are_what_the_rows_say_over_any_history(service: Service, seed: int) -> None:
    chance = random.Random(seed)
    scatter(service, 120, seed)
    for _ in range(14):
        what = chance.random()
        if what < 0.2:
            service.report("worker.qingyang")
        elif what < 0.5:
            _fold(service.database)
        else:
            some = f"abs(hashtext(id::text)) % 7 = {chance.randrange(7)}"
            with service.database.transaction() as session:
                session.execute(text(chance.choice(_CHANGES).format(some=some)))
        assert _counted(service.database) == _reckoned(service)
    while _fold(service.database):
        pass
    assert _counted(service.database) == _reckoned(service)
    with service.database.transaction("gridops_system") as session:
        assert differences(session) == []
    with service.database.transaction() as session:
        assert session.scalar(text("SELECT count(*) FROM gridops.incident_cell WHERE n = 0")) == 0
        recount(session)
    assert _counted(service.database) == _reckoned(service)


def test_a_case_is_counted_once_whoever_folds_while_it_is_read(service: Service) -> None:
    scatter(service, 400)
    whole = sum(n for n, *_ in _counted(service.database).values())
    done = threading.Event()

    def fold() -> None:
        while not done.is_set():
            if _fold(service.database) == 0:
                with service.database.transaction() as session:
                    # In one order, or the two that change all wait for each other.
                    session.execute(text("SELECT id FROM gridops.incident ORDER BY id FOR UPDATE"))
                    session.execute(text("UPDATE gridops.incident SET version = version + 1"))

    folders = [threading.Thread(target=fold) for _ in range(2)]
    for folder in folders:
        folder.start()
    seen = Counter(sum(n for n, *_ in _counted(service.database).values()) for _ in range(40))
    done.set()
    finish(*folders)
    assert seen == {whole: 40}


def test_a_fold_raises_the_mark_of_the_cells_it_changed_and_of_no_others(service: Service) -> None:
    scatter(service, 60)
    while _fold(service.database):
        pass

    def marks() -> dict[tuple[int, int], int]:
        with service.database.transaction() as session:
            return {
                (r.x, r.y): r.version
                for r in session.execute(text("SELECT * FROM gridops.incident_cell_mark"))
            }

    before = marks()
    case = service.report("worker.qingyang")
    _fold(service.database)
    after = marks()
    (changed,) = [at for at, version in after.items() if before.get(at) != version]
    with service.database.transaction() as session:
        at = session.execute(_PLACES, {"lon": case["location"]["lon"], "lat": case["location"]["lat"]}).one()
    assert changed == (at.x >> 8, at.y >> 8)
    assert after[changed] > max(before.values())


def test_what_is_wrong_in_a_cell_is_told_and_counted_anew(service: Service) -> None:
    scatter(service, 40)
    while _fold(service.database):
        pass
    with service.database.transaction() as session:
        session.execute(text("ALTER TABLE gridops.incident DISABLE TRIGGER USER"))
        session.execute(text("UPDATE gridops.incident SET state = 'verified' WHERE case_number = 'T000001'"))
        session.execute(text("ALTER TABLE gridops.incident ENABLE TRIGGER USER"))
    with service.database.transaction("gridops_system") as session:
        found = [d for d in find_differences(session) if d.key.startswith("cell")]
    (case,) = [c for c in all_cases(service) if c["case_number"] == "T000001"]
    assert bool(found) == (case["merged_into"] is None)
    with service.database.transaction() as session:
        recount(session)
    assert _counted(service.database) == _reckoned(service)
