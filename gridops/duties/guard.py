"""Who may edit the registers of this room."""

from __future__ import annotations

from uuid import UUID

from gridops.errors import Problem
from gridops.http.endpoint import Call


def require_admin(call: Call) -> UUID:
    """The administrator's id; 403 for everybody else."""
    if not call.actor.has_role("admin"):
        raise Problem("out-of-scope", ("只有管理员可以查看和修改", "Only an administrator may do this"))
    found: UUID = call.actor.id
    return found
