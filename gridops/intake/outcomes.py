"""What became of reports that were taken in: new, known, known by their number, refused. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from gridops.errors import Problem
from gridops.incidents.beside import JustWritten
from gridops.incidents.recording.writing import Begun


@dataclass(frozen=True)
class Outcome:
    """What became of one report: 201 new (with its case, as it was written), 200 known, or a problem.

    `known_as` is the case that has the report's external number already.
    """

    status: int
    problem: Problem | None = None
    case: Begun | None = None
    known_as: UUID | None = None


@dataclass(frozen=True)
class Taken:
    """What became of reports, in their order.

    `posts` are the (role, area code) that somebody holds, of those that decide what may be done next; `manned` the
    units for which somebody can sign in, None where who reports stands in for none.
    """

    outcomes: Sequence[Outcome]
    posts: Sequence[tuple[str, str]]
    manned: Collection[UUID] | None = None

    @property
    def written(self) -> JustWritten:
        """What presenting the new cases needs not read again."""
        begun = [one.case for one in self.outcomes if one.case is not None]
        return JustWritten({one.incident.id: one for one in begun}, self.posts, self.manned)
