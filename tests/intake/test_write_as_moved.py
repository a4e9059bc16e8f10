"""A case written as its rules leave it is the case that was written first and moved after: rows, entries, timers."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.actions.following_intake_mode import follow_intake_mode
from gridops.duties.matters import queries as matter_queries
from gridops.duties.matters.queries import MatterVersion
from gridops.incidents.moves import checking
from gridops.incidents.moves.editing import CaseEdit, begin_edit
from gridops.incidents.recording.new_case import NewCase, PlacedPoint
from gridops.incidents.recording.writing import CaseWriting, record_cases
from gridops.people.models import Account
from gridops.people.queries import find_actor
from gridops.people.rules import Actor
from gridops.territory.models import AreaVersion
from gridops.territory.places.locating import locate_many
from gridops.territory.places.rules import Point

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
#: Numbers that are drawn for each row, and so differ.
DRAWN = frozenset({"id", "entry_id", "case_number", "incident_id", "entity_id"})


def new_case(session: Session, rule: MatterVersion, pick: random.Random) -> NewCase:
    grids = session.execute(
        select(AreaVersion.label_lon, AreaVersion.label_lat).order_by(AreaVersion.id)
    ).all()
    lon, lat = pick.choice(grids)
    place = locate_many(session, [Point(lon, lat, 8.0, "gps")])[0]
    return NewCase(
        id=uuid.uuid4(),
        content_hash=b"what was said",
        matter=rule.matter,
        standard=rule.standard,
        spot=PlacedPoint(place, lon, lat, "gps", 8.0, {"lon": lon, "lat": lat}),
        occurred_at=NOW,
        description="路面积水",
        origin=pick.choice(("patrol", "hotline_12345", "phone")),
        person_name=pick.choice((None, "王先生")),
    )


def go_on(edit: CaseEdit, mode: str) -> None:
    if mode == "resolved_on_site":
        checking.record_resolved_on_site(edit, notes="已处理")
    else:
        follow_intake_mode(edit, mode)


def written(session: Session, case_id: uuid.UUID) -> dict[str, Any]:
    """All that stands of a case, without what is drawn anew for each row."""
    session.flush()
    tables = {
        "incident": "id = :id",
        "incident_private": "incident_id = :id",
        "dispatch": "incident_id = :id",
        "incident_note": "incident_id = :id",
        "timer": "entity_id = :id",
        "log_entry": "entity_id = :id OR id IN (SELECT e.id FROM gridops.log_entry e WHERE e.entity = 'unit' AND"
        " e.id > (SELECT min(l.id) FROM gridops.log_entry l WHERE l.entity_id = :id))",
    }
    found = {}
    for table, where in tables.items():
        order = {"log_entry": "r.id", "dispatch": "r.unit_name"}.get(table, "to_jsonb(r) - 'id'")
        query = text(f"SELECT to_jsonb(r) AS row FROM gridops.{table} r WHERE {where} ORDER BY {order}")
        rows = session.execute(query, {"id": case_id})
        found[table] = [{k: v for k, v in row.row.items() if k not in DRAWN} for row in rows]
    pending = session.scalar(
        text(
            "SELECT count(*) FROM gridops.log_entry e LEFT JOIN gridops.log_pending p ON p.entry_id = e.id"
            " WHERE e.entity_id = :id AND p.entry_id IS NULL"
        ),
        {"id": case_id},
    )
    assert pending == 0
    return found


@pytest.fixture
def actor(session: Session) -> Actor:
    account = session.scalars(select(Account).where(Account.username == "dispatcher.fushan")).one()
    found = find_actor(session, account.id)
    assert found is not None
    return found


@pytest.mark.parametrize("mode", ["manual", "auto_file", "auto_dispatch", "record_only", "resolved_on_site"])
def test_written_at_once_is_written_and_moved(session: Session, actor: Actor, mode: str) -> None:
    with clock.frozen(NOW):
        compare(session, actor, mode)


def compare(session: Session, actor: Actor, mode: str) -> None:
    pick = random.Random(mode)
    rules = sorted(matter_queries.all_in_force(session), key=lambda v: v.matter.service_code)
    for rule in pick.sample(rules, 12):
        case = new_case(session, rule, pick)
        with session.begin_nested() as trial:
            record_cases(session, actor, [case], at=NOW)
            go_on(begin_edit(session, actor, case.id), mode)
            moved = written(session, case.id)
            trial.rollback()
        session.expunge_all()
        with session.begin_nested() as trial:
            with CaseWriting(session, actor, NOW) as writing:
                begun = writing.begin(case)
                go_on(CaseEdit(session, begun.incident, actor), mode)
                writing.write()
            at_once = written(session, case.id)
            trial.rollback()
        session.expunge_all()
        assert at_once == moved
        assert len(moved["log_entry"]) >= (1 if mode in ("manual", "record_only") else 2)
