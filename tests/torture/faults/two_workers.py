"""A second worker beside the first: each timer is to fire once, each entry is to be numbered once."""

from __future__ import annotations

from sqlalchemy import text

from tests.torture.faults.trouble import Trouble
from tests.torture.town import until

CASES = 30
_HASTEN = text(
    "WITH chosen AS (SELECT t.id, t.entity_id FROM gridops.timer t JOIN gridops.incident i ON i.id = t.entity_id"
    " WHERE t.kind = :kind AND i.is_open AND i.due_at > now() ORDER BY i.id LIMIT :n FOR UPDATE OF t, i),"
    " late AS (UPDATE gridops.incident i SET due_at = now() - interval '1 minute' FROM chosen c"
    " WHERE i.id = c.entity_id)"
    " UPDATE gridops.timer t SET due_at = now() - interval '1 minute' FROM chosen c WHERE t.id = c.id"
    " RETURNING t.entity_id"
)
_LEFT = text("SELECT count(*) FROM gridops.timer WHERE due_at < now() AND entity_id = ANY(:ids)")
_TOLD = text(
    "SELECT count(*) FILTER (WHERE n = 1) AS once, count(*) FILTER (WHERE n > 1) AS more FROM"
    " (SELECT count(*) AS n FROM gridops.log_entry WHERE action = 'incident.due_overdue' AND entity_id = ANY(:ids)"
    " GROUP BY entity_id) told"
)


def run_two_workers(trouble: Trouble) -> None:
    """Cases fall due while two workers look after the timers; each is told of once."""
    second = trouble.town.spawn("second-worker", "worker")
    try:
        trouble.let_work(2)
        with trouble.town.database() as database:
            with database.transaction("gridops_system") as session:
                ids = list(session.scalars(_HASTEN, {"kind": "incident.overdue", "n": CASES}))
            if not ids:
                raise RuntimeError("there is no case that could fall due")

            def is_done() -> bool:
                with database.transaction("gridops_system") as session:
                    return session.scalar(_LEFT, {"ids": ids}) == 0

            until(is_done, 60, lambda: "the timers do not fire")
            with database.transaction("gridops_system") as session:
                told = session.execute(_TOLD, {"ids": ids}).one()
            if (told.once, told.more) != (len(ids), 0):
                trouble.report(f"of {len(ids)} timers {told.once} fired once, {told.more} more than once")
    finally:
        second.terminate()
        second.wait(30)
