"""Where the codes of one set stand in another: of areas that went there whole, so that no point need be looked at.

Reads lineage only; what a case makes of it is the business of the rooms above.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from gridops.db.session import Session
from gridops.territory.sets.queries.finding import all_sets
from gridops.territory.sets.queries.lineage import whole_links

#: (kind of layer, code) → code in the other set.
Codes = dict[tuple[str, str], str]
_KINDS = ("base", "upper", "special")


@dataclass(frozen=True)
class Rebased:
    """Code → code in the other set, of base grids, of the levels above them, and of special grids."""

    grids: dict[str, str] = field(default_factory=dict)
    uppers: dict[str, str] = field(default_factory=dict)
    specials: dict[str, str] = field(default_factory=dict)


def rebase_codes(session: Session, from_set: UUID, to_set: UUID) -> Rebased:
    """Areas of `from_set` that lie whole in one of `to_set`, be it a later set or an earlier one."""
    order = sorted(
        (s for s in all_sets(session) if s.state == "in_force"), key=lambda s: s.valid_from or date.min
    )
    ids = [s.id for s in order]
    if from_set not in ids or to_set not in ids:
        return Rebased()
    start, end = ids.index(from_set), ids.index(to_set)
    step = 1 if end > start else -1
    found: Codes = {}
    for n, (here, there) in enumerate(_pairs(ids, start, end, step)):
        links = {(kind, old): new for kind, old, new in whole_links(session, here, there)}
        found = links if n == 0 else _joined(found, links)
    return Rebased(*({old: new for (k, old), new in found.items() if k == kind} for kind in _KINDS))


def _pairs(ids: list[UUID], start: int, end: int, step: int) -> Iterable[tuple[UUID, UUID]]:
    return ((ids[n], ids[n + step]) for n in range(start, end, step))


def _joined(first: Codes, then: Codes) -> Codes:
    return {(kind, old): then[kind, new] for (kind, old), new in first.items() if (kind, new) in then}
