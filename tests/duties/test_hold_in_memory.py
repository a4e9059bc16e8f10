"""Reference data read from memory: the same answers as by row, anew from the commit of an edit on, in every process."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select, text

from gridops import clock
from gridops.db.session import Database, Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.models import Matter, Standard
from gridops.duties.origins import queries as origin_queries
from gridops.duties.powers import queries as power_queries
from gridops.duties.powers.finding import powers_at
from gridops.duties.powers.models import Power
from gridops.duties.responsibilities.finding import items_for
from gridops.duties.routing import queries as routing_queries
from gridops.duties.routing.places import sites_of
from gridops.incidents.moves.queries import manners_of
from gridops.people import queries as people_queries
from gridops.people.models import Agency, Unit
from gridops.territory import queries as territory_queries
from gridops.territory.models import AreaVersion
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point
from tests.service import Service

TODAY = date(2026, 11, 22)


def stamp_of(session: Session) -> int:
    return int(session.scalar(text("SELECT stamp FROM gridops.reference_stamp")) or 0)


@pytest.fixture
def both(database: Database) -> Iterator[tuple[Session, Session]]:
    """A session that reads by row, and one that reads from memory."""
    with database.transaction() as by_row, database.transaction() as in_memory:
        in_memory.stamp = stamp_of(in_memory)
        yield by_row, in_memory


def said(row: Any) -> Any:
    """A row of a table, a tuple or a plain value, so that two of them compare."""
    if isinstance(row, (list, tuple)) or hasattr(row, "_mapping"):
        return [said(one) for one in row]
    if isinstance(row, dict):
        return {key: said(row[key]) for key in sorted(row, key=str)}
    if hasattr(row, "__table__"):
        return {
            c.name: getattr(row, c.name)
            for c in row.__table__.columns
            if not c.name.startswith("geom") and c.name != "search"
        }
    if hasattr(row, "__dataclass_fields__"):
        return {name: said(getattr(row, name)) for name in row.__dataclass_fields__}
    return row


def in_any_order(rows: Any) -> list[str]:
    return sorted(map(repr, map(said, rows)))


def test_memory_answers_as_the_rows_do(both: tuple[Session, Session]) -> None:
    by_row, in_memory = both
    pick = random.Random(1)
    codes = sorted(by_row.scalars(select(Matter.service_code)))
    areas = sorted(set(by_row.scalars(select(AreaVersion.code))))
    groups = sorted(set(by_row.scalars(select(Standard.group_code))))
    agencies = sorted(by_row.scalars(select(Agency.code)))
    units = sorted(by_row.scalars(select(Unit.id)), key=str)
    standards = sorted(by_row.scalars(select(Standard.id)), key=str)
    assert by_row.scalar(select(Power.id).limit(1)) is not None
    for n in range(60):
        day = TODAY + timedelta(days=pick.choice((-400, -30, 0, 0, 9, 60, 400)))
        some, there = pick.sample(codes, 5), pick.sample(areas, 4)
        place: dict[str, Any] = {
            "service_code": some[0],
            "group_code": pick.choice(groups),
            "area_code": there[0],
            "on": day,
        }
        questions: list[Any] = [
            lambda s, some=some, day=day: matter_queries.find_in_force(s, [*some, "none"], day),
            lambda s, day=day: matter_queries.all_in_force(s, day),
            lambda s, n=n: matter_queries.get_matter_version(
                s, standards[n % len(standards)], on=clock.now()
            ),
            lambda s, day=day: origin_queries.policies_on(s, day),
            lambda s, day=day: routing_queries.rules_in_force(s, day),
            lambda s, day=day: routing_queries.rules_that_lift(s, day),
            lambda s, there=there, day=day: territory_queries.chains_of(s, [*there, "none"], on=day),
            lambda s, there=there: territory_queries.groups_of(s, there),
            lambda s, there=there: said(territory_queries.find_area(s, there[1])),
            lambda s, there=there: sites_of(s, [(there[0], None), (there[1], there[2])]),
            lambda s, place=place: powers_at(s, **place),
            lambda s, place=place: items_for(s, **place),
            lambda s, n=n: power_queries.find_acting(s, units[n % len(units)]),
            lambda s, day=day, there=there: calendar_queries.clock_terms(s, "Asia/Shanghai", day, there[0]),
            lambda s: manners_of(s, standards[:20]),
            lambda s, n=n: people_queries.units_by_id(s, units[n : n + 5]),
            matter_queries.agencies,
        ]
        for question in questions:
            assert repr(said(question(in_memory))) == repr(said(question(by_row)))
        asked = (pick.sample(agencies, min(5, len(agencies))), there, [units[n % len(units)]])
        rows, held = (people_queries.units_covering(s, *asked) for s in (by_row, in_memory))
        assert in_any_order(map(tuple, rows)) == in_any_order(map(tuple, held))


def test_a_single_point_lies_in_memory_where_it_lies_in_the_database(both: tuple[Session, Session]) -> None:
    by_row, in_memory = both
    pick = random.Random(2)
    for _ in range(150):
        point = Point(
            121.0 + pick.random() * 0.6,
            37.25 + pick.random() * 0.4,
            pick.choice((None, 5.0, 60.0, 900.0)),
            pick.choice(("gps", "network", "manual")),
        )
        held, found = locate_many(in_memory, [point])[0], locate_many(by_row, [point])[0]
        # Two libraries' metres differ behind the micrometre.
        assert replace(held, outside_m=0.0) == replace(found, outside_m=0.0)
        assert held.outside_m == pytest.approx(found.outside_m, abs=1e-3)


def rename(service: Service, name: str, session: Session | None = None) -> None:
    statement = text(
        "UPDATE gridops.standard SET service_name = :name"
        " WHERE matter_id = (SELECT id FROM gridops.matter WHERE service_code = 'C0102')"
    )
    if session is not None:
        session.execute(statement, {"name": name})
        return
    with service.database.transaction() as opened:
        opened.execute(statement, {"name": name})


def test_an_edit_counts_from_its_commit_on_whoever_makes_it(service: Service) -> None:
    was = service.report("worker.qingyang")["service_name"]
    other = Service(service.settings)
    assert other.report("worker.qingyang")["service_name"] == was
    rename(service, "改过的名字")
    assert service.report("worker.qingyang")["service_name"] == "改过的名字"
    assert other.report("worker.qingyang")["service_name"] == "改过的名字"
    other.close()


def test_an_edit_that_is_not_committed_counts_for_nobody_and_holds_no_report_up(service: Service) -> None:
    was = service.report("worker.qingyang")["service_name"]
    with service.database.transaction() as editing:
        rename(service, "还没有提交", editing)
        assert service.report("worker.qingyang")["service_name"] == was


def test_an_edit_taken_back_leaves_the_stamp_as_it_was(service: Service) -> None:
    with service.database.transaction() as session:
        before = stamp_of(session)
    with service.database.transaction() as editing:
        rename(service, "不算", editing)
        editing.undo_at_end()
    with service.database.transaction() as session:
        assert stamp_of(session) == before


def test_no_edit_is_committed_between_a_report_and_the_rules_it_read(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridops.intake import routes

    read, go_on = Event(), Event()
    accept = routes.accept_reports

    def slowly(*args: Any, **more: Any) -> Any:
        read.set()
        assert go_on.wait(20)
        return accept(*args, **more)

    was = service.report("worker.qingyang")["service_name"]
    monkeypatch.setattr(routes, "accept_reports", slowly)
    with ThreadPoolExecutor(2) as pool:
        reported = pool.submit(service.report, "worker.qingyang")
        assert read.wait(20)
        edited = pool.submit(rename, service, "晚了一步")
        # The edit waits with its commit until the report is written under the rules that it read.
        with pytest.raises(TimeoutError):
            edited.result(timeout=0.7)
        go_on.set()
        assert reported.result(20)["service_name"] == was
        edited.result(20)
        assert service.report("worker.qingyang")["service_name"] == "晚了一步"
