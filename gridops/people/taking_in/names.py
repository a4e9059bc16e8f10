"""What cells are held against: agencies and areas by code and by what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gridops.db.session import Session
from gridops.people import queries
from gridops.territory import queries as territory_queries

Known = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Names:
    """Codes by name, several where a name is several's."""

    agencies: Known
    areas: Known

    @classmethod
    def read(cls, session: Session) -> Names:
        """All of them: two statements."""
        agencies: dict[str, list[str]] = defaultdict(list)
        for agency in queries.all_agencies(session):
            for word in {agency.code, agency.name, agency.short_name}:
                agencies[word].append(agency.code)
        areas: dict[str, list[str]] = defaultdict(list)
        for area in territory_queries.all_areas(session):
            for word in {area.code, area.name}:
                areas[word].append(area.code)
        return cls(agencies, areas)
