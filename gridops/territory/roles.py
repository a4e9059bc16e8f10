"""Who may change boundaries: administrators. The room stands below the accounts, so it only asks for the role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gridops.http.permission import Permission
from gridops.words import Words


@dataclass(frozen=True)
class _Holders:
    role: str
    refusal: Words

    def admits(self, actor: Any) -> bool:
        """Whether the actor holds the role, over whatever place."""
        return bool(actor.has_role(self.role))

    def __str__(self) -> str:
        return self.role


ADMIN: Permission = _Holders(
    "admin", Words("只有管理员可以查看和修改边界", "Only an administrator sees and changes boundary files")
)
