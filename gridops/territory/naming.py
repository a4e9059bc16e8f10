"""Names of the district and its townships by code, for tables that say `{township}`. Writes nothing."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.territory import queries


def area_names(session: Session) -> dict[str, str]:
    """Names of the district and of its townships by code; the district's also as `district`."""
    found = queries.get_set_in_force(session)
    named = {
        row.code: row.name
        for level in ("district", "township")
        for row in queries.list_areas(session, found.id, level=level)
    }
    return named | {"district": named.get(queries.get_deployment(session).district_code, "")}
