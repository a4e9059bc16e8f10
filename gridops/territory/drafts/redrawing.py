"""Redrawing a village: all its base grids replaced at once by those of a file, as a new set. Never half of them.

Everything else of the set in force is carried over as it is. One transaction: a refusal leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import shapely

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.geo.arrays import Shapes
from gridops.log.appending import Entry, append
from gridops.territory.areas.queries import find_area
from gridops.territory.importing import queries, topology
from gridops.territory.importing.checking import planes_of
from gridops.territory.importing.content import LayerContent, content_of
from gridops.territory.importing.guessing import guess_fields
from gridops.territory.importing.polygons import polygons_of
from gridops.territory.importing.reading import Layer, ReadOptions, read_file
from gridops.territory.importing.rows import area_rows
from gridops.territory.importing.topology import Context, Measure
from gridops.territory.importing.writing import LayerRefused
from gridops.territory.models import AreaVersion, BoundarySet
from gridops.territory.refusing import refused
from gridops.territory.sets.drafting import draft_set
from gridops.territory.sets.putting_in_force import put_in_force
from gridops.territory.sets.queries.copying import codes_ever_under, copy_layers, degrees_of, remove_grids
from gridops.territory.sets.queries.finding import codes_in, find_set, get_deployment

_FIRST_SPECIAL = 901


def redraw_village(
    session: Session,
    village_code: str,
    path: Path,
    *,
    set_name: str,
    day: date,
    waivers: Mapping[str, str] | None = None,
    asked: ReadOptions | None = None,
    actor_id: UUID | None = None,
) -> BoundarySet:
    """Put a new set in force from `day` in which the village consists of the file's grids.

    The grids have to make up the village exactly. Codes of the file begin with the village's and were never
    retired; a file without codes gets fresh ones, west to east, then north to south. Raises LayerRefused for
    defects (warnings unless waived: kind → reason), a Problem for a file or a village that will not do.
    """
    if find_set(session, set_name) is not None:
        raise Problem("conflict", (f"已有边界版本 {set_name}", f"There is a boundary set {set_name} already"))
    village = _village(session, village_code, day)
    asked = asked or ReadOptions()
    layer = polygons_of(path.name, read_file(path, replace(asked, near_lon=village.label_lon)))
    made = draft_set(session, set_name, source=path.name, notice=layer.notice)
    copy_layers(session, village.set_id, made.id)
    removed = remove_grids(session, made.id, village_code)
    draft = _draft(session, layer, village, asked)
    _check(session, made, village, layer, draft=draft, waivers=waivers or {})
    _write(session, made, draft)
    data = {
        "village": village_code,
        "from": len(removed),
        "to": len(draft.codes),
        "waived": dict(waivers or {}),
    }
    district = get_deployment(session).district_code
    append(
        session,
        Entry("boundary_set.redrawn", "boundary_set", made.id, 1, actor_id, areas=(district,), data=data),
    )
    return put_in_force(session, set_name, day, actor_id=actor_id)


def _village(session: Session, code: str, day: date) -> AreaVersion:
    found = find_area(session, code, on=day)
    if found is None or found.level != "village":
        zh = f"{day} 没有村社区{code}"
        raise Problem("not-found", (zh, f"There is no village or community {code} on {day}"))
    return found


def _draft(session: Session, layer: Layer, village: AreaVersion, asked: ReadOptions) -> LayerContent:
    """The file's grids with codes, names and the village as their parent."""
    guess = guess_fields(layer.properties, asked.fields)
    has_codes, has_names = "code" in guess.found, "name" in guess.found
    draft = content_of(layer, fields=guess.fields, readers={})
    parents: list[str | None] = [village.code] * len(layer.shapes)
    codes = draft.codes if has_codes else _fresh_codes(session, village.code, layer.shapes)
    names = draft.names if has_names else [f"{village.name}第{int(c[-3:])}网格" for c in codes]
    about = (
        [{**p, guess.fields.short_name: None} for p in draft.properties]
        if not has_names
        else draft.properties
    )
    return replace(draft, codes=codes, names=names, parents=parents, properties=about)


def _fresh_codes(session: Session, village_code: str, shapes: Shapes) -> list[str]:
    """Serials after the last one that was ever used, west to east, then north to south."""
    used = [int(c[-3:]) for c in codes_ever_under(session, village_code) if c[-3:].isdigit()]
    first = max([n for n in used if n < _FIRST_SPECIAL], default=0) + 1
    if first + len(shapes) > _FIRST_SPECIAL:
        raise refused(
            "网格顺序码已用完，请在文件中给出编码", "The serials are used up: give codes in the file"
        )
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    order = sorted(range(len(shapes)), key=lambda n: (round(centres[n][0], 4), -centres[n][1]))
    serial = {n: first + k for k, n in enumerate(order)}
    return [f"{village_code}{serial[n]:03d}" for n in range(len(shapes))]


def _check(
    session: Session,
    made: BoundarySet,
    village: AreaVersion,
    layer: Layer,
    *,
    draft: LayerContent,
    waivers: Mapping[str, str],
) -> None:
    measure = Measure(get_deployment(session).measure_srid)
    upper = degrees_of(session, village.id)
    context = Context(
        measure,
        planes=planes_of(layer, measure, has_uppers=True),
        uppers={village.code: shapely.from_wkb(upper)},
        taken=codes_in(session, made.id),
        retired=queries.retired_codes(session, draft.codes),
    )
    found = topology.check_layer(draft.areas, context)
    left = [d for d in found if d.is_error or d.kind not in waivers]
    if left:
        raise LayerRefused("grid", left)


def _write(session: Session, made: BoundarySet, draft: LayerContent) -> None:
    srid = get_deployment(session).measure_srid
    known = queries.stable_ids(session, made.id, "grid", draft.codes)
    queries.add_areas(session, made.id, "grid", srid, area_rows(draft, "grid", known))
