"""The territory as vector tiles, made by SQL. The columns that leave are listed here and nowhere else."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from gridops.db.session import Session
from gridops.territory.rules import GROUP_KINDS
from gridops.territory.tiles.rules import MINOR_ROADS, SIMPLIFIED_BELOW, tile_box

EXTENT = 4096
BUFFER = 64
#: Half a screen pixel, in tile units of which 8 make one.
_TOLERANCE_UNITS = 4.0
_WORLD_M = 40_075_016.685578488

#: layer → which areas; each row carries code, name, short_name, kind and level.
_AREA_LAYERS = {
    "district": "level = 'district'",
    "township": "level = 'township'",
    "village": "level = 'village'",
    "grid": "kind = 'base'",
    "special_grid": "kind = 'special'",
}

# The tile's box is held against `geom` in degrees: the other way round no index would be used.
_TILE = text(
    """
    WITH tile AS MATERIALIZED (
        SELECT ST_TileEnvelope(:z, :x, :y) AS env, ST_MakeEnvelope(:west, :south, :east, :north, 4490) AS box
    ), area AS MATERIALIZED (
        SELECT v.level, v.kind, v.code, v.name, v.short_name,
               ST_AsMVTGeom(ST_Simplify(ST_Transform(v.geom, 3857), :tolerance, true), tile.env,
                            :extent, :buffer) AS geom
        FROM tile JOIN gridops.area_version v ON v.geom && tile.box WHERE v.set_id = :set
    ), team AS (
        SELECT g.kind, g.code, g.name, 'group' AS level,
               ST_AsMVTGeom(ST_Simplify(ST_Transform(g.geom, 3857), :tolerance, true), tile.env,
                            :extent, :buffer) AS geom
        FROM tile JOIN gridops.area_group g ON g.geom && tile.box
        WHERE g.set_id = :set
    ), feature AS MATERIALIZED (
        SELECT f.kind, f.name, f.feature_class AS class,
               ST_AsMVTGeom(ST_Simplify(ST_Transform(f.geom, 3857), :tolerance, true), tile.env,
                            :extent, :buffer) AS geom
        FROM tile JOIN gridops.map_feature f ON f.geom && tile.box
        WHERE f.set_id = :set AND NOT f.feature_class = ANY(CAST(:hidden AS text[]))
    ), label AS (
        SELECT v.short_name AS name, v.level, v.kind, v.code,
               ST_AsMVTGeom(ST_Transform(ST_SetSRID(ST_MakePoint(v.label_lon, v.label_lat), 4490), 3857),
                            tile.env, :extent, 0, true) AS geom
        FROM tile JOIN gridops.area_version v ON v.geom && tile.box
        WHERE v.set_id = :set AND v.level IN ('township', 'village')
        UNION ALL
        SELECT regexp_replace(g.name, '^.* ', ''), 'group', g.kind, g.code,
               ST_AsMVTGeom(ST_Transform(ST_PointOnSurface(g.geom), 3857), tile.env, :extent, 0, true)
        FROM tile JOIN gridops.area_group g ON g.geom && tile.box WHERE g.set_id = :set
    )
    SELECT """
    + " || ".join(
        f"(SELECT coalesce(ST_AsMVT(t, '{layer}', :extent, 'geom'), '') FROM (SELECT code, name, short_name,"
        f" kind, level, geom FROM area WHERE geom IS NOT NULL AND {which} ORDER BY code) t)"
        for layer, which in _AREA_LAYERS.items()
    )
    + "".join(
        f" || (SELECT coalesce(ST_AsMVT(t, '{layer}', :extent, 'geom'), '') FROM (SELECT code, name, kind,"
        f" level, geom FROM team WHERE geom IS NOT NULL AND kind = '{layer}' ORDER BY code) t)"
        for layer in GROUP_KINDS
    )
    + "".join(
        f" || (SELECT coalesce(ST_AsMVT(t, '{layer}', :extent, 'geom'), '') FROM"
        f" (SELECT name, class, geom FROM feature WHERE geom IS NOT NULL AND kind = '{layer}') t)"
        for layer in ("road", "water", "place")
    )
    + """
    || (SELECT coalesce(ST_AsMVT(t, 'label', :extent, 'geom'), '')
        FROM (SELECT name, level, kind, code, geom FROM label WHERE geom IS NOT NULL ORDER BY code) t)
    """
)


def territory_tile(session: Session, set_id: UUID, z: int, x: int, y: int) -> bytes:
    """One tile (Mapbox Vector Tile 2, web mercator) of a set; empty where nothing of it lies."""
    box = tile_box(z, x, y, margin=BUFFER / EXTENT)
    tolerance = 0.0 if z >= SIMPLIFIED_BELOW else _WORLD_M / (1 << z) / EXTENT * _TOLERANCE_UNITS
    tile = session.scalar(
        _TILE,
        {
            "set": set_id,
            "z": z,
            "x": x,
            "y": y,
            "west": box.west,
            "south": box.south,
            "east": box.east,
            "north": box.north,
            "tolerance": tolerance,
            "extent": EXTENT,
            "buffer": BUFFER,
            "hidden": [name for name, least in MINOR_ROADS.items() if z < least],
        },
    )
    return bytes(tile or b"")


def find_kept_tile(session: Session, set_id: UUID, z: int, x: int, y: int) -> bytes | None:
    """A tile that was made before and kept; None for one that was not."""
    found = session.scalar(
        text("SELECT t.tile FROM gridops.territory_tile t WHERE (set_id, z, x, y) = (:set, :z, :x, :y)"),
        {"set": set_id, "z": z, "x": x, "y": y},
    )
    return bytes(found) if found is not None else None
