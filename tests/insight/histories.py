"""Random histories of cases for the tests of roll-ups: every way in which a row of `incident` may change, by SQL alone.

Nothing of the service writes here, so that what is shown does not hang on how cases are written.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from sqlalchemy import text

from gridops.db.session import Session
from gridops.duties.words import LEVELS, ORIGINS
from gridops.incidents.rules import STATES

_SOME = "id IN (SELECT id FROM gridops.incident ORDER BY md5(id::text || :salt) LIMIT :some)"
_GRID = "SELECT code FROM gridops.area_version WHERE kind = 'base' ORDER BY md5(code || :salt || i.id::text) LIMIT 1"

#: What happens: (how often, the statement). `:some` cases, chosen by `:salt`, change in one statement.
_CHANGES = (
    (6, f"UPDATE gridops.incident SET state = :state WHERE {_SOME}"),
    (2, f"UPDATE gridops.incident SET level = :level, origin = :origin WHERE {_SOME}"),
    (2, f"UPDATE gridops.incident SET unit_id = CASE WHEN unit_id IS NULL THEN id END WHERE {_SOME}"),
    (3, f"UPDATE gridops.incident i SET scope_code = ({_GRID}) WHERE {_SOME}"),
    (1, f"UPDATE gridops.incident SET scope_code = left(scope_code, 9) WHERE {_SOME}"),
    (3, f"UPDATE gridops.incident SET lon = lon + 0.03, geom = ST_Translate(geom, 0.03, 0) WHERE {_SOME}"),
    (2, f"UPDATE gridops.incident SET is_restricted = true, description = NULL WHERE {_SOME}"),
    (1, f"UPDATE gridops.incident SET merged_into = id WHERE {_SOME}"),
    (2, f"UPDATE gridops.incident SET merged_into = NULL WHERE {_SOME}"),
    (1, f"UPDATE gridops.incident SET reported_at = reported_at + interval '9 days 5 hours' WHERE {_SOME}"),
    (1, f"UPDATE gridops.incident SET service_code = 'C0102', service_group = 'C' WHERE {_SOME}"),
    (1, f"UPDATE gridops.incident SET due_state = 'overdue' WHERE {_SOME}"),
    (1, f"DELETE FROM gridops.incident WHERE case_number LIKE 'T%' AND {_SOME}"),
    (
        6,
        "INSERT INTO gridops.incident SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(),"
        " 'case_number', 'T' || gen_random_uuid(), 'state', CAST(:state AS text)))).* FROM gridops.incident i"
        f" WHERE merged_into IS NULL AND {_SOME}",
    ),
)


def change_something(session: Session, chance: random.Random) -> None:
    """One statement that changes from one to forty cases."""
    statements = [statement for often, statement in _CHANGES for _ in range(often)]
    session.execute(
        text(chance.choice(statements)),
        {
            "salt": str(chance.random()),
            "some": chance.choice([1, 1, 2, 10, 40]),
            "state": chance.choice(STATES),
            "level": chance.choice(LEVELS),
            "origin": chance.choice(ORIGINS),
        },
    )


def live_through(
    chance: random.Random, steps: int, open_session: Callable[[], object], fold: Callable[[], object]
) -> None:
    """`steps` transactions of one to four changes, some of them undone, with folding in between now and then."""
    for _ in range(steps):
        with open_session() as session:  # type: ignore[attr-defined]
            for _ in range(chance.randrange(1, 5)):
                change_something(session, chance)
            if chance.random() < 0.1:
                session.undo_at_end()
        if chance.random() < 0.4:
            fold()
