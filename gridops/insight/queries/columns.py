"""Which columns of a case the map's role reads, and which of them leave in a layer or a table.

What may hold personal text beyond the description (fields, address, the raw location) is never among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gridops.db.session import Session, acting_as
from gridops.incidents import shown as standing
from gridops.insight.queries.basis import GridColumns

#: What `gridops_map` is granted on `incident`; `description` is NULL for restricted cases.
MAP_COLUMNS = (
    "id", "case_number", "version", "state", "level", "is_open", "origin", "urgency",
    "service_code", "service_name", "service_group", "label_family", "is_restricted", "description",
    "lon", "lat", "geom", "grid_code", "grid_name", "scope_code", "special_grid_code", "special_grid_name",
    "unit_id", "unit_name", "unit_ids", "person_ids", "joined_ids", "reporter_id",
    "reported_at", "occurred_at", "filed_at", "dispatched_at", "handled_at", "closed_at",
    "due_at", "due_state", "merged_into",
    "recorded_scope_code", "recorded_special_code", "today_grid_code", "today_grid_name",
    "location_flags", "location_source", "grid_method", "grid_version_id", "external_numbers",
    "shown_code", "shown_lon", "shown_lat", "shown_geom",
)  # fmt: skip

#: Columns of the table that leaves; its headings and words stand in insight/tables.py.
CSV_COLUMNS = (
    "case_number", "id", "reported_at", "occurred_at", "origin", "urgency",
    "service_code", "service_name", "service_group", "description", "state", "level",
    "grid_code", "grid_name", "special_grid_code", "special_grid_name", "lon", "lat", "unit_name",
    "filed_at", "dispatched_at", "handled_at", "closed_at", "due_at", "due_state",
)  # fmt: skip

#: Properties of a feature: those of the brief that snapshot and stream share.
FEATURE_COLUMNS = (
    "id", "case_number", "service_code", "service_name", "service_group", "label_family",
    "origin", "urgency", "state", "level", "grid_code", "grid_name", "scope_code",
    "reported_at", "due_at", "due_state", "version",
)  # fmt: skip


def shown(column: str, grid: GridColumns) -> str:
    """A column of `incident i` as it leaves, with the grid of the boundaries that were asked for."""
    by_name = {
        "grid_code": grid.code,
        "grid_name": grid.name,
        "special_grid_code": standing.SPECIAL,
        "special_grid_name": standing.unless_restricted("i.special_grid_name"),
        "scope_code": standing.CODE,
        "lon": standing.LON,
        "lat": standing.LAT,
    }
    return f"{by_name[column]} AS {column}" if column in by_name else f"i.{column}"


@contextmanager
def reading_the_map(session: Session) -> Iterator[None]:
    """Be `gridops_map` for a statement: no policy, so an index works, and the WHERE carries the scope."""
    with acting_as(session, "gridops_map"):
        yield
