"""What other rooms read of the territory, by name. The statements stand with their nouns."""

from gridops.territory.areas.queries import (
    all_areas,
    area_document,
    chain_of,
    chains_of,
    find_area,
    groups_of,
    groups_within,
    list_areas,
)
from gridops.territory.sets.queries.finding import (
    deployment_zone,
    find_deployment,
    find_set_in_force,
    get_deployment,
    get_set_in_force,
    start_of_day,
    today,
)

__all__ = [
    "all_areas",
    "area_document",
    "chain_of",
    "chains_of",
    "deployment_zone",
    "find_area",
    "find_deployment",
    "find_set_in_force",
    "get_deployment",
    "get_set_in_force",
    "groups_of",
    "groups_within",
    "list_areas",
    "start_of_day",
    "today",
]
