"""Pure: what the permits and conditions of moves look at, read once for a case. No rows, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gridops.duties.origins.rules import USUAL, OriginPolicy


@dataclass(frozen=True)
class Manner:
    """How a standard wants its cases judged; `posts` by level, empty where the usual rule holds; policies by origin."""

    verification: str
    posts: Mapping[str, Mapping[str, Sequence[str]]]
    policies: Mapping[str, OriginPolicy]


@dataclass(frozen=True)
class OnPost:
    """The roles that file and close a case at its level, those who stand in counted; None: the usual rule holds."""

    file: Sequence[str]
    close: Sequence[str] | None


@dataclass(frozen=True)
class Case:
    """A case as a permit looks at it."""

    state: str
    level: str
    origin: str
    scope_code: str
    unit_ids: Sequence[UUID]
    verify_unit_ids: Sequence[UUID]
    handled_by: UUID | None
    assignee_ids: Sequence[UUID]
    verification: str
    reporter_id: UUID | None = None
    on_post: OnPost | None = None
    #: Units sent that have not answered yet, whatever the others of a joint dispatch do meanwhile.
    waiting_unit_ids: Sequence[UUID] = ()
    policy: OriginPolicy = USUAL
    #: Units sent for which nobody can sign in: the desk records for them.
    unmanned_unit_ids: Sequence[UUID] = ()
