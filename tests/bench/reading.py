"""What a screen and a supervisor read: the snapshot with all open cases, and text that is searched for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from sqlalchemy import text

from gridops.db.session import Session
from tests.bench import load
from tests.bench.figures import Figure, compare, milliseconds, single
from tests.bench.filling import filled
from tests.bench.filling.cases import ABSENT, FREQUENT, RARE
from tests.bench.ground import Ground
from tests.bench.serving import Served, served

READER = "dispatcher.fushan"
PAGE = 20
#: As many open cases as the centre's page asks for at a time.
FIRST = 1_000
TIMES = 5

_PLAIN = text(
    "SELECT i.id FROM gridops.incident i WHERE i.description LIKE '%' || :word || '%'"
    " OR i.case_number LIKE :word || '%'"
    " ORDER BY i.reported_at DESC, i.id DESC LIMIT :page"
)
#: The same once more as a plain join of nothing: every column of every open case.
_OPEN = text("SELECT i.* FROM gridops.incident i WHERE i.is_open")


def _asked(service: Served, path: str, times: int = TIMES) -> load.Answered:
    request = load.request_bytes(
        "GET",
        path,
        token=service.token(READER),
        headers=["Accept-Encoding: gzip", "Accept: application/json"],
    )
    return load.send(service.port, [request] * times, connections=1).require(200)


def measure_snapshot(ground: Ground) -> Iterator[Figure]:
    """The state from which a screen goes on: time of the first answer and bytes on the wire."""
    with filled(ground) as database, served(database.url) as service, database.transaction() as session:
        open_cases = session.scalar(text("SELECT count(*) FROM gridops.incident WHERE is_open"))
        sizes: dict[str, float] = {}

        def ours(query: str) -> float:
            found = _asked(service, f"/api/v1/snapshot{query}")
            sizes[query] = found.bytes_read / TIMES / 1e6
            return found.p50_ms

        for name, query, goal in (("first", f"?limit={FIRST}", "150 ms"), ("whole", "", "")):
            what = f"the first {FIRST:,}" if query else "all at once"
            yield compare(
                f"snapshot.{name}",
                f"snapshot with {open_cases:,} open cases: {what}",
                unit="ms",
                ours=partial(ours, query),
                rivals={"SELECT of the open cases": partial(milliseconds, partial(_all, session))},
                rounds=ground.rounds,
                goal=goal,
            )
            yield single(
                f"snapshot.{name}.size",
                "the same: on the wire, gzip allowed",
                "MB",
                sizes[query],
                goal="1.5 MB",
            )


def _all(session: Session) -> int:
    return len(session.execute(_OPEN).all())


def measure_search(ground: Ground) -> Iterator[Figure]:
    """A page of what holds a word: one that is rare, frequent, absent; and the beginning of a case's number."""
    with filled(ground) as database, served(database.url) as service, database.transaction() as session:
        number = str(
            session.scalar(text("SELECT case_number FROM gridops.incident ORDER BY case_number LIMIT 1"))
        )
        words = {"rare": RARE, "frequent": FREQUENT, "absent": ABSENT, "number": number[:-1]}
        for name, word in words.items():
            yield compare(
                f"search.{name}",
                f"a page of cases that hold {word} ({name})",
                unit="ms",
                ours=partial(_search, service, word),
                rivals={"LIKE without an index": partial(milliseconds, partial(_like, session, word))},
                rounds=ground.rounds,
                goal="50 ms",
            )


def _search(service: Served, word: str) -> float:
    return _asked(service, f"/api/v1/incidents?limit={PAGE}&q={quote(word)}", 3).p50_ms


def _like(session: Session, word: str) -> int:
    return len(session.execute(_PLAIN, {"word": word, "page": PAGE}).all())
