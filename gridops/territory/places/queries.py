"""Points against grids: one statement for any number of points. Measures in the deployment's metres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session
from gridops.territory.places.rules import NEAREST_M
from gridops.territory.sets.queries.finding import IN_FORCE, on_day

# ST_Transform raises far outside a projection's area, so points are held against the district's box first.
# A point on a border belongs to the lower code: the same one every time.
# Grids in reach are looked for only where the border is nearer than the fix is sure.
_LOCATE = text(
    f"""
    WITH in_force AS (
        SELECT s.id, d.measure_srid FROM gridops.boundary_set s CROSS JOIN gridops.deployment d
        WHERE {IN_FORCE}
    ), district AS MATERIALIZED (
        SELECT v.code, v.geom_m, ST_Expand(v.geom, 0.5) AS box
        FROM gridops.area_version v JOIN in_force s ON s.id = v.set_id WHERE v.level = 'district'
    ), pinned AS (
        SELECT t.n, t.reach, ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4490) AS p
        FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[]), CAST(:reaches AS float8[]))
             WITH ORDINALITY AS t(lon, lat, reach, n)
    ), sent AS MATERIALIZED (
        SELECT q.n, q.p, q.reach, s.id AS set_id, d.code AS district_code,
               CASE WHEN q.p && d.box THEN ST_Transform(q.p, s.measure_srid) END AS pm
        FROM pinned q CROSS JOIN in_force s CROSS JOIN district d
    )
    SELECT sent.n, sent.district_code, ST_X(sent.pm) AS x, ST_Y(sent.pm) AS y,
           base.id, base.code, base.name, special.code AS special_code, special.name AS special_name,
           CASE WHEN base.id IS NULL THEN holder.code END AS holder_code, near.grids,
           CASE WHEN sent.pm IS NULL THEN 'Infinity'::float8 WHEN base.id IS NOT NULL THEN 0
                ELSE (SELECT ST_Distance(d.geom_m, sent.pm) FROM district d) END AS outside_m
    FROM sent
    LEFT JOIN LATERAL (
        SELECT v.id, v.code, v.name,
               CASE WHEN sent.reach > 0 THEN ST_Distance(ST_Boundary(v.geom_m), sent.pm) END AS edge_m
        FROM gridops.area_version v
        WHERE v.set_id = sent.set_id AND v.level = 'grid' AND v.kind = 'base'
          AND ST_Intersects(v.geom, sent.p)
        ORDER BY v.code LIMIT 1
    ) base ON true
    LEFT JOIN LATERAL (
        SELECT v.code, v.name FROM gridops.area_version v
        WHERE v.set_id = sent.set_id AND v.level = 'grid' AND v.kind = 'special'
          AND ST_Intersects(v.geom, sent.p)
        ORDER BY v.code LIMIT 1
    ) special ON true
    LEFT JOIN LATERAL (
        SELECT v.code FROM gridops.area_version v
        WHERE base.id IS NULL AND v.set_id = sent.set_id AND v.level <> 'grid'
          AND ST_Intersects(v.geom, sent.p)
        ORDER BY array_position(ARRAY['village', 'township', 'district'], v.level), v.code LIMIT 1
    ) holder ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(v.id, v.code, v.name, ST_Distance(v.geom_m, sent.pm))) AS grids
        FROM gridops.area_version v
        WHERE (base.id IS NULL OR base.edge_m < sent.reach)
          AND v.set_id = sent.set_id AND v.level = 'grid' AND v.kind = 'base'
          AND ST_DWithin(v.geom_m, sent.pm,
                         CASE WHEN base.id IS NULL THEN greatest(sent.reach, :nearest) ELSE sent.reach END)
    ) near ON true
    ORDER BY sent.n
    """
)

_SHAPES = text("SELECT id, ST_AsBinary(geom_m) AS wkb FROM gridops.area_version WHERE id = ANY(:ids)")

_LAYERS = text(
    "SELECT id, level, kind, code, name, ST_AsBinary(geom) AS wkb, ST_AsBinary(geom_m) AS wkb_m"
    " FROM gridops.area_version WHERE set_id = :set ORDER BY level, code"
)


def locate_points(
    session: Session,
    lons: Sequence[float],
    lats: Sequence[float],
    reaches: Sequence[float],
    *,
    on: date | None = None,
) -> Sequence[Any]:
    """A row for each point, in order; none at all where no set is in force.

    `lons` and `lats` are CGCS2000 degrees, `reaches` metres (0 for an exact point). `x` and `y` are metres;
    `grids` lists (id, code, name, metres) of the base grids in reach where they matter.
    """
    return session.execute(
        _LOCATE,
        {
            # NumPy's numbers have no SQL of their own.
            "lons": [float(lon) for lon in lons],
            "lats": [float(lat) for lat in lats],
            "reaches": [float(reach) for reach in reaches],
            "nearest": NEAREST_M,
            **on_day(on),
        },
    ).all()


def shapes_of(session: Session, version_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """WKB, in the deployment's metres, of area versions."""
    rows = session.execute(_SHAPES, {"ids": list(version_ids)})
    return {row.id: bytes(row.wkb) for row in rows}


def areas_of_set(session: Session, set_id: UUID) -> Sequence[Any]:
    """Every area of a set in order of level and code, its shape in degrees (`wkb`) and in metres (`wkb_m`)."""
    return session.execute(_LAYERS, {"set": set_id}).all()
