"""Who is concerned by a case, and who of them reads what is private of it. Decided from the row alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gridops.incidents.models import Incident
from gridops.people.rules import Actor, may_read_private


@dataclass(frozen=True)
class Involved:
    """Who is concerned by a case: areas, units and persons."""

    areas: frozenset[str]
    units: frozenset[UUID]
    persons: frozenset[UUID]

    @classmethod
    def of(cls, i: Incident) -> Involved:
        """Those concerned by a case as it stands."""
        codes = {i.scope_code} | ({i.special_grid_code} if i.special_grid_code else set())
        return cls(frozenset(codes), frozenset(i.unit_ids), frozenset(i.person_ids))

    def __or__(self, other: Involved) -> Involved:
        return Involved(self.areas | other.areas, self.units | other.units, self.persons | other.persons)


def is_in_chain(actor: Actor, i: Incident) -> bool:
    """Whether the actor reads what is private of the case, and whom to ring."""
    codes = [i.scope_code] + ([i.special_grid_code] if i.special_grid_code else [])
    assigned = [p for p in i.person_ids if p not in i.joined_ids]
    return may_read_private(actor, codes, i.unit_ids, assigned)
