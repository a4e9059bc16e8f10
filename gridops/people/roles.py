"""Pure: the roles, and the named sets of them that rooms ask for, each with its refusal. No place, no case.

An endpoint names its set (`@endpoint(…, roles=ADMIN)`). Where the place or the case decides as well, the use case
asks with the same set: `actor.has_role_over(code, *CENTRE)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from gridops.words import Words

ROLES = (
    "grid_worker",
    "grid_head",
    "dispatcher",
    "duty_officer",
    "handler",
    "agency_head",
    "supervisor",
    "approver",
    "auditor",
    "admin",
    "system",
)

#: An administrator looks after accounts and settings; cases are none of his business.
SIGHTLESS_ROLES = frozenset({"admin"})
#: Roles that are in the chain of a restricted case within their area.
CHAIN_ROLES = frozenset({"grid_head", "dispatcher", "duty_officer"})


class Holder(Protocol):
    """Whoever holds roles."""

    def has_role(self, *roles: str) -> bool:
        """Whether any of `roles` is held, wherever."""


@dataclass(frozen=True)
class RoleSet:
    """Roles that may do a thing, and what those are told who hold none of them."""

    roles: tuple[str, ...]
    refusal: Words

    def admits(self, actor: Holder) -> bool:
        """Whether the actor holds one of the roles, over whatever place."""
        return actor.has_role(*self.roles)

    def __iter__(self) -> Iterator[str]:
        return iter(self.roles)

    def __str__(self) -> str:
        return ", ".join(self.roles)


_NOT_YOURS = Words("您的角色没有此权限", "Your roles do not allow this")

#: Matters, powers, routing, calendar, boundaries, accounts.
ADMIN = RoleSet(("admin",), Words("只有管理员可以查看和修改", "Only an administrator may do this"))
#: Sign-ins, refused requests, changes of rights.
ACCESS_READERS = RoleSet(
    ("auditor", "admin"), Words("只有审计和管理员可以查看", "Only auditors and administrators may see this")
)
#: The log of any entity, looks at persons.
AUDITORS = RoleSet(("auditor",), Words("只有审计可以查看", "Only auditors may see this"))
#: Legal holds: what must stay, whatever its term.
HOLD_KEEPERS = RoleSet(
    ("admin", "auditor"),
    Words("只有管理员和审计可以设置保全", "Only administrators and auditors may place a legal hold"),
)
#: The governance centre's two desks: they file, dispatch, answer for a place.
CENTRE = RoleSet(("dispatcher", "duty_officer"), Words("由受理派遣人员办理", "The dispatchers do this"))
#: Whoever works a case at a desk: the centre, and a grid head within the levels of his grids.
DESK = RoleSet(
    (*CENTRE, "grid_head"), Words("由受理派遣人员或网格长办理", "Dispatchers and grid heads do this")
)
#: Whoever acts for a unit once it is sent: its handlers, its head, and a grid's own worker and head.
UNIT_MEMBERS = RoleSet(
    ("handler", "agency_head", "grid_worker", "grid_head"),
    Words("由派往的处置力量办理", "The unit that was sent does this"),
)
#: Whoever reports.
REPORTERS = RoleSet(
    ("grid_worker", *DESK, "handler", "agency_head", "supervisor"),
    Words("您的角色不能上报", "Your roles do not report"),
)
#: Whoever registers what came by telephone, letter or another system.
REGISTRARS = RoleSet(
    (*DESK, "agency_head", "supervisor"), Words("此来源只能由中心登记", "Only a desk registers this origin")
)
#: Whoever sees the telephone numbers of units.
PHONE_READERS = RoleSet((*DESK, "agency_head", "handler"), _NOT_YOURS)
#: Whoever knows the matters that are not admitted to the workers' list.
CATALOGUE_READERS = RoleSet(
    (*CENTRE, "agency_head", "supervisor", "approver", "auditor", "admin"),
    Words("该事项未准入，网格员不能上报", "The matter is not admitted to workers' lists"),
)
#: Whoever keeps the register of refused burdens for a township.
BURDEN_KEEPERS = RoleSet((*CENTRE, "supervisor", "admin"), _NOT_YOURS)
BURDEN_READERS = RoleSet((*BURDEN_KEEPERS, "auditor"), _NOT_YOURS)
#: Whoever reads the report of hand-downs.
HAND_DOWN_READERS = RoleSet((*CENTRE, "supervisor", "approver", "auditor", "admin"), _NOT_YOURS)
#: Whoever decides a dispute over a hand-down, for the district.
ARBITERS = RoleSet(
    ("supervisor", "approver"), Words("由区县督查或审批人员裁定", "The district's supervisors arbitrate")
)
#: Whoever reads, for the district, what a boundary set changes and how far its first day is.
BOUNDARY_READERS = RoleSet(("dispatcher", "supervisor", "auditor", "admin"), _NOT_YOURS)
#: Whoever is to know which grids have nobody on post.
VACANCY_READERS = RoleSet((*DESK, "supervisor", "admin"), _NOT_YOURS)
