"""Reading where the season's cases fall, writing it in whole tables, and taking it away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from gridops.db.session import Session
from gridops.demonstration.season.crew import PREFIX
from gridops.territory.sets.queries.finding import IN_FORCE, on_day

_GROUNDS = text(
    f"""
    SELECT g.code AS grid_code, left(g.code, 9) AS township_code, v.name AS village, coalesce(g.people, 100) AS people
    FROM gridops.area_version g
    JOIN gridops.boundary_set s ON s.id = g.set_id
    JOIN gridops.area_version v ON v.set_id = g.set_id AND v.code = g.parent_code
    WHERE g.kind = 'base' AND s.id = (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE})
    ORDER BY g.code
    """
)
# As many points in each grid as cases fall there, the same for the same seed.
_POINTS = text(
    f"""
    SELECT a.code, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat
    FROM jsonb_each_text(CAST(:wanted AS jsonb)) w(code, n)
    JOIN gridops.area_version a ON a.code = w.code
     AND a.set_id = (SELECT id FROM gridops.boundary_set WHERE {IN_FORCE})
    CROSS JOIN LATERAL ST_Dump(ST_GeneratePoints(a.geom, CAST(w.n AS int), :seed)) p
    ORDER BY a.code, p.path
    """
)
_UNITS_OF_GRIDS = text(
    "SELECT u.area_code, u.id FROM gridops.unit u WHERE u.kind IN ('grid', 'village') AND u.is_active"
)
_CREW = f"SELECT id FROM gridops.account WHERE is_demo AND username LIKE '{PREFIX}%'"


def grounds(session: Session) -> Sequence[Any]:
    """(grid_code, township_code, village, people) of every base grid of the set in force."""
    return session.execute(_GROUNDS, on_day(None)).all()


def points_in(session: Session, wanted: Mapping[str, int], seed: int) -> dict[str, list[tuple[float, float]]]:
    """So many points (lon, lat in CGCS2000 degrees) in each grid, by its code."""
    params = on_day(None) | {"wanted": orjson.dumps(dict(wanted)).decode(), "seed": seed}
    found: dict[str, list[tuple[float, float]]] = {}
    for row in session.execute(_POINTS, params):
        found.setdefault(row.code, []).append((round(row.lon, 7), round(row.lat, 7)))
    return found


def own_units(session: Session) -> dict[str, UUID]:
    """The unit of each grid and village, by the area's code."""
    return {row.area_code: row.id for row in session.execute(_UNITS_OF_GRIDS)}


def has_season(session: Session) -> bool:
    """Whether the season is there."""
    return bool(session.scalar(text(f"SELECT EXISTS ({_CREW})")))


def stamp_now(session: Session) -> int:
    """The stamp of the reference data, under which it may be read from memory."""
    return int(session.scalar(text("SELECT stamp FROM gridops.reference_stamp")) or 0)


def case_serials(session: Session, count: int) -> list[int]:
    """So many serials of case numbers."""
    drawn = text("SELECT nextval('gridops.case_number_seq') FROM generate_series(1, :n)")
    return [int(n) for n in session.scalars(drawn, {"n": count})]


def insert_rows(session: Session, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of one table by one statement; what none of them says is left to the table's own defaults."""
    if not rows:
        return
    names = sorted({name for row in rows for name, value in row.items() if value is not None})
    listed = ", ".join(names)
    session.execute(
        text(
            f"INSERT INTO gridops.{table} ({listed}) SELECT {listed}"
            f" FROM jsonb_populate_recordset(NULL::gridops.{table}, CAST(:rows AS jsonb))"
        ),
        {"rows": orjson.dumps([dict(row) for row in rows], default=_as_text).decode()},
    )


def delete_season(session: Session) -> int:
    """Take the season's cases and its crew away; returns how many cases. What others added to them goes with them."""
    cases = f"SELECT i.id FROM gridops.incident i WHERE i.reporter_id IN ({_CREW})"
    session.execute(text(f"DELETE FROM gridops.timer WHERE entity_id IN ({cases})"))
    session.execute(text(f"DELETE FROM gridops.external_number WHERE incident_id IN ({cases})"))
    gone = session.execute(text(f"DELETE FROM gridops.incident WHERE id IN ({cases})"))
    session.execute(text(f"DELETE FROM gridops.account WHERE id IN ({_CREW})"))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value).__name__} is no column")
