"""Vector tiles of cases: single ones from zoom 13 on as long as a tile can bear them, else marks for many.

A mark says how many it stands for (`n`) and wears the worst of them; `more` says that it stands beside single ones.
What can be counted comes from the counted cells, the rest from the rows. Restricted cases are drawn where they stand:
at the middle of their village's name.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from gridops.db.session import Session
from gridops.incidents.rules import OPEN_STATES
from gridops.incidents.shown import CODE, LAT, LON, SPECIAL, stands_where
from gridops.insight.cells.queries import CELL_ZOOM, COUNTED, UNIT_BITS, Square, count_within, mark_of
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.counted import Counted, counted
from gridops.insight.queries.where import Where, where
from gridops.people import scope
from gridops.people.rules import Actor

LAYER = "incidents"
EXTENT = 4096
FIRST_SINGLE_ZOOM = 13
#: Marks of a tile's side: 32 px each where a tile is drawn 512 px wide.
CELL_BITS = 4
#: Single cases of a tile: about 80 bytes each.
MOST_SINGLE = 4_000

# The envelope is brought to the data, not the data to the envelope, else no index works. The tile's own units
# are reckoned from the degrees (spherical Mercator, as in EPSG:3857), several times faster than ST_Transform
# of each point; half-open and without a margin, so that every case is in one tile only.
_HIT = f"""
    SELECT * FROM (
        SELECT i.id, i.state, i.due_state, i.urgency, i.service_code, i.service_group, i.level, i.is_open,
               i.reported_at, s.lon, s.lat,
               floor(((s.lon + 180) / 360 * 2 ^ :z - :x) * :extent) AS px,
               floor(((1 - asinh(tan(radians(s.lat))) / pi()) / 2 * 2 ^ :z - :y) * :extent) AS py
        FROM gridops.incident i CROSS JOIN LATERAL (SELECT {LON} AS lon, {LAT} AS lat) s
        WHERE {stands_where("{geom} && ST_Transform(ST_TileEnvelope(:z, :x, :y), 4490)")} AND {{where}}
    ) near_by
    WHERE px >= 0 AND px < :extent AND py >= 0 AND py < :extent
"""
_SINGLE = """
    SELECT h.id::text AS id, h.state, h.due_state, h.urgency, h.service_code, h.service_group, h.level,
           1 AS n, CAST(NULL AS boolean) AS more, ST_MakePoint(h.px, h.py) AS at
    FROM {of} h ORDER BY h.id
"""
#: Open ones first, then the newest: what a tile cannot bear is the oldest of what is done.
_RANKED = (
    "SELECT h.*, row_number() OVER (ORDER BY h.is_open DESC, h.reported_at DESC, h.id) AS rank FROM hit h"
)
#: Rows as parts of marks: the columns that counted cells have.
_AS_PARTS = """
    SELECT gridops.mercator_x(h.lon) >> 8 AS x, gridops.mercator_y(h.lat) >> 8 AS y, h.state, h.due_state, h.urgency,
           1 AS n, gridops.mercator_x(h.lon) AS sum_x, gridops.mercator_y(h.lat) AS sum_y,
           gridops.half_of_id(h.id, 0) AS id_a, gridops.half_of_id(h.id, 1) AS id_b
    FROM {of} h
"""
_COUNTED_PARTS = f"""
    SELECT c.x, c.y, c.state, c.due_state, c.urgency, sum(c.n) AS n, sum(c.sum_x) AS sum_x, sum(c.sum_y) AS sum_y,
           bit_xor(c.id_a) AS id_a, bit_xor(c.id_b) AS id_b
    FROM {COUNTED} c WHERE {{within}} AND {{condition}}
    GROUP BY c.x, c.y, c.state, c.due_state, c.urgency HAVING sum(c.n) <> 0
"""
# A mark for many wears the worst of them, so that an overdue case shows from afar. Of one case the ids that were
# exclusive-or'ed are its own.
_MARKS = """
    SELECT CASE WHEN sum(p.n) = 1 THEN CAST(CAST(lpad(to_hex(bit_xor(p.id_a)), 16, '0')
               || lpad(to_hex(bit_xor(p.id_b)), 16, '0') AS uuid) AS text) END AS id,
           CASE WHEN min(p.state) = max(p.state) THEN min(p.state) END AS state,
           (ARRAY['done', 'paused', 'normal', 'soon', 'overdue'])[max(array_position(
               ARRAY['done', 'paused', 'normal', 'soon', 'overdue'], p.due_state))] AS due_state,
           (ARRAY['normal', 'urgent', 'major'])[max(array_position(
               ARRAY['normal', 'urgent', 'major'], p.urgency))] AS urgency,
           CAST(NULL AS text) AS service_code, CAST(NULL AS text) AS service_group, CAST(NULL AS text) AS level,
           CAST(sum(p.n) AS integer) AS n, CAST(:more AS boolean) AS more,
           ST_MakePoint(floor((sum(p.sum_x) / sum(p.n) / 2 ^ :unit_bits * 2 ^ :z - :x) * :extent),
               floor((sum(p.sum_y) / sum(p.n) / 2 ^ :unit_bits * 2 ^ :z - :y) * :extent)) AS at
    FROM {of} p GROUP BY p.x >> :shift, p.y >> :shift ORDER BY p.x >> :shift, p.y >> :shift
"""
_TILE = "WITH {parts} SELECT ST_AsMVT(feature, :layer, :extent, 'at') FROM feature"
# Own cases outside the areas that were counted, and restricted ones that lie in these areas but stand outside, at the
# village of a grid; whoever has the whole district has none.
_OWN = """
    ({own}) AND NOT ({within}) AND NOT EXISTS (
        SELECT FROM gridops.deployment d WHERE {district}
    )
"""


class Tile:
    """One tile of one asker: when it last changed, and its bytes."""

    def __init__(self, actor: Actor, filters: Filters, *, z: int, x: int, y: int) -> None:
        self._actor, self._z = actor, z
        self._filters = filters
        self._square = Square.of_tile(z, x, y)
        # Marks below 13 are a sixteenth of the tile's side; beside single ones they are whole cells.
        shift = max(CELL_ZOOM - z - CELL_BITS, 0) if z < FIRST_SINGLE_ZOOM else 0
        self._params: dict[str, Any] = {
            "z": z, "x": x, "y": y, "extent": EXTENT, "layer": LAYER, "unit_bits": UNIT_BITS, "shift": shift,
            "more": True if z >= FIRST_SINGLE_ZOOM else None,
        }  # fmt: skip

    def mark(self, session: Session) -> tuple[int, int, int]:
        """What differs after any change of a case that this tile could show."""
        with reading_the_map(session):
            return mark_of(session, self._square)

    def draw(self, session: Session) -> bytes:
        """The tile's bytes, empty where no case is in sight."""
        with reading_the_map(session):
            cells = counted(self._filters, self._actor)
            if self._z < FIRST_SINGLE_ZOOM:
                return self._from_rows(session) if cells is None else self._from_cells(session, cells)
            if cells is not None and self._z <= CELL_ZOOM and self._count(session, cells) > MOST_SINGLE:
                return self._crowded(session, cells)
            return self._from_rows(session)

    def _count(self, session: Session, cells: Counted) -> int:
        return count_within(session, self._square, cells.condition, cells.params)

    def _where(self) -> Where:
        return where(self._filters, self._actor)

    def _run(self, session: Session, parts: dict[str, str], params: dict[str, Any]) -> bytes:
        named = ", ".join(f"{name} AS ({sql})" for name, sql in parts.items())
        return bytes(session.scalar(text(_TILE.format(parts=named)), params | self._params) or b"")

    def _from_rows(self, session: Session) -> bytes:
        found = self._where()
        parts = {"hit": _HIT.format(where=found.sql)}
        if self._z < FIRST_SINGLE_ZOOM:
            parts |= {"part": _AS_PARTS.format(of="hit"), "feature": _MARKS.format(of="part")}
        else:
            parts |= {
                "ranked": _RANKED,
                "single": _SINGLE.format(of="(SELECT * FROM ranked WHERE rank <= :most)"),
                "part": _AS_PARTS.format(of="(SELECT * FROM ranked WHERE rank > :most)"),
                "rest": _MARKS.format(of="part"),
                "feature": "SELECT * FROM single UNION ALL SELECT * FROM rest",
            }
        return self._run(session, parts, found.params | {"most": MOST_SINGLE})

    def _parts(self, cells: Counted, *, is_closed: bool) -> tuple[dict[str, str], dict[str, Any]]:
        """Counted cells and the asker's own cases outside them; with `is_closed` only those that are done."""
        within, params = self._square.clause("c")
        found = self._where()
        own, _ = scope.own_clause(self._actor)
        areas, _ = scope.areas_clause(self._actor, CODE, SPECIAL)
        own = f"{own} OR {self._beyond()}" if areas else own
        district, _ = scope.areas_clause(self._actor, "d.district_code")
        beside = _OWN.format(
            own=own, within=f"coalesce({areas or 'false'}, false)", district=district or "false"
        )
        condition = cells.condition + (" AND NOT c.state = ANY(CAST(:open AS text[]))" if is_closed else "")
        hit = f"{found.sql} AND {beside}" + (" AND NOT i.is_open" if is_closed else "")
        parts = {
            "counted": _COUNTED_PARTS.format(within=within, condition=condition),
            "beside": _HIT.format(where=hit),
            "part": f"SELECT * FROM counted UNION ALL {_AS_PARTS.format(of='beside')}",
        }
        above = sorted({code[:k] for code in self._actor.areas for k in range(1, len(code))})
        return parts, cells.params | params | found.params | {"open": sorted(OPEN_STATES), "above": above}

    def _beyond(self) -> str:
        """Restricted cases that lie in the actor's areas and may stand in none of them: at an area above."""
        within, _ = scope.areas_clause(self._actor, "i.scope_code")
        special, _ = scope.areas_clause(self._actor, "i.special_grid_code")
        return (
            f"(i.is_restricted AND i.shown_code = ANY(CAST(:above AS text[])) AND ({within}))"
            f" OR (i.is_restricted AND ({special}))"
        )

    def _from_cells(self, session: Session, cells: Counted) -> bytes:
        parts, params = self._parts(cells, is_closed=False)
        return self._run(session, {**parts, "feature": _MARKS.format(of="part")}, params)

    def _crowded(self, session: Session, cells: Counted) -> bytes:
        """Open cases one by one, and marks for those that are done; marks alone where even the open ones are many."""
        now_open = Counted(f"{cells.condition} AND c.state = ANY(CAST(:open AS text[]))", dict(cells.params))
        now_open.params["open"] = sorted(OPEN_STATES)
        if self._count(session, now_open) > MOST_SINGLE:
            return self._from_cells(session, cells)
        parts, params = self._parts(cells, is_closed=True)
        parts |= {
            "hit": _HIT.format(where=f"{self._where().sql} AND i.is_open"),
            "single": _SINGLE.format(of="hit"),
            "rest": _MARKS.format(of="part"),
            "feature": "SELECT * FROM single UNION ALL SELECT * FROM rest",
        }
        return self._run(session, parts, params)
