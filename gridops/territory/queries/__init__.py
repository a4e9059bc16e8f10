"""Every SELECT of the territory and all its ST_ SQL, one noun a file. What other rooms read is named here."""

from gridops.territory.queries.areas import (
    area_document,
    chains_of,
    find_area,
    groups_of,
    groups_within,
    list_areas,
)
from gridops.territory.queries.sets import (
    find_deployment,
    find_set_in_force,
    get_deployment,
    get_set_in_force,
)

__all__ = [
    "area_document",
    "chains_of",
    "find_area",
    "find_deployment",
    "find_set_in_force",
    "get_deployment",
    "get_set_in_force",
    "groups_of",
    "groups_within",
    "list_areas",
]
