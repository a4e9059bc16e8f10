"""Vector tiles of cases: single ones from zoom 13 on, below that one mark for each cell of the tile."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from gridops.db.session import Session
from gridops.insight.filters import Filters
from gridops.insight.queries.columns import reading_the_map
from gridops.insight.queries.where import where
from gridops.people.rules import Actor

LAYER = "incidents"
EXTENT = 4096
FIRST_SINGLE_ZOOM = 13
#: Cells of a tile's side: 32 px each where a tile is drawn 512 px wide.
CELLS = 16

# The envelope is brought to the data, not the data to the envelope, else no index works. The tile's own units
# are reckoned from the degrees (spherical Mercator, as in EPSG:3857), several times faster than ST_Transform
# of each point; half-open and without a margin, so that every case is in one tile only.
_HIT = """
    SELECT * FROM (
        SELECT i.id, i.state, i.due_state, i.urgency, i.service_code, i.service_group, i.level,
               floor(((i.lon + 180) / 360 * 2 ^ :z - :x) * :extent) AS px,
               floor(((1 - asinh(tan(radians(i.lat))) / pi()) / 2 * 2 ^ :z - :y) * :extent) AS py
        FROM gridops.incident i
        WHERE i.geom && ST_Transform(ST_TileEnvelope(:z, :x, :y), 4490) AND {where}
    ) near_by
    WHERE px >= 0 AND px < :extent AND py >= 0 AND py < :extent
"""
_SINGLE = """
    SELECT h.id::text AS id, h.state, h.due_state, h.urgency, h.service_code, h.service_group, h.level,
           1 AS n, ST_MakePoint(h.px, h.py) AS at
    FROM hit h ORDER BY h.id
"""
# A mark for many wears the worst of them, so that an overdue case shows from afar.
_CLUSTERED = """
    SELECT CASE WHEN count(*) = 1 THEN min(h.id::text) END AS id,
           CASE WHEN min(h.state) = max(h.state) THEN min(h.state) END AS state,
           (ARRAY['done', 'paused', 'normal', 'soon', 'overdue'])[max(array_position(
               ARRAY['done', 'paused', 'normal', 'soon', 'overdue'], h.due_state))] AS due_state,
           (ARRAY['normal', 'urgent', 'major'])[max(array_position(
               ARRAY['normal', 'urgent', 'major'], h.urgency))] AS urgency,
           CASE WHEN min(h.service_code) = max(h.service_code) THEN min(h.service_code) END AS service_code,
           CASE WHEN min(h.service_group) = max(h.service_group)
                THEN min(h.service_group) END AS service_group,
           CASE WHEN min(h.level) = max(h.level) THEN min(h.level) END AS level,
           count(*)::int AS n, ST_MakePoint(round(avg(h.px)), round(avg(h.py))) AS at
    FROM hit h
    GROUP BY floor(h.px * :cells / :extent), floor(h.py * :cells / :extent)
    ORDER BY floor(h.px * :cells / :extent), floor(h.py * :cells / :extent)
"""
_TILE = """
    WITH hit AS ({hit}), feature AS ({features})
    SELECT ST_AsMVT(feature, :layer, :extent, 'at') FROM feature
"""


def incident_tile(session: Session, actor: Actor, filters: Filters, *, z: int, x: int, y: int) -> bytes:
    """The tile's bytes, empty where no case is in sight; restricted ones are never drawn."""
    found = where(replace(filters, with_restricted=False), actor)
    features = _SINGLE if z >= FIRST_SINGLE_ZOOM else _CLUSTERED
    statement = text(_TILE.format(hit=_HIT.format(where=found.sql), features=features))
    tile = {"z": z, "x": x, "y": y, "extent": EXTENT, "cells": CELLS, "layer": LAYER}
    with reading_the_map(session):
        return bytes(session.scalar(statement, found.params | tile) or b"")
