"""Taking a position from someone on a task: only the latest is kept, and told at most once a second."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from gridops import clock
from gridops.db.session import Session
from gridops.dispatch.units.queries import units_on_task
from gridops.dispatch.units.wire import PositionIn
from gridops.errors import Problem
from gridops.geo.datums import convert
from gridops.people.rules import Actor

CHANNEL_POSITION = "gridops_position"
STALE_AFTER = timedelta(minutes=10)


def take_position(session: Session, actor: Actor, body: PositionIn) -> list[UUID]:
    """Keep the position for the units one is on a task for; 403 without a task. Returns the units moved."""
    units = units_on_task(session, actor.id)
    if not units:
        raise Problem(
            "out-of-scope", ("没有进行中的任务，不采集位置", "No running task: positions are not taken")
        )
    lon, lat = convert(body.lon, body.lat, body.coord_sys, "cgcs2000")
    now = clock.now()
    if now - body.at > STALE_AFTER:
        return []
    for unit_id in units:
        session.execute(
            text(
                "INSERT INTO gridops.unit_position (unit_id, account_id, lon, lat, accuracy_m, at)"
                " VALUES (:unit, :account, :lon, :lat, :accuracy, :at) ON CONFLICT (unit_id) DO UPDATE SET"
                " account_id = excluded.account_id, lon = excluded.lon, lat = excluded.lat,"
                " accuracy_m = excluded.accuracy_m, at = excluded.at"
                " WHERE excluded.at - gridops.unit_position.at >= interval '1 second'"
            ),
            {
                "unit": str(unit_id),
                "account": str(actor.id),
                "lon": round(float(lon), 7),
                "lat": round(float(lat), 7),
                "accuracy": body.accuracy_m,
                "at": min(body.at, now),
            },
        )
    session.hint(CHANNEL_POSITION)
    return units
