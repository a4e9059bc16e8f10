"""Folding what transactions did to cells, and reading when a part of the map last changed and how much it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.incidents.shown import CODE, LAT, LON, SPECIAL

#: Cells are tiles of this zoom.
CELL_ZOOM = 16
#: Places are summed up in units of which the world has 2 to the power of this.
UNIT_BITS = 24
KEY = ("x", "y", "scope_code", "special_code", "state", "due_state", "urgency")
SUMS = ("n", "sum_x", "sum_y", "id_a", "id_b")
_KEY = ", ".join(KEY)
_SUMMED = (
    "sum(n) AS n, sum(sum_x) AS sum_x, sum(sum_y) AS sum_y, bit_xor(id_a) AS id_a, bit_xor(id_b) AS id_b"
)

#: What is folded and what is not yet, read in one statement: whatever the folder does meanwhile, each counts once.
COUNTED = f"""(
    SELECT {_KEY}, {", ".join(SUMS)} FROM gridops.incident_cell UNION ALL
    SELECT {_KEY}, {", ".join(SUMS)} FROM gridops.incident_cell_change
)"""

_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('gridops.incident_cell', 0))")
_FOLD = text(
    f"""
    WITH taken AS (
        DELETE FROM gridops.incident_cell_change WHERE id IN (
            SELECT id FROM gridops.incident_cell_change ORDER BY id LIMIT :limit
        ) RETURNING *
    ), marked AS (
        INSERT INTO gridops.incident_cell_mark (x, y, version)
        SELECT x, y, (SELECT nextval('gridops.incident_cell_version')) FROM taken GROUP BY x, y
        ON CONFLICT (x, y) DO UPDATE SET version = excluded.version
    ), folded AS (
        INSERT INTO gridops.incident_cell AS c ({_KEY}, {", ".join(SUMS)})
        SELECT {_KEY}, {_SUMMED} FROM taken GROUP BY {_KEY} HAVING sum(n) <> 0 OR bit_xor(id_a) <> 0
            OR sum(sum_x) <> 0 OR sum(sum_y) <> 0
        ON CONFLICT ({_KEY}) DO UPDATE SET n = c.n + excluded.n, sum_x = c.sum_x + excluded.sum_x,
            sum_y = c.sum_y + excluded.sum_y, id_a = c.id_a # excluded.id_a, id_b = c.id_b # excluded.id_b
        RETURNING c.x, c.y, c.n
    )
    SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM folded WHERE n = 0) AS empty
    """
)
_EMPTY = text("DELETE FROM gridops.incident_cell WHERE n = 0")


def fold(session: Session, *, limit: int) -> int:
    """Fold at most `limit` changes into cells; how many there were. 0 where another worker is at it."""
    if not session.scalar(_LOCK):
        return 0
    row = session.execute(_FOLD, {"limit": limit}).one()
    if row.empty:
        session.execute(_EMPTY)
    return int(row.taken)


@dataclass(frozen=True)
class Square:
    """The cells that a tile covers, half-open; within a single one from their zoom on."""

    min_x: int
    max_x: int
    min_y: int
    max_y: int

    @classmethod
    def of_tile(cls, z: int, x: int, y: int) -> Square:
        """The cells of a web-mercator tile."""
        if z >= CELL_ZOOM:
            x, y, side = x >> (z - CELL_ZOOM), y >> (z - CELL_ZOOM), 1
        else:
            side = 1 << (CELL_ZOOM - z)
            x, y = x * side, y * side
        return cls(x, x + side, y, y + side)

    def clause(self, alias: str) -> tuple[str, dict[str, Any]]:
        """The condition that a row of cells lies within, and its parameters."""
        return (
            f"{alias}.x >= :min_x AND {alias}.x < :max_x AND {alias}.y >= :min_y AND {alias}.y < :max_y",
            {"min_x": self.min_x, "max_x": self.max_x, "min_y": self.min_y, "max_y": self.max_y},
        )


def mark_of(session: Session, square: Square) -> tuple[int, int, int]:
    """What differs after any change of a case that a tile over these cells could show.

    The highest version of its cells, and how many changes wait, up to which: one that was begun earlier may end later,
    so the highest alone would miss it.
    """
    within, params = square.clause("c")
    row = session.execute(
        text(
            f"SELECT (SELECT max(c.version) FROM gridops.incident_cell_mark c WHERE {within}) AS version,"
            " count(*) AS waiting, max(c.id) AS newest"
            f" FROM gridops.incident_cell_change c WHERE {within}"
        ),
        params,
    ).one()
    return row.version or 0, row.waiting, row.newest or 0


def count_within(session: Session, square: Square, condition: str, params: dict[str, Any]) -> int:
    """How many cases lie in these cells, of those that meet a condition on `c`."""
    within, more = square.clause("c")
    return int(
        session.scalar(
            text(f"SELECT coalesce(sum(c.n), 0) FROM {COUNTED} c WHERE {within} AND {condition}"),
            params | more,
        )
    )


_DIFFERENCES = text(
    f"""
    WITH held AS (
        SELECT {_KEY}, {_SUMMED} FROM {COUNTED} c GROUP BY {_KEY} HAVING sum(n) <> 0
    ), counted AS (
        SELECT gridops.mercator_x(s.lon) >> 8 AS x, gridops.mercator_y(s.lat) >> 8 AS y, {CODE} AS scope_code,
               coalesce({SPECIAL}, '') AS special_code, i.state, i.due_state, i.urgency, count(*) AS n,
               sum(gridops.mercator_x(s.lon)) AS sum_x, sum(gridops.mercator_y(s.lat)) AS sum_y,
               bit_xor(gridops.half_of_id(i.id, 0)) AS id_a, bit_xor(gridops.half_of_id(i.id, 1)) AS id_b
        FROM gridops.incident i CROSS JOIN LATERAL (SELECT {LON} AS lon, {LAT} AS lat) s
        WHERE i.merged_into IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7
    )
    SELECT {_KEY}, coalesce(held.n, 0) AS held, coalesce(counted.n, 0) AS counted
    FROM held FULL JOIN counted USING ({_KEY})
    WHERE (held.n, held.sum_x, held.sum_y, held.id_a, held.id_b)
        IS DISTINCT FROM (counted.n, counted.sum_x, counted.sum_y, counted.id_a, counted.id_b)
    ORDER BY {_KEY}
    """
)


def differences(session: Session) -> Sequence[Any]:
    """The keys whose sums are not those of the cases: the key, `held`, `counted`. Reads every case."""
    return session.execute(_DIFFERENCES).all()


def recount(session: Session) -> None:
    """Count all cells anew; whoever writes a case waits meanwhile, a second for half a million."""
    session.execute(text("SELECT gridops.recount_cells()"))
