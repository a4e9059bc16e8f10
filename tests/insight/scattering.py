"""Many cases at random for the tests of insight, and a reckoning of their own that knows no SQL."""

from __future__ import annotations

import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from gridops.db.session import Database
from gridops.duties.words import ORIGINS
from gridops.incidents.rules import DUE_STATES, STATES, is_open
from gridops.people import queries as people_queries
from gridops.people.rules import Actor, may_see
from tests.service import Service

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 60
EVERYTHING = {"from": "2020-01-01", "to": "2100-01-01"}

_INSERT = text(
    "INSERT INTO gridops.incident SELECT (jsonb_populate_record(i, v)).*"
    " FROM gridops.incident i, jsonb_array_elements(CAST(:rows AS jsonb)) v WHERE i.id = CAST(:model AS uuid)"
)
_ALL = text(
    "SELECT *, reported_at AT TIME ZONE 'Asia/Shanghai' AS local_at FROM gridops.incident ORDER BY id"
)


def actor_of(database: Database, username: str) -> Actor:
    """A member of the cast as the rooms know him."""
    with database.transaction() as session:
        account = people_queries.find_account(session, username)
        assert account is not None
        actor = people_queries.find_actor(session, account.id)
    assert actor is not None
    return actor


def scatter(service: Service, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Put `count` random cases beside one that was really reported; returns all cases there are."""
    model = service.report("worker.qingyang")
    chance = random.Random(seed)
    with service.database.transaction() as session:
        grids = session.execute(
            text(
                "SELECT code, name, ST_XMin(geom) AS west, ST_XMax(geom) AS east, ST_YMin(geom) AS south,"
                " ST_YMax(geom) AS north FROM gridops.area_version WHERE kind = 'base' ORDER BY code"
            )
        ).all()
        special = session.scalars(
            text("SELECT code FROM gridops.area_version WHERE kind = 'special' ORDER BY code")
        ).all()
        units = session.execute(text("SELECT id, name FROM gridops.unit ORDER BY area_code, name")).all()
        people = session.scalars(text("SELECT id FROM gridops.account ORDER BY username")).all()
        matters = session.execute(
            text(
                "SELECT m.service_code, s.* FROM gridops.matter m"
                " JOIN gridops.standard s ON s.matter_id = m.id ORDER BY m.service_code"
            )
        ).all()
        rows = [
            _case(chance, n, chance.choice(grids), chance.choice(matters), special, units, people)
            | {"merged_into": model["id"] if chance.random() < 0.05 else None}
            for n in range(count)
        ]
        session.execute(_INSERT, {"rows": json.dumps(rows), "model": model["id"]})
    return all_cases(service)


def _case(
    chance: random.Random, n: int, grid: Any, matter: Any, special: Any, units: Any, people: Any
) -> dict[str, Any]:
    state = chance.choice(STATES)
    lon = round(chance.uniform(grid.west, grid.east), 7)
    lat = round(chance.uniform(grid.south, grid.north), 7)
    at = BEGIN + timedelta(seconds=chance.randrange(DAYS * 86_400))
    unit = chance.choice(units) if chance.random() < 0.5 else None
    reporter = str(chance.choice(people))
    return {
        "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "case_number": f"T{n:06d}",
        "state": state,
        "is_open": is_open(state),
        "level": chance.choice(["grid", "village", "township", "district"]),
        "origin": chance.choice(ORIGINS),
        "urgency": chance.choice(["normal", "urgent", "major"]),
        "service_code": matter.service_code,
        "service_name": matter.service_name,
        "service_group": matter.service_group,
        "label_family": matter.label_family,
        "is_restricted": matter.is_restricted,
        "description": None if matter.is_restricted else f"第 {n} 件",
        "lon": lon,
        "lat": lat,
        "geom": f"SRID=4490;POINT({lon!r} {lat!r})",
        "grid_code": grid.code,
        "grid_name": grid.name,
        "scope_code": grid.code if chance.random() < 0.95 else grid.code[:9],
        "special_grid_code": chance.choice(special) if chance.random() < 0.1 else None,
        "reporter_id": reporter,
        "person_ids": [reporter],
        "unit_id": str(unit.id) if unit else None,
        "unit_name": unit.name if unit else None,
        "unit_ids": [str(unit.id)] if unit else [],
        "reported_at": at.isoformat(),
        "occurred_at": at.isoformat(),
        "filed_at": None if state in {"reported", "rejected"} else at.isoformat(),
        "closed_at": None if is_open(state) else (at + timedelta(days=2)).isoformat(),
        "due_at": None if state == "reported" else (at + timedelta(days=chance.randrange(1, 5))).isoformat(),
        "due_state": chance.choice(DUE_STATES),
    }


def all_cases(service: Service) -> list[dict[str, Any]]:
    """Every case there is, read as the owner."""
    with service.database.transaction() as session:
        return [dict(row._mapping) for row in session.execute(_ALL)]


def sees(actor: Actor, case: dict[str, Any]) -> bool:
    """Whether a member of the cast sees a case, by the one pure rule."""
    codes = [case["scope_code"]] + ([case["special_grid_code"]] if case["special_grid_code"] else [])
    return may_see(actor, codes, case["unit_ids"], case["person_ids"])


def standing(case: dict[str, Any]) -> dict[str, Any]:
    """A case as it is to be shown: a restricted one at its village and in no grid."""
    if not case["is_restricted"]:
        return case
    assert case["scope_code"].startswith(case["shown_code"])
    hidden = ("grid_code", "grid_name", "special_grid_code", "special_grid_name")
    at = {"lon": case["shown_lon"], "lat": case["shown_lat"], "scope_code": case["shown_code"]}
    return {**case, **dict.fromkeys(hidden), **at}


def counted(actor: Actor, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cases that count for a member of the cast, in sight and not merged, as they are to be shown."""
    return [standing(case) for case in cases if case["merged_into"] is None and sees(actor, case)]
