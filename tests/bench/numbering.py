"""The sequencer: entries numbered and chained a second, against numbering them without a chain."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy import text

from gridops.db.session import Database
from gridops.log.sequencing import number_pending
from tests.bench.figures import Figure, compare
from tests.bench.ground import Ground, opened

ENTRIES = 20_000

_PENDING = text(
    "WITH added AS (INSERT INTO gridops.log_entry (at, action, entity, entity_id, version, data, areas, persons)"
    " SELECT now(), 'incident.reported', 'incident', gen_random_uuid(), 1,"
    " jsonb_build_object('service_code', 'C0102', 'to', 'reported'), ARRAY['370611001001001'],"
    " ARRAY[gen_random_uuid()] FROM generate_series(1, :n) RETURNING id)"
    " INSERT INTO gridops.log_pending (entry_id) SELECT id FROM added"
)
_WITHOUT_CHAIN = text(
    "WITH taken AS (DELETE FROM gridops.log_pending WHERE entry_id IN"
    " (SELECT entry_id FROM gridops.log_pending ORDER BY entry_id LIMIT 1000) RETURNING entry_id),"
    " block AS (INSERT INTO gridops.log_block (id, last_seq, entry_ids, hash)"
    " SELECT coalesce((SELECT max(id) FROM gridops.log_block), 0) + 1,"
    " coalesce((SELECT max(seq) FROM gridops.log_sequence), 0) + (SELECT count(*) FROM taken),"
    " (SELECT array_agg(entry_id) FROM taken), '' WHERE EXISTS (SELECT FROM taken) RETURNING id)"
    " INSERT INTO gridops.log_sequence (seq, entry_id, block)"
    " SELECT coalesce((SELECT max(seq) FROM gridops.log_sequence), 0)"
    " + row_number() OVER (ORDER BY entry_id), entry_id, (SELECT id FROM block) FROM taken"
)


def _without_chain(database: Database) -> int:
    with database.transaction() as session:
        return int(session.execute(_WITHOUT_CHAIN).rowcount)  # type: ignore[attr-defined]


def _with_chain(database: Database) -> int:
    with database.transaction("gridops_system") as session:
        return number_pending(session)


def measure(ground: Ground) -> Iterator[Figure]:
    """g. how fast the sequencer catches up with a backlog."""
    with (
        ground.database("numbering") as url,
        ground.database("numbering_plain") as other,
        opened(url) as database,
        opened(other) as plain,
    ):

        def ours() -> float:
            _append(database)
            began, numbered = time.perf_counter(), 0
            while count := _with_chain(database):
                numbered += count
            return numbered / (time.perf_counter() - began)

        def rival() -> float:
            _append(plain)
            began, numbered = time.perf_counter(), 0
            while count := _without_chain(plain):
                numbered += count
            return numbered / (time.perf_counter() - began)

        yield compare(
            "sequencer",
            "entries numbered, hashed and chained",
            unit="entries/s",
            ours=ours,
            rivals={"numbered in SQL, no chain": rival},
            rounds=ground.rounds,
        )


def _append(database: Database) -> None:
    with database.transaction() as session:
        session.execute(_PENDING, {"n": ENTRIES})
