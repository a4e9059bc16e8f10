"""Statements that run past the policies: each carries the scope, and its index works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from scattering import EVERYTHING, actor_of, scatter
from sqlalchemy import event, text
from sqlalchemy.dialects import postgresql

from gridops.insight.queries import MAP_COLUMNS
from gridops.people.scope import areas_clause, scope_clause
from gridops.worker.rolling_up import fold
from tests.service import Client, Service

SHAPE = {
    "type": "Polygon",
    "coordinates": [[[121.26, 37.49], [121.28, 37.49], [121.27, 37.5], [121.26, 37.49]]],
}
#: It holds villages and cuts many grids.
WIDE = {"type": "Polygon", "coordinates": [[[121.1, 37.3], [121.4, 37.3], [121.3, 37.6], [121.1, 37.3]]]}
ASKED: dict[str, tuple[str, str, Any]] = {
    "list": ("GET", "/api/v1/incidents", None),
    "box": ("GET", "/api/v1/incidents?bbox=121.265,37.495,121.267,37.497", None),
    "near": ("GET", "/api/v1/incidents?near=121.27,37.5&radius_m=100", None),
    "mine": ("GET", "/api/v1/incidents?reporter=me&unit=mine", None),
    "layer": ("GET", "/api/v1/incidents?format=geojson", None),
    "table": ("GET", "/api/v1/incidents?format=csv", None),
    "counts": ("POST", "/api/v1/area-queries", {"area": "370611001", "group_by": ["village", "day"]}),
    "parts": (
        "POST",
        "/api/v1/area-queries",
        {"area": "370611001", "include": ["indicators", "heat", "incidents"]},
    ),
    "polygon": ("POST", "/api/v1/area-queries", {"polygon": SHAPE, "include": ["counts", "heat"]}),
    "tile": ("GET", "/tiles/incidents/16/54844/25470.mvt", None),
    "cluster": ("GET", "/tiles/incidents/12/3427/1591.mvt", None),
}


class Heard:
    """Statements on cases that ran as the map's role."""

    def __init__(self) -> None:
        self.role = "none"
        self.statements: list[tuple[str, Any]] = []

    def __call__(self, _connection: Any, cursor: Any, statement: str, params: Any, *_: Any) -> None:
        # A change of role goes in the trip of the statement after it.
        for said, _name in cursor.connection._said:
            if said.startswith(b"SET LOCAL ROLE"):
                self.role = said.decode().rsplit(maxsplit=1)[-1]
        if self.role == "gridops_map" and "gridops.incident " in statement:
            self.statements.append((statement, params))


@contextmanager
def hearing(service: Service) -> Iterator[Heard]:
    """Listen to what the service asks of the database."""
    heard = Heard()
    event.listen(service.database.engine, "before_cursor_execute", heard)
    yield heard
    event.remove(service.database.engine, "before_cursor_execute", heard)


def _ask(client: Client, method: str, path: str, body: Any) -> None:
    kw = {"json": {**EVERYTHING, **body}} if body is not None else {}
    answer = client.open(method, path, **kw)
    assert answer.status_code in {200, 204}, answer.data


@pytest.mark.parametrize("username", ["supervisor.qingyang", "dispatcher.qingyang"])
def test_every_statement_of_the_map_carries_the_scope(service: Service, username: str) -> None:
    clause, params = scope_clause(actor_of(service.database, username), "i")
    written = str(text(clause).compile(dialect=postgresql.dialect(paramstyle="pyformat")))
    for name, (method, path, body) in ASKED.items():
        with hearing(service) as heard:
            _ask(service.client(username), method, path, body)
        assert heard.statements, name
        for statement, given in heard.statements:
            # A page of few looks at cases twice: each look is within the scope.
            assert statement.count(written) == statement.count("gridops.incident "), name
            assert params.items() <= given.items(), name


def _edge(service: Service, username: str) -> tuple[str, Any]:
    """The statement that counts in a polygon over many grids, with its parameters."""
    with hearing(service) as heard:
        _ask(
            service.client(username), "POST", "/api/v1/area-queries", {"polygon": WIDE, "group_by": ["state"]}
        )
    assert len(heard.statements) == 1
    return heard.statements[0]


@pytest.mark.parametrize("username", ["supervisor.fushan", "supervisor.qingyang", "handler.qingyang"])
def test_each_look_at_cases_at_the_edge_of_a_polygon_is_within_the_scope(
    service: Service, username: str
) -> None:
    scatter(service, 300)
    while fold(service.database):
        pass
    actor = actor_of(service.database, username)
    whole, params = scope_clause(actor, "i")
    areas, _ = areas_clause(actor, "i.scope_code")
    statement, given = _edge(service, username)
    looks = statement.split("gridops.incident i WHERE ")[1:]
    paramstyle = postgresql.dialect(paramstyle="pyformat")
    carried = [
        str(text(clause).compile(dialect=paramstyle)) for clause in (f"({areas or 'false'})", f"{whole}")
    ]
    # Under codes that are the asker's as a whole his areas alone are the scope; elsewhere all of it is.
    assert [[look.startswith(f"{clause} AND ") for clause in carried] for look in looks] == [
        [True, False],
        [False, True],
    ]
    assert params.items() <= given.items()


def test_cases_at_the_edge_of_a_polygon_are_read_in_the_index_alone(service: Service) -> None:
    scatter(service, 4_000)
    while fold(service.database):
        pass
    with service.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE gridops.incident"))
    statement, params = _edge(service, "supervisor.fushan")
    with service.database.transaction("gridops_map") as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN {statement}", params).scalars().all()
    assert any("Index Only Scan using ix_incident_scope_code" in line for line in plan), plan


def test_the_index_of_places_works_where_places_are_asked_for(service: Service) -> None:
    scatter(service, 4_000)
    with service.database.transaction() as session:
        session.execute(text("ANALYZE gridops.incident"))
    for name in ("box", "near", "polygon", "tile"):
        with hearing(service) as heard:
            _ask(service.client("supervisor.qingyang"), *ASKED[name])
        for statement, params in heard.statements:
            with service.database.transaction("gridops_map") as session:
                plan = session.connection().exec_driver_sql(f"EXPLAIN {statement}", params).scalars().all()
            assert any("ix_incident_geom" in line for line in plan), (name, plan)


def test_the_map_is_granted_the_columns_it_names_and_no_others(service: Service) -> None:
    with service.database.transaction() as session:
        granted = session.scalars(
            text(
                "SELECT column_name FROM information_schema.column_privileges WHERE grantee = 'gridops_map'"
                " AND table_schema = 'gridops' AND table_name = 'incident' AND privilege_type = 'SELECT'"
            )
        ).all()
    assert set(granted) == set(MAP_COLUMNS)
