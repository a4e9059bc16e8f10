"""The work of a set's first day broken off at any moment, late reports, two sets one after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from gridops import clock
from gridops.dispatch.boundaries import rescoping
from gridops.dispatch.boundaries.models import BoundaryChange
from gridops.incidents.models import Incident
from gridops.territory.models import BoundarySet
from gridops.territory.sets.putting_in_force import put_in_force
from gridops.worker.firing import fire_due
from tests.dispatch.new_boundaries import (
    MIDNIGHT,
    carry_out,
    cases,
    codes,
    entries,
    get,
    on_the_day,
    point_in,
)
from tests.territory.redrawn import Layers, draft, put


def state_of(service) -> list[Any]:
    """All that a change writes, without ids and times of its own."""
    with service.database.transaction() as session:
        return [
            session.execute(text(statement)).all()
            for statement in (
                "SELECT id, version, scope_code, recorded_scope_code, today_grid_code, unit_name, state"
                " FROM gridops.incident ORDER BY id",
                "SELECT name, area_code, is_active FROM gridops.unit ORDER BY 2, 1, 3",
                "SELECT account_id, role, area_code FROM gridops.post ORDER BY 1, 2, 3",
                "SELECT entity, entity_id, from_code, to_code, round(share::numeric, 6) FROM gridops.boundary_doubt"
                " WHERE entity <> 'unit' ORDER BY 1, 2",
                "SELECT action, entity_id, data->'scope' FROM gridops.log_entry WHERE action IN"
                " ('incident.rescoped', 'account.changed', 'boundary_set.came_into_force', 'boundary_set.rescoped')"
                " ORDER BY 1, 2",
                "SELECT incident_id, unit_name, status, is_current FROM gridops.dispatch ORDER BY 1, 3, 2",
            )
        ]


class Killed(BaseException):
    """As a SIGKILL: nothing catches it, the transaction is gone."""


def test_broken_off_at_every_moment_and_run_again_nothing_is_doubled_or_missed(service, plan, monkeypatch):
    cases(service, plan)
    monkeypatch.setattr(rescoping, "BATCH", 2)
    real = {
        name: getattr(rescoping, name) for name in ("move_units", "move_posts", "record_rescoped", "_note")
    }
    left = {"calls": 0}

    def breaking(name):
        def call(*args, **kw):
            result = real[name](*args, **kw)
            left["calls"] -= 1
            if left["calls"] == 0:
                raise Killed
            return result

        return call

    for name in real:
        monkeypatch.setattr(rescoping, name, breaking(name))
    kills = 0
    with on_the_day(90) as stopped:
        for attempt in range(200):
            left["calls"] = attempt % 4 + 1
            try:
                if not fire_due(service.database, limit=1):
                    break
            except Killed:
                kills += 1
            stopped.advance(timedelta(seconds=1))
    assert kills >= 8
    rescoped = entries(service, "incident.rescoped")
    assert len({e.entity_id for e in rescoped}) == len(rescoped) == 5
    assert len(entries(service, "account.changed")) == 2
    broken = state_of(service)
    # Carrying the change out once more from its first step finds nothing left to do.
    with service.database.transaction() as session:
        session.execute(
            text("UPDATE gridops.boundary_change SET phase = 'units', finished_at = NULL, cursor = NULL")
        )
    monkeypatch.undo()
    with on_the_day(100), service.database.transaction("gridops_system") as session:
        found = session.scalars(select(BoundarySet).where(BoundarySet.name == "next")).one()
        while not rescoping.carry_out(session, found):
            pass
    again = state_of(service)
    assert [part for n, part in enumerate(again) if n != 4] == [
        part for n, part in enumerate(broken) if n != 4
    ]
    assert len(entries(service, "incident.rescoped")) == len(rescoped)


def test_a_report_written_under_an_old_code_while_the_change_runs_is_not_missed(service, plan):
    with on_the_day(5) as stopped:
        while fire_due(service.database, limit=1) and stopped.at < MIDNIGHT + timedelta(seconds=50):
            stopped.advance(timedelta(seconds=2))
        with service.database.transaction() as session:
            assert session.scalars(select(BoundaryChange.phase)).one() == "stragglers"
    with clock.frozen(MIDNIGHT - timedelta(seconds=1)):
        late = service.report("worker.qingyang", location=point_in(plan.old_shape, 0.9))
    carry_out(service)
    with on_the_day(120):
        assert codes(get(service, late))[-1] == plan.smaller


def test_two_sets_are_carried_out_in_their_order(service, plan, tmp_path):
    case = service.report("worker.qingyang", location=point_in(plan.old_shape, 0.9))
    with service.database.transaction() as session, clock.frozen(MIDNIGHT + timedelta(days=1)):

        def rename(layers: Layers) -> None:
            old = layers["grid"].pop(plan.smaller)
            put(layers, "grid", f"{plan.village}099", old)

        draft(session, tmp_path, "third", rename)
        put_in_force(session, "third", date(2027, 2, 1))
    with clock.frozen(datetime(2027, 2, 2, tzinfo=UTC)) as stopped:
        while fire_due(service.database):
            stopped.advance(timedelta(seconds=1))
        assert codes(get(service, case))[-1] == f"{plan.village}099"
        first = entries(service, "incident.rescoped")
    assert [e.data["scope"] for e in first] == [
        [plan.grid, plan.smaller],
        [plan.smaller, f"{plan.village}099"],
    ]
    with service.database.transaction() as session:
        assert session.get_one(Incident, case["id"]).recorded_scope_code == plan.grid
