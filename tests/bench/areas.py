"""Counts for an area and inside a drawn polygon over many cases, against a plain join in PostGIS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.area_querying import answer_area_query
from gridops.insight.wire import AreaQueryIn
from gridops.people.rules import Actor
from tests.bench.figures import Figure, compare, milliseconds
from tests.bench.filling import LAST_DAY, filled
from tests.bench.ground import Ground, actor_of

TOWNSHIP = "370611001"
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

_JOINED = text(
    "SELECT i.state, count(*) FROM gridops.incident i JOIN gridops.area_version v ON ST_Within(i.geom, v.geom)"
    " WHERE v.code = :code AND i.reported_at >= :since AND i.reported_at < :until GROUP BY i.state"
)
_DRAWN = text(
    "SELECT i.state, count(*) FROM gridops.incident i"
    " WHERE ST_Within(i.geom, ST_SetSRID(ST_GeomFromGeoJSON(:polygon), 4490))"
    " AND i.reported_at >= :since AND i.reported_at < :until GROUP BY i.state"
)


def _asked(**where: Any) -> AreaQueryIn:
    until = date.fromisoformat(LAST_DAY)
    return AreaQueryIn.model_validate(
        {
            "from": (until - timedelta(days=30)).isoformat(),
            "to": until.isoformat(),
            "group_by": ["state"],
            "include": ["counts"],
            **where,
        }
    )


def _answer(session: Session, actor: Actor, body: AreaQueryIn) -> int:
    return answer_area_query(session, actor, body).total


def measure(ground: Ground) -> Iterator[Figure]:
    """d. the supervisor's question: thirty days, one township or a polygon, counted by state."""
    import orjson

    with filled(ground) as database, database.transaction() as session:
        actor = actor_of(session, "supervisor.fushan")
        body = _asked(area=TOWNSHIP)
        days: dict[str, Any] = {"since": f"{body.from_}T00:00:00+08:00", "until": f"{body.to}T00:00:00+08:00"}
        asked: Sequence[tuple[str, str, AreaQueryIn, Any, dict[str, Any], str]] = (
            ("area", "counts of a township, 30 days", body, _JOINED, {"code": TOWNSHIP}, "1 ms"),
            (
                "polygon",
                "counts in a drawn polygon, 30 days",
                _asked(polygon=POLYGON),
                _DRAWN,
                {"polygon": orjson.dumps(POLYGON).decode()},
                "15 ms",
            ),
        )
        for name, what, sent, statement, where, goal in asked:
            plain = partial(_all, session, statement, where | days)
            total = _answer(session, actor, sent)
            same = sum(row[1] for row in plain())
            yield compare(
                f"counts.{name}",
                what,
                unit="ms",
                ours=partial(milliseconds, partial(_answer, session, actor, sent)),
                rival=partial(milliseconds, plain),
                rival_name="ST_Within",
                rounds=ground.rounds,
                goal=goal,
                more={"rows": ground.rows, "counted": total, "counted_by_rival": same},
            )


def _all(session: Session, statement: Any, values: dict[str, Any]) -> Sequence[Any]:
    return session.execute(statement, values).all()
