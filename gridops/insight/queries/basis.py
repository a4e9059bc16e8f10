"""By which boundaries a case is counted: today's, those it was recorded under, or those of another day's set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from gridops.incidents.shown import CODE, SPECIAL, unless_restricted
from gridops.insight.filters import Basis

_TODAY = CODE
# A restricted case counts at its village, by whichever boundaries; most have never moved.
_RECORDED = """CASE WHEN NOT i.is_restricted THEN coalesce(i.recorded_scope_code, i.scope_code)
    WHEN i.recorded_scope_code IS NULL THEN i.shown_code
    ELSE (SELECT s.code FROM gridops.standing_of(i.recorded_scope_code) s) END"""

# What was recorded while the set was in force counts as recorded. Else a case goes where its grid went whole, as it
# does when a set comes into force; else the point decides; and where it lies in no grid (a whole village was named, or
# the nearest grid was taken) a code that the set knows. Codes are looked up in constants: a look into a table for each
# of a million cases takes minutes.
_REBASED = f"""coalesce(
    CASE WHEN i.reported_at >= :basis_from AND (CAST(:basis_to AS timestamptz) IS NULL OR i.reported_at < :basis_to)
          AND jsonb_exists(CAST(:basis_codes AS jsonb), {_RECORDED}) THEN {_RECORDED} END,
    CASE WHEN NOT i.is_restricted THEN CAST(:basis_grids AS jsonb) ->> i.scope_code END,
    CASE WHEN i.is_restricted THEN coalesce(CAST(:basis_uppers AS jsonb) ->> i.shown_code, (
        SELECT v.code FROM gridops.area_version v
        WHERE v.set_id = :basis_set AND v.level = 'village' AND ST_Intersects(v.geom, i.shown_geom)
        ORDER BY v.code LIMIT 1))
      WHEN i.location_source = 'area' THEN CAST(:basis_uppers AS jsonb) ->> i.scope_code ELSE (
        SELECT v.code FROM gridops.area_version v
        WHERE v.set_id = :basis_set AND v.kind = 'base' AND ST_Intersects(v.geom, i.geom)
        ORDER BY v.code LIMIT 1) END,
    (SELECT v.code FROM gridops.area_version v
     WHERE v.set_id = :basis_set AND v.code IN (CASE WHEN NOT i.is_restricted THEN i.recorded_scope_code END, {_TODAY})
     ORDER BY v.code = {_TODAY} LIMIT 1),
    :basis_district)"""


def is_reckoned(basis: Basis | None) -> bool:
    """Whether the area that a case is counted in stands in no column of its row."""
    return basis is not None and basis.set_id is not None and not basis.is_today


def scope_of(basis: Basis | None) -> tuple[str, dict[str, Any]]:
    """The SQL of the area that `incident i` is counted in, with its parameters."""
    if basis is None or basis.is_today:
        return _TODAY, {}
    if basis.set_id is None:
        return _RECORDED, {}
    return _REBASED, {
        "basis_set": basis.set_id,
        "basis_from": basis.since,
        "basis_to": basis.until,
        "basis_district": basis.district_code,
        "basis_codes": _constant(dict.fromkeys(sorted(basis.codes), 1)),
        "basis_grids": _constant(basis.rebased.grids),
        "basis_uppers": _constant(basis.rebased.uppers),
    }


def _constant(found: Mapping[str, object]) -> str:
    return orjson.dumps(found).decode()


@dataclass(frozen=True)
class GridColumns:
    """SQL of the grid that a case leaves with: its code, its name, and the join that they need."""

    code: str
    name: str
    join: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def grid_of(basis: Basis | None) -> GridColumns:
    """The base grid of `incident i`: as it stands, as recorded, or in the set asked for (none where it knows none)."""
    if basis is None:
        return GridColumns(
            unless_restricted("coalesce(i.today_grid_code, i.grid_code)"),
            unless_restricted("coalesce(i.today_grid_name, i.grid_name)"),
        )
    if basis.set_id is None:
        return GridColumns(unless_restricted("i.grid_code"), unless_restricted("i.grid_name"))
    scope_code, params = scope_of(basis)
    join = (
        "LEFT JOIN gridops.area_version by_set ON by_set.set_id = :basis_set AND by_set.kind = 'base'"
        f" AND by_set.code = {scope_code}"
    )
    return GridColumns("by_set.code", "by_set.name", join, {**params, "basis_set": basis.set_id})


def special_of(basis: Basis | None) -> tuple[str, dict[str, Any]]:
    """The SQL of the special grid over `incident i`, with its parameters."""
    if basis is None or basis.is_today:
        return SPECIAL, {}
    if basis.set_id is None:
        return unless_restricted("coalesce(i.recorded_special_code, i.special_grid_code)"), {}
    sql = "coalesce(CAST(:basis_specials AS jsonb) ->> i.special_grid_code, i.special_grid_code)"
    return unless_restricted(sql), {"basis_specials": _constant(basis.rebased.specials)}
