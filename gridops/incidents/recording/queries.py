"""Writing new cases by one statement, and whether an id has been used."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text

from gridops.db.gathering import Gathered
from gridops.db.session import Session, ask_one


def report_facts(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    """(reporter, content hash) of reports by id, wherever they are: answers "has this id been used?".

    Runs as the definer, since an id may belong to a case out of the caller's sight.
    """
    rows = session.execute(
        text("SELECT id, reporter_id, content_hash FROM gridops.report_facts(CAST(:ids AS uuid[]))"),
        {"ids": [str(i) for i in ids]},
    )
    return {row.id: (row.reporter_id, bytes(row.content_hash)) for row in rows}


def cases_of_numbers(session: Session, numbers: Collection[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    """The cases that have the (origin, number) of their origin already, wherever they are.

    Runs as the definer, since the case may be out of the caller's sight.
    """
    rows = session.execute(
        text(
            "SELECT origin, number, incident_id FROM gridops.cases_of_numbers("
            "CAST(:origins AS text[]), CAST(:numbers AS text[]))"
        ),
        {"origins": [one[0] for one in numbers], "numbers": [one[1] for one in numbers]},
    )
    return {(row.origin, row.number): row.incident_id for row in rows}


@dataclass(frozen=True)
class Written:
    """The case numbers of the cases that were written, and which of their photos are here already."""

    numbers: Mapping[UUID, str]
    arrived: frozenset[UUID]


_WRITE = "SELECT gridops.write_cases(CAST(%(doc)s AS jsonb)) AS told"


def write_gathered(session: Session, gathered: Gathered) -> Written:
    """Write new cases with all that was gathered for them; those whose id or outer number is taken are left out.

    The plan is kept by the function, for each connection. `case_number` of a row is its beginning, the serial is
    added there.
    """
    told = ask_one(session, _WRITE, {"doc": gathered.document()}).told
    numbers = {UUID(i): number for i, number in told["numbers"].items()}
    return Written(numbers, frozenset(map(UUID, told["arrived"])))
