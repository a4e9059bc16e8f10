"""Counting in a drawn polygon: codes whose points all lie inside come from the roll-up, those it cuts from the cases.

Each case at the edge is looked at, never a grid's border; most of them in an index alone.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from gridops.db.session import Session
from gridops.incidents.shown import LAT, LON
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.where import where
from gridops.insight.rollups.queries.summing import CASES, PLAIN, Question
from gridops.people import scope

#: Degrees by which a reach is widened: that of a single point has no area, and PostGIS finds nothing in it.
_HAIR = "1e-7"
_HOLDS = text(
    """
    SELECT EXISTS (SELECT FROM gridops.rollup_place p WHERE ST_Covers(CAST(:polygon AS geometry),
        ST_MakeEnvelope(p.west, p.south, p.east, p.north, 4490)))
    """
)
# How far the points of each code reach, pending ones too, against the polygon. A code that the asker may not see as a
# whole counts as one at the edge: there each case is looked at, and so is whether he sees it. A village is whole where
# every code in it is inside; its rows then stand for theirs.
_MET = """
WITH reach AS (
    SELECT scope_code, min(village_code) AS village_code,
           min(west) - {hair} AS west, min(south) - {hair} AS south,
           max(east) + {hair} AS east, max(north) + {hair} AS north
    FROM (SELECT scope_code, village_code, west, south, east, north FROM gridops.rollup_place
          UNION ALL SELECT scope_code, NULL, west, south, east, north FROM gridops.rollup_pending) every
    GROUP BY scope_code
), placed AS (
    SELECT scope_code, village_code, ({scope}) AS is_seen,
           ({scope}) AND ST_Covers(CAST(:polygon AS geometry), box) AS is_inside,
           ST_Intersects(CAST(:polygon AS geometry), box) AS is_met
    FROM reach CROSS JOIN LATERAL (SELECT ST_MakeEnvelope(west, south, east, north, 4490) AS box) b
), met AS MATERIALIZED (
    SELECT scope_code, village_code, is_seen, is_inside, is_met, coalesce(
        bool_and(is_inside) OVER (PARTITION BY village_code) AND village_code IS NOT NULL, false) AS is_whole
    FROM placed
)
"""
# No roll-up of grids keeps anything else apart, so nothing else is asked of a case; all of it stands in one index.
_ASKED = "i.scope_code, i.reported_at, i.lon, i.lat, i.state, i.service_group, i.service_code"
_AT_EDGE = "is_met AND NOT is_inside"
_INSIDE = "ST_Intersects(ST_Point(i.lon, i.lat, 4490), CAST(:polygon AS geometry))"


def holds_a_place(session: Session, polygon: str) -> bool:
    """Whether a code lies within a polygon as a whole, so that its roll-up is of use. Decides no count."""
    with reading_the_map(session):
        return bool(session.scalar(_HOLDS, {"polygon": polygon}))


def _codes(condition: str, column: str = "scope_code") -> str:
    return f"ANY(ARRAY(SELECT {column} FROM met WHERE {condition} GROUP BY 1))"


class PolygonQuestion(Question):
    """Counted in a polygon, of which the asker may see a part only."""

    def sql(self) -> str:
        """Whole villages and whole codes from the roll-ups, and three looks at cases."""
        owned, params = scope.areas_clause(self.actor, "scope_code")
        self.params |= params | {"polygon": self.filters.polygon}
        self._period = self.within(((self.filters.since, self.filters.until),))  # type: ignore[arg-type]
        self._edges = self.within(self.plan.days.edges)
        met = _MET.format(scope=owned or "false", hair=_HAIR)
        inside = f"{{code}} = {_codes('is_inside')}"
        folded = {"grid": inside}
        if "grid" not in self.group_by:
            folded = {
                "village": f"{{code}} = {_codes('is_whole', 'village_code')}",
                "grid": f"{{code}} = {_codes('is_inside AND NOT is_whole')}",
            }
        cases = [self._seen_at_edge(), self._others()]
        if self.plan.days.edges:
            cases.append(f"SELECT {self.keys(PLAIN)} 1 FROM ({self._plain('is_inside', self._edges)}) i")
        return f"{met} {self.summed(folded, inside, cases)}"

    def _seen_at_edge(self) -> str:
        """Of codes that the asker sees as a whole."""
        # The points are asked last: so the planner reads the index alone, and starts no other process for them.
        return (
            f"SELECT {self.keys(PLAIN)} 1 FROM ({self._plain(f'is_seen AND {_AT_EDGE}', self._period)} OFFSET 0) i"
            f" WHERE {_INSIDE}"
        )

    def _plain(self, codes: str, times: str) -> str:
        """Cases that are not restricted, under codes in the asker's areas: all their columns are in one index."""
        owned, _ = scope.areas_clause(self.actor, "i.scope_code")
        return (
            f"SELECT {_ASKED} FROM gridops.incident i"
            f" WHERE ({owned or 'false'}) AND NOT i.is_restricted AND i.merged_into IS NULL AND {times}"
            f" AND i.scope_code = {_codes(codes)}{self.words.format(alias='i')}"
        )

    def _others(self) -> str:
        """Restricted cases, which stand at their village, and those under codes that the asker sees a part of."""
        found = where(replace(self.filters, since=None, until=None, polygon=None), self.actor)
        self.params |= found.params
        keys = "".join(f"k{n}, " for n in range(len(self.group_by)))
        return (
            f"SELECT {keys} 1 FROM (SELECT {self.keys(CASES)} {LON} AS lon, {LAT} AS lat"
            f" FROM gridops.incident i WHERE {found.sql} AND ("
            f"NOT i.is_restricted AND i.scope_code = {_codes(f'NOT is_seen AND {_AT_EDGE}')} AND {self._period}"
            f" OR i.is_restricted AND i.shown_code = {_codes(_AT_EDGE)} AND {self._period}"
            f" OR i.is_restricted AND i.shown_code = {_codes('is_inside')} AND {self._edges}"
            f") OFFSET 0) i WHERE {_INSIDE}"
        )
