"""Counting cases: by any of the words of an area query, and in the cells of a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Filters
from gridops.insight.queries.basis import scope_of
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.where import where
from gridops.people.rules import Actor

#: Words whose key is an area of the case's chain: counted by grid here, folded upwards by the caller.
AREA_WORDS = ("grid", "village", "township")
_LOCAL = "i.reported_at AT TIME ZONE :zone"
_KEYS = {
    "service_group": "i.service_group",
    "service_code": "i.service_code",
    "state": "i.state",
    "unit": "i.unit_id",
    "level": "i.level",
    "origin": "i.origin",
    "day": f"to_char({_LOCAL}, 'YYYY-MM-DD')",
    "week": f"to_char(date_trunc('week', {_LOCAL}), 'YYYY-MM-DD')",
    "month": f"to_char({_LOCAL}, 'YYYY-MM')",
}
GROUP_WORDS = (*AREA_WORDS, *_KEYS)

CELL_M = 150.0
MAX_CELLS = 20_000


def count_groups(
    session: Session, actor: Actor, filters: Filters, *, group_by: Sequence[str], zone: str
) -> Sequence[Any]:
    """Rows of (n, k0, k1, …): one for each combination of keys, without an order.

    The key of an area word is the code of the smallest area that the case is counted in.
    Days, weeks (by their Monday) and months are `zone`'s.
    """
    found = where(filters, actor)
    scope_code, params = scope_of(filters.basis)
    # Reckoned once for each case, however many words ask for it.
    keys = [f"{_KEYS.get(word, 's.code')} AS k{n}" for n, word in enumerate(group_by)]
    grouping = "GROUP BY " + ", ".join(str(n + 2) for n in range(len(keys))) if keys else ""
    columns = ", ".join(["count(*) AS n", *keys])
    side = f"CROSS JOIN LATERAL (SELECT {scope_code} AS code) s" if set(AREA_WORDS) & set(group_by) else ""
    statement = text(f"SELECT {columns} FROM gridops.incident i {side} WHERE {found.sql} {grouping}")
    with reading_the_map(session):
        return session.execute(statement, found.params | params | {"zone": zone}).all()


# Each band of latitude has columns of its own width, so that every cell is as wide as it is high.
_HEAT = """
    WITH hit AS (
        SELECT i.lon, floor(i.lat / :step) AS band
        FROM gridops.incident i WHERE {where} AND NOT i.is_restricted
    ), cell AS (
        SELECT band, (band + 0.5) * :step AS lat, floor(lon / width.w) AS col, width.w
        FROM hit CROSS JOIN LATERAL (
            SELECT :step / greatest(cosd(least(abs(band * :step), 89.0)), 0.01) AS w
        ) width
    )
    SELECT (col + 0.5) * w AS lon, lat, count(*) AS n FROM cell
    GROUP BY band, lat, col, w ORDER BY n DESC, band, col LIMIT :limit
"""


def heat_cells(session: Session, actor: Actor, filters: Filters) -> Sequence[Any]:
    """(lon, lat, n) of the cells of about 150 m that hold cases, fullest first; never restricted ones."""
    found = where(filters, actor)
    step = CELL_M / 111_195.0
    statement = text(_HEAT.format(where=found.sql))
    with reading_the_map(session):
        return session.execute(statement, found.params | {"step": step, "limit": MAX_CELLS}).all()
