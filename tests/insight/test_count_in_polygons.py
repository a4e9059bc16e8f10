"""Counts in a drawn polygon are those of a look at every point, however many grids the polygon cuts."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import shapely
from histories import live_through
from scattering import BEGIN, DAYS, actor_of, all_cases, counted, scatter

from gridops.insight.area_querying import answer_area_query
from gridops.insight.wire import AreaQueryIn
from gridops.people.rules import Actor
from gridops.worker.rolling_up import fold
from tests.service import Service

#: The middle of the demonstration's district, and how far it reaches, in degrees.
MIDDLE, FAR = (121.2, 37.4), 0.35
WORDS = ("state", "service_group", "service_code")
Ring = list[list[float]]


def a_star(chance: random.Random, middle: tuple[float, float], far: float) -> Ring:
    """A ring of many corners, near and far by turns, that never crosses itself."""
    corners = chance.randrange(12, 60)
    turns = [math.tau * n / corners for n in range(corners)]
    reach = [far * chance.uniform(0.3, 1) for _ in turns]
    ring = [
        [round(middle[0] + r * math.cos(t), 6), round(middle[1] + 0.8 * r * math.sin(t), 6)]
        for t, r in zip(turns, reach, strict=True)
    ]
    return [*ring, ring[0]]


def a_polygon(chance: random.Random) -> dict[str, Any]:
    """A star over many grids, with a hole in its middle now and then."""
    middle = (MIDDLE[0] + chance.uniform(-0.15, 0.15), MIDDLE[1] + chance.uniform(-0.15, 0.15))
    far = chance.uniform(0.1, FAR)
    rings = [a_star(chance, middle, far)]
    if chance.random() < 0.3:
        rings.append(a_star(chance, middle, far * 0.25))
    return {"type": "Polygon", "coordinates": rings}


def look_at_all(
    actor: Actor, cases: Sequence[dict[str, Any]], question: dict[str, Any]
) -> Counter[tuple[Any, ...]]:
    """The same counts by asking every case of the actor's where it is, without any SQL."""
    shape = shapely.geometry.shape(question["polygon"])
    since, until = (datetime.fromisoformat(question[word]) for word in ("from", "to"))
    found: Counter[tuple[Any, ...]] = Counter()
    for case in counted(actor, list(cases)):
        is_meant = since <= case["reported_at"] < until and (
            not question.get("states") or case["state"] in question["states"]
        )
        if is_meant and shape.intersects(shapely.Point(case["lon"], case["lat"])):
            found[tuple(case[word] for word in question["group_by"])] += 1
    return found


def a_question(chance: random.Random) -> dict[str, Any]:
    """A polygon, a period of whole days or not, some words."""
    # Midnight of the deployment's zone, or half past six in the morning.
    since = BEGIN + timedelta(
        days=chance.randrange(-2, DAYS - 10), hours=-8, seconds=chance.choice([0, 23_400])
    )
    until = since + timedelta(days=chance.randrange(3, 60))
    return {
        "polygon": a_polygon(chance),
        "from": since.isoformat(),
        "to": until.isoformat(),
        "group_by": chance.sample(WORDS, chance.choice([0, 1, 1, 2])),
        **chance.choice([{}, {}, {"states": ["closed", "filed", "handling"]}]),
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_a_polygon_over_many_grids_counts_what_a_look_at_every_point_counts(
    service: Service, seed: int
) -> None:
    database, chance = service.database, random.Random(seed)
    scatter(service, 500, seed)
    actors = [
        actor_of(database, name)
        for name in ("supervisor.fushan", "supervisor.qingyang", "handler.qingyang", "worker.qingyang")
    ]
    met = 0
    for _ in range(3):
        live_through(chance, 5, database.transaction, lambda: fold(database))
        cases = all_cases(service)
        for _ in range(20):
            question = a_question(chance)
            actor = chance.choice([actors[0], *actors])
            with database.transaction() as session:
                answer = answer_area_query(session, actor, AreaQueryIn.model_validate(question))
            told = {tuple(c.key[word] for word in question["group_by"]): c.n for c in answer.counts or ()}
            expected = look_at_all(actor, cases, question)
            assert answer.total == expected.total(), (seed, actor.username, question)
            assert {key: n for key, n in told.items() if n} == expected, (seed, actor.username, question)
            met += answer.total
    assert met > 1_000
