"""Pure: who may see and who may do. The one place that decides it; HTTP, policies and sockets agree with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol
from uuid import UUID

from gridops.people.roles import CHAIN_ROLES, ROLES, SIGHTLESS_ROLES


def covers(area: str, code: str) -> bool:
    """Whether `code` lies in `area`: codes of a child begin with its parent's."""
    return code.startswith(area)


@dataclass(frozen=True)
class Grant:
    """A role over an area or in a unit."""

    role: str
    area: str | None = None
    unit: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts: an account with its grants, by a device."""

    id: UUID
    username: str
    name: str
    grants: tuple[Grant, ...]
    device_id: UUID | None = None

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Distinct roles in the vocabulary's order."""
        held = {g.role for g in self.grants}
        return tuple(role for role in ROLES if role in held)

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """Area codes in sight; an area inside another is left out."""
        codes = sorted({g.area for g in self.grants if g.area and g.role not in SIGHTLESS_ROLES})
        return tuple(c for c in codes if not any(o != c and covers(o, c) for o in codes))

    @cached_property
    def units(self) -> tuple[UUID, ...]:
        """Units the actor belongs to."""
        return tuple(sorted({g.unit for g in self.grants if g.unit}, key=str))

    @cached_property
    def chain_areas(self) -> tuple[str, ...]:
        """Areas in which the actor is in the chain of restricted cases."""
        return tuple(sorted({g.area for g in self.grants if g.area and g.role in CHAIN_ROLES}))

    def has_role(self, *roles: str) -> bool:
        """Whether any grant carries one of `roles`."""
        return any(g.role in roles for g in self.grants)

    def has_role_over(self, code: str, *roles: str) -> bool:
        """Whether one of `roles` is held over the area `code`."""
        return any(g.role in roles and g.area is not None and covers(g.area, code) for g in self.grants)

    def has_role_in(self, units: Iterable[UUID], *roles: str) -> bool:
        """Whether one of `roles` is held in any of `units`."""
        wanted = set(units)
        return any(g.role in roles and g.unit in wanted for g in self.grants)

    def may_ask_about(self, code: str) -> bool:
        """Whether the area `code` lies wholly within sight."""
        return any(covers(area, code) for area in self.areas)


class Seeing(Protocol):
    """Whoever sees: an id, areas in sight, units belonged to."""

    @property
    def id(self) -> UUID: ...
    @property
    def areas(self) -> tuple[str, ...]: ...
    @property
    def units(self) -> tuple[UUID, ...]: ...


def may_see(actor: Seeing, areas: Sequence[str], units: Sequence[UUID], persons: Sequence[UUID]) -> bool:
    """Whether `actor` may see what concerns `areas`, `units` and `persons`.

    An area in scope, or a unit of mine, or I am one of the persons (reporter, assignee). Nothing else.
    """
    return (
        actor.id in persons
        or any(unit in units for unit in actor.units)
        or any(covers(mine, code) for mine in actor.areas for code in areas)
    )


def may_read_private(
    actor: Actor, areas: Sequence[str], units: Sequence[UUID], persons: Sequence[UUID]
) -> bool:
    """Whether `actor` is in the chain of a case: its text, persons and media may be read.

    `persons` are the reporter and the assignees, `units` those dispatched.
    """
    return (
        actor.id in persons
        or any(unit in units for unit in actor.units)
        or any(covers(mine, code) for mine in actor.chain_areas for code in areas)
    )


@dataclass(frozen=True)
class Sight:
    """An actor's sight as sockets share it: equal sights get the same frames. `area` narrows it."""

    id: UUID
    areas: tuple[str, ...]
    units: tuple[UUID, ...]
    area: str | None = None

    def sees(
        self,
        areas: Sequence[str],
        units: Sequence[UUID],
        persons: Sequence[UUID],
        *,
        told: Sequence[str] | None = None,
    ) -> bool:
        """Whether what concerns these is in sight, and within the area asked for.

        `told` are the areas in which it may be looked for, where they are not those that it concerns.
        """
        looked_for = areas if told is None else told
        if self.area is not None and not any(covers(self.area, code) for code in looked_for):
            return False
        return may_see(self, areas, units, persons)
