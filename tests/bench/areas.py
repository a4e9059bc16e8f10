"""The supervisor's question: thirty days of a township or a polygon, in SQL and as an answer, against ST_Within."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from typing import Any

import orjson
from sqlalchemy import event, text

from gridops.db.session import Session
from tests.bench import load, people
from tests.bench.figures import Figure, compare, milliseconds
from tests.bench.filling import filled
from tests.bench.filling.loading import LAST_DAY
from tests.bench.ground import Ground
from tests.bench.serving import Served, served
from tests.bench.statements import Desk, desk

TOWNSHIP = "370611001"
SUPERVISOR = "supervisor.fushan"
PATH = "/api/v1/area-queries"
ANSWERS = 20
#: A pentagon across several villages of the street and its neighbour.
POLYGON = {
    "type": "Polygon",
    "coordinates": [
        [
            [121.22, 37.46],
            [121.29, 37.455],
            [121.30, 37.51],
            [121.25, 37.535],
            [121.21, 37.50],
            [121.22, 37.46],
        ]
    ],
}

_DAYS = "i.reported_at >= :since AND i.reported_at < :until AND i.merged_into IS NULL"
_JOINED = (
    "FROM gridops.incident i JOIN gridops.area_version v ON ST_Within(i.geom, v.geom)"
    " JOIN gridops.boundary_set s ON s.id = v.set_id AND s.state = 'in_force' AND s.valid_from <= current_date"
    f" AND (s.valid_to IS NULL OR s.valid_to > current_date) WHERE {_DAYS} AND "
)
#: The same question in the words of somebody who only knows PostGIS.
_PLAIN = {
    "township": f"SELECT i.state, count(*) {_JOINED} v.code = :code GROUP BY 1",
    "groups": f"SELECT v.code, i.service_group, count(*) {_JOINED} v.level = 'village' AND v.parent_code = :code"
    " GROUP BY 1, 2",
    "polygon": "SELECT i.state, count(*) FROM gridops.incident i WHERE"
    f" ST_Within(i.geom, ST_SetSRID(ST_GeomFromGeoJSON(:polygon), 4490)) AND {_DAYS} GROUP BY 1",
}
_ASKED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "township": ("counts of a township, 30 days", {"area": TOWNSHIP, "group_by": ["state"]}, "1 ms", "20 ms"),
    "groups": (
        "the same by village and class",
        {"area": TOWNSHIP, "group_by": ["village", "service_group"]},
        "1 ms",
        "20 ms",
    ),
    "polygon": (
        "counts in a drawn polygon, 30 days",
        {"polygon": POLYGON, "group_by": ["state"]},
        "15 ms",
        "",
    ),
}


def asked(question: dict[str, Any]) -> dict[str, Any]:
    """The body of a question about the last thirty days of the kept database."""
    until = date.fromisoformat(LAST_DAY)
    days = {"from": (until - timedelta(days=30)).isoformat(), "to": until.isoformat()}
    return {**days, "include": ["counts"], **question}


@contextmanager
def timed_sql(at: Desk) -> Iterator[list[float]]:
    """Seconds that each statement of the service takes, from its sending to its rows, inside the block."""
    spent: list[float] = []
    began: list[float] = []
    engine = at.database.engine

    def before(*_: Any) -> None:
        began.append(time.perf_counter())

    def after(*_: Any) -> None:
        spent.append(time.perf_counter() - began.pop())

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield spent
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def _sql_ms(at: Desk, body: dict[str, Any]) -> float:
    """Median over some questions of the slowest statement's time: the one that counts."""
    slowest = []
    for _ in range(ANSWERS):
        with timed_sql(at) as spent:
            at.post(PATH, body, token=people.token_of(SUPERVISOR), expected=200)
        slowest.append(max(spent) * 1000)
    return sorted(slowest)[len(slowest) // 2]


def answer_ms(service: Served, body: dict[str, Any], sizes: list[int]) -> float:
    """Median time of the whole answer over HTTP, one at a time."""
    token = service.token(SUPERVISOR)
    request = load.request_bytes(
        "POST", PATH, token=token, body=orjson.dumps(body), headers=["Accept-Encoding: gzip"]
    )
    found = load.send(service.port, [request] * ANSWERS, connections=1).require(200)
    sizes.append(found.bytes_read // ANSWERS)
    return found.p50_ms


def measure(ground: Ground) -> Iterator[Figure]:
    """The question of a township, the same by village and class, and of a polygon."""
    with (
        filled(ground) as database,
        served(database.url) as service,
        desk(database.url) as at,
        database.transaction() as session,
    ):
        for name, (what, question, sql_goal, answer_goal) in _ASKED.items():
            body = asked(question)
            plain = _plain(session, name, body)
            found = at.post(PATH, body, token=people.token_of(SUPERVISOR), expected=200)
            same = {"counted": found["total"], "counted_by_rival": sum(row[-1] for row in plain())}
            common: dict[str, Any] = {
                "unit": "ms",
                "rivals": {"ST_Within, SQL alone": partial(milliseconds, plain, seconds=0.5)},
                "rounds": ground.rounds,
            }
            yield compare(
                f"counts.{name}.sql",
                f"{what}: SQL",
                ours=partial(_sql_ms, at, body),
                goal=sql_goal,
                more=same,
                **common,
            )
            sizes: list[int] = []
            yield compare(
                f"counts.{name}",
                f"{what}: answer",
                ours=partial(answer_ms, service, body, sizes),
                goal=answer_goal,
                more={"bytes": sizes},
                **common,
            )


def _plain(session: Session, name: str, body: dict[str, Any]) -> Callable[[], Any]:
    values = {
        "since": f"{body['from']}T00:00:00+08:00",
        "until": f"{body['to']}T00:00:00+08:00",
        "code": TOWNSHIP,
        "polygon": orjson.dumps(POLYGON).decode(),
    }
    used = {key: value for key, value in values.items() if f":{key}" in _PLAIN[name]}
    return lambda: session.execute(text(_PLAIN[name]), used).all()
