"""Pure: the case's state table. Which moves there are, from where, to where; no database, no Flask."""

from __future__ import annotations

STATES = (
    "reported",
    "filed",
    "dispatched",
    "handling",
    "handled",
    "verified",
    "closed",
    "rejected",
    "suspended",
)
OPEN_STATES = frozenset(STATES) - {"closed", "rejected"}
DUE_STATES = ("normal", "soon", "overdue", "paused", "done")
GRID_METHODS = ("inside", "probable", "nearest", "worker_default", "unresolved")


def is_open(state: str) -> bool:
    """Whether a case in `state` still wants something done."""
    return state in OPEN_STATES


def mask_name(name: str | None) -> str | None:
    """A person's name as others may see it: the family name only."""
    return f"{name[0]}**" if name else None


def mask_phone(phone: str | None) -> str | None:
    """A telephone number as others may see it."""
    if not phone:
        return None
    return f"{phone[:3]}****{phone[-2:]}" if len(phone) >= 7 else "****"


#: What a case's `call_back` says where it was told why there is nobody to ring: then none is owed.
NO_CALLER = "no_caller"
