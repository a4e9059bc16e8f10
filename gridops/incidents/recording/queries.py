"""Writing new cases by one statement, and whether an id has been used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql

from gridops.db.session import Session
from gridops.incidents.models import Incident, case_numbers


def report_facts(session: Session, ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    """(reporter, content hash) of reports by id, wherever they are: answers "has this id been used?".

    Runs as the definer, since an id may belong to a case out of the caller's sight.
    """
    rows = session.execute(
        text("SELECT id, reporter_id, content_hash FROM gridops.report_facts(CAST(:ids AS uuid[]))"),
        {"ids": [str(i) for i in ids]},
    )
    return {row.id: (row.reporter_id, bytes(row.content_hash)) for row in rows}


@cache
def _insert_statement(names: tuple[str, ...]) -> Any:
    """The INSERT of rows sent as one JSON document: one text whatever their number, so it is prepared once.

    Serials of case numbers come from a plain sequence; gaps are allowed, and five digits grow rather than collide.
    """
    columns = Incident.__table__.columns
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    types = ", ".join(f"{n} {columns[n].type.compile(dialect=dialect)}" for n in names)
    picked = ", ".join(
        "r.case_number || lpad(s.n::text, greatest(5, length(s.n::text)), '0')"
        if n == "case_number"
        else f"r.{n}"
        for n in names
    )
    statement = text(
        f"INSERT INTO gridops.incident ({', '.join(names)})"
        f" SELECT {picked} FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r({types})"
        f" CROSS JOIN LATERAL (SELECT nextval('{case_numbers.schema}.{case_numbers.name}') WHERE r.id IS NOT NULL)"
        " AS s(n) ON CONFLICT (id) DO NOTHING"
        f" RETURNING {', '.join(c.name for c in columns if c.name != 'geom')}"
    )
    read = [c for c in columns if c.name != "geom"]
    return select(Incident).from_statement(statement.columns(*read))


def insert_incidents(session: Session, rows: Sequence[dict[str, Any]]) -> dict[UUID, Incident]:
    """Write new cases by one statement; those whose id is taken meanwhile are left out of what is returned.

    The rows have the same columns; `case_number` is its beginning, the serial is added here.
    """
    sent = orjson.dumps(list(rows), default=_as_text).decode()
    found = session.scalars(_insert_statement(tuple(rows[0])), {"rows": sent})
    return {row.id: row for row in found}


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value).__name__} is no column of a case")
