"""The evening before a change of boundaries, and the morning after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridops import clock
from gridops.territory.sets.putting_in_force import put_in_force
from tests.conftest import settings_for
from tests.dispatch.new_boundaries import (
    DAY,
    EVE,
    Plan,
    Prepared,
    World,
    carry_out,
    cases,
    get,
    on_the_day,
    opened_copy,
    point_in,
    recorded,
)
from tests.service import Service
from tests.territory.redrawn import draft, read_layers


@pytest.fixture(scope="module")
def prepared(databases, tmp_path_factory) -> Iterator[Prepared]:
    folder = tmp_path_factory.mktemp("sets")
    with clock.frozen(EVE), databases.copy() as url:
        opened = Service(settings_for(url, folder))
        grid, leaving = (
            opened.client(name).actor["areas"][0] for name in ("worker.qingyang", "worker.gaotuan")
        )
        with opened.database.transaction() as session:
            made = Plan(read_layers(session), grid, leaving)
            draft(session, folder, "next", made.apply)
            put_in_force(session, "next", DAY)
        opened.close()
        yield Prepared(url.rsplit("/", 1)[1], made)


@pytest.fixture
def plan(prepared) -> Plan:
    return prepared.plan


@pytest.fixture
def service(databases, prepared, tmp_path) -> Iterator[Service]:
    """The evening before, on a copy of its own."""
    with opened_copy(databases, prepared, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def world(databases, prepared, tmp_path_factory) -> Iterator[World]:
    """Read by many tests, changed by none."""
    with opened_copy(databases, prepared, tmp_path_factory.mktemp("world")) as opened:
        made = cases(opened, prepared.plan)
        there = point_in(prepared.plan.old_shape, 0.88)
        other = opened.report("dispatcher.qingyang", origin="desk", location=there)
        assert get(opened, other, "worker.qingyang")["grid"]["code"] == prepared.plan.grid
        found = World(opened, made, other, recorded(opened))
        carry_out(opened)
        with on_the_day(120):
            yield found
