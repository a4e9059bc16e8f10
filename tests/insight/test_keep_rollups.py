"""Roll-ups are what a look at all cases gives, whatever happened to the cases and whenever it was folded."""

from __future__ import annotations

import random
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from histories import change_something, live_through
from scattering import BEGIN, DAYS, EVERYTHING, actor_of, scatter
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gridops.db.session import Database
from gridops.insight import counting
from gridops.insight.area_querying import answer_area_query
from gridops.insight.rollups.filling import fill
from gridops.insight.rollups.folding import fold_pending
from gridops.insight.rollups.verifying import find_differences
from gridops.insight.wire import AreaQueryIn
from gridops.people.rules import Actor
from gridops.worker.rolling_up import fold, verify
from tests.ending import finish
from tests.service import Service

TOWN, OTHER_TOWN = "370611001", "370611102"
WORDS = ("village", "township", "grid", "service_group", "service_code", "state", "unit", "day", "week", "month",
         "level", "origin")  # fmt: skip
SHAPES = (
    [[121.1, 37.35], [121.3, 37.33], [121.32, 37.5], [121.2, 37.45], [121.15, 37.52], [121.1, 37.35]],
    [[120.9, 37.1], [121.9, 37.1], [121.9, 37.9], [120.9, 37.9], [120.9, 37.1]],
    [[121.26, 37.49], [121.28, 37.49], [121.27, 37.5], [121.26, 37.49]],
)


def fold_all(database: Database) -> None:
    """Fold until nothing is pending."""
    while fold(database):
        pass


def pending(database: Database) -> int:
    with database.transaction("gridops_system") as session:
        return session.scalar(text("SELECT count(*) FROM gridops.rollup_pending")) or 0


def differences(database: Database) -> list[str]:
    with database.transaction("gridops_system", read_only=True) as session:
        return [str(difference) for difference in find_differences(session)]


def a_question(chance: random.Random) -> dict[str, Any]:
    """A place, a period (whole days or not), some words and perhaps something that narrows it down."""
    places: list[dict[str, Any]] = [
        {"area": "370611"},
        {"area": TOWN},
        {"areas": [TOWN, f"{TOWN}001"]},
        {"areas": [f"{TOWN}001", OTHER_TOWN]},
        *({"polygon": {"type": "Polygon", "coordinates": [shape]}} for shape in SHAPES),
    ]
    since = BEGIN + timedelta(
        seconds=chance.randrange(-5, DAYS) * 86_400 + chance.choice([0, 57_600, 12_345])
    )
    period = chance.choice(
        [
            EVERYTHING,
            {"from": since.isoformat(), "to": (since + timedelta(days=chance.randrange(1, 40))).isoformat()},
            {"from": f"{since:%Y-%m-%d}", "to": f"{since + timedelta(days=30):%Y-%m-%d}"},
            {"from": "2026-09-01", "to": "2026-10-01"},
        ]
    )
    narrowed = chance.choice(
        [{}, {}, {"states": ["closed", "filed"]}, {"levels": ["grid"]}, {"service_codes": ["C0102", "C0101"]}]
    )
    words = chance.sample(WORDS, chance.choice([0, 1, 1, 2, 3]))
    return {**chance.choice(places), **period, **narrowed, "group_by": words}


def ask(database: Database, actor: Actor, question: dict[str, Any]) -> Any:
    with database.transaction() as session:
        return answer_area_query(session, actor, AreaQueryIn.model_validate(question))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_history_leaves_the_counts_of_a_look_at_all_cases(
    service: Service, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, chance = service.database, random.Random(seed)
    scatter(service, 300, seed)
    actors = [
        actor_of(database, name) for name in ("supervisor.fushan", "supervisor.qingyang", "handler.qingyang")
    ]
    plans: list[Any] = []
    plan_of = counting.plan_of

    def planned(*args: Any) -> Any:
        plans.append(plan_of(*args))
        return plans[-1]

    for _ in range(4):
        live_through(chance, 12, database.transaction, lambda: fold(database))
        assert differences(database) == []
        for _ in range(25):
            question = a_question(chance)
            actor = actors[0] if "polygon" not in question else chance.choice(actors)
            monkeypatch.setattr(counting, "plan_of", planned)
            by_rollup = ask(database, actor, question)
            monkeypatch.setattr(counting, "plan_of", lambda *_: None)
            by_cases = ask(database, actor, question)
            assert by_rollup.model_dump() == by_cases.model_dump(), (seed, question)
    assert len([plan for plan in plans if plan is not None]) > 30
    fold_all(database)
    assert pending(database) == 0
    assert differences(database) == []


def test_counting_anew_gives_what_folding_gave(service: Service) -> None:
    database = service.database
    scatter(service, 200)
    live_through(random.Random(7), 15, database.transaction, lambda: fold(database))
    fold_all(database)
    everything = text(
        "SELECT * FROM gridops.rollup_month WHERE days <> array_fill(0, ARRAY[31]) ORDER BY 1, 2, 3, 4"
    )
    with database.transaction() as session:
        folded = {tuple(map(str, row)) for row in session.execute(everything)}
    with database.transaction() as session:
        assert fill(session) > 100
    with database.transaction() as session:
        assert {tuple(map(str, row)) for row in session.execute(everything)} == folded
    assert differences(database) == []


def test_cases_written_while_all_is_counted_anew_are_counted_once(service: Service) -> None:
    database = service.database
    scatter(service, 100)
    with database.transaction() as writing:
        change_something(writing, random.Random(3))
        with database.transaction() as session:
            fill(session)
    assert pending(database) > 0
    assert differences(database) == []


def test_questions_asked_while_folding_neither_miss_nor_double(service: Service) -> None:
    database = service.database
    total = len([c for c in scatter(service, 400) if c["merged_into"] is None])
    actor = actor_of(database, "supervisor.fushan")
    stop = threading.Event()
    failures: list[BaseException] = []

    def keep_folding() -> None:
        try:
            while not stop.is_set():
                with database.transaction("gridops_system") as session:
                    if fold_pending(session, most=7) is not None:
                        continue
                fold(database)
        except OperationalError:
            # Two of them are at it: one goes on.
            return
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=keep_folding) for _ in range(2)]
    for thread in threads:
        thread.start()
    chance = random.Random(1)
    try:
        for n in range(60):
            if n % 3 == 0:
                with database.transaction() as session:
                    # States change all the time, the number of cases does not.
                    session.execute(
                        text("UPDATE gridops.incident SET state = :s WHERE id::text < :x"),
                        {"s": chance.choice(["filed", "handling"]), "x": chance.choice("2468ac")},
                    )
            for place in ({"area": "370611"}, {"polygon": {"type": "Polygon", "coordinates": [SHAPES[1]]}}):
                answer = ask(database, actor, {**place, **EVERYTHING, "group_by": ["state"]})
                assert answer.total == total
    finally:
        stop.set()
        finish(*threads)
    assert failures == []
    fold_all(database)
    assert differences(database) == []


def test_only_one_folds_at_a_time(service: Service) -> None:
    database = service.database
    fold(database)
    scatter(service, 20)
    with database.transaction("gridops_system") as session:
        assert fold_pending(session) is not None
        assert fold(database) == 0
    assert pending(database) == 0


def test_a_point_that_moved_within_its_grid_is_found_where_it_is(service: Service) -> None:
    case = service.report("worker.qingyang")
    database = service.database
    fold_all(database)
    with database.transaction() as session:
        session.execute(
            text("UPDATE gridops.incident SET lon = lon + 0.4, geom = ST_Translate(geom, 0.4, 0)")
        )
    lon, lat = case["location"]["lon"], case["location"]["lat"]
    here = [[lon + x, lat + y] for x, y in ((-0.1, -0.1), (0.1, -0.1), (0.1, 0.1), (-0.1, 0.1), (-0.1, -0.1))]
    there = [[x + 0.4, y] for x, y in here]
    actor = actor_of(database, "supervisor.fushan")
    for _ in range(2):
        for shape, n in ((here, 0), (there, 1)):
            question = {"polygon": {"type": "Polygon", "coordinates": [shape]}, **EVERYTHING}
            assert ask(database, actor, question).total == n
        fold_all(database)


def test_a_day_is_the_deployments(service: Service) -> None:
    service.report("worker.qingyang")
    database, actor = service.database, actor_of(service.database, "supervisor.fushan")
    with database.transaction() as session:
        # Half past midnight in Asia/Shanghai is the day before in UTC.
        session.execute(
            text("UPDATE gridops.incident SET reported_at = :at"),
            {"at": datetime(2026, 3, 31, 16, 30, tzinfo=UTC)},
        )
    for _ in range(2):
        answer = ask(
            database, actor, {"area": TOWN, "from": "2026-04-01", "to": "2026-04-02", "group_by": ["day"]}
        )
        assert [(c.key["day"], c.n) for c in answer.counts or ()] == [("2026-04-01", 1)]
        assert ask(database, actor, {"area": TOWN, "from": "2026-03-31", "to": "2026-04-01"}).total == 0
        fold_all(database)


def test_verifying_names_each_number_that_differs(service: Service) -> None:
    service.report("worker.qingyang")
    database = service.database
    fold_all(database)
    assert verify(database) == []
    with database.transaction() as session:
        session.execute(
            text("UPDATE gridops.rollup_month SET n = n + 1 WHERE cut = 'class' AND area_level = 'township'")
        )
        session.execute(text("UPDATE gridops.rollup_place SET east = west - 1"))
    named = [str(difference) for difference in verify(database)]
    assert len(named) == 2
    assert named[0].startswith(f"township {TOWN}, ")
    assert named[0].endswith("service_code C0102, state reported: 1 by the cases, 2 in the roll-up")
    assert "within what is known of its reach" in named[1]


def test_where_areas_stand_elsewhere_all_is_counted_anew(service: Service) -> None:
    service.report("worker.qingyang")
    database = service.database
    fold_all(database)
    with database.transaction() as session:
        session.execute(text("UPDATE gridops.rollup_place SET township_code = '370611999'"))
        session.execute(
            text("UPDATE gridops.rollup_month SET area_code = '370611999' WHERE area_level = 'township'")
        )
        session.execute(text("UPDATE gridops.rollup_state SET sets_mark = 'another'"))
    assert differences(database) != []
    fold(database)
    assert differences(database) == []
