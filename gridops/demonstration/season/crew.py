"""Who made the season's history: a worker for each grid, a desk for each township and the district, a handler a unit.

Accounts that are not in use any more: nobody signs in as them, holds a post by them or is found on a list by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any
from uuid import UUID

from gridops.people.models import Account
from gridops.people.rules import Actor, Grant

PREFIX = "season."
_FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国红梅志文海波晓燕春雷振东立新"


class Crew:
    """Actors of the past by what they looked after; each is made when it is first asked for."""

    def __init__(self, rng: Random, district_code: str, grid_units: Mapping[str, Sequence[UUID]]) -> None:
        self._rng, self._district, self._grid_units = rng, district_code, grid_units
        self._known: dict[tuple[str, str], Actor] = {}

    def worker(self, grid_code: str) -> Actor:
        """The worker of a grid, a member of its unit and of its village's."""
        units = [Grant("grid_worker", unit=unit) for unit in self._grid_units.get(grid_code, ())]
        return self._find("worker", grid_code, [Grant("grid_worker", area=grid_code), *units])

    def desk(self, area_code: str) -> Actor:
        """The dispatcher of a township or of the district."""
        return self._find("desk", area_code, [Grant("dispatcher", area=area_code)])

    def handler(self, unit_id: UUID) -> Actor:
        """Who went out for a unit."""
        return self._find("handler", str(unit_id), [Grant("handler", unit=unit_id)])

    @property
    def district_desk(self) -> Actor:
        """The district's own dispatcher."""
        return self.desk(self._district)

    def accounts(self) -> list[dict[str, Any]]:
        """The rows of everybody who was asked for."""
        return [
            {
                "id": actor.id,
                "username": actor.username,
                "display_name": actor.name,
                "is_active": False,
                "is_demo": True,
            }
            for actor in self._known.values()
        ]

    def _find(self, kind: str, of: str, grants: Sequence[Grant]) -> Actor:
        found = self._known.get((kind, of))
        if found is None:
            name = self._rng.choice(_FAMILIES) + "".join(self._rng.sample(_GIVEN, 2))
            number = len(self._known) + 1
            found = Actor(
                UUID(int=self._rng.getrandbits(128), version=4),
                f"{PREFIX}{number:04d}",
                name,
                tuple(grants),
            )
            self._known[kind, of] = found
        return found


def is_of_season(account: Account) -> bool:
    """Whether an account is of the season's crew."""
    return account.is_demo and account.username.startswith(PREFIX)
