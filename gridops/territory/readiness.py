"""What /readyz warns of in the boundaries. A warning stops nothing."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.territory import queries


def warn_of_no_boundaries(session: Session) -> list[str]:
    """A line where no boundary set is in force, so that no point has a grid."""
    return [] if queries.find_set_in_force(session) is not None else ["no boundary set is in force"]
