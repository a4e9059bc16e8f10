"""Comparing a draft with the set it would follow: every level's changes, each with what it concerns.

Reads only. Which cases are concerned is added by the rooms above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.territory.models import BoundarySet
from gridops.territory.rules import LEVELS
from gridops.territory.sets.lineage import AreaChange, Link, find_changes, find_links, moved_codes
from gridops.territory.sets.queries.finding import all_sets, counts_of, find_set, get_set_in_force, orphans_of
from gridops.territory.sets.queries.lineage import retired_codes_in, versions_of


@dataclass(frozen=True)
class Comparison:
    """A draft beside the set in force: links of every level, changes in words, and what forbids it."""

    draft: BoundarySet
    against: BoundarySet
    links: list[Link] = field(repr=False)
    changes: list[AreaChange]
    #: Codes that may not stand in the draft: retired ones, and such that stand for another place.
    forbidden: list[str]
    counts: dict[str, int]
    orphans: list[str]


def set_before(session: Session, day: date | None = None) -> BoundarySet:
    """The set that one beginning on `day` would follow: the last in force before it (today's without a day)."""
    if day is None:
        return get_set_in_force(session)
    earlier = [
        s
        for s in all_sets(session)
        if s.state == "in_force" and s.valid_from is not None and s.valid_from < day
    ]
    if not earlier:
        raise Problem("not-found", ("此前没有生效的边界版本", "No set was in force before that day"))
    return max(earlier, key=lambda s: s.valid_from or date.min)


def compare(session: Session, draft_name: str, *, day: date | None = None) -> Comparison:
    """What would change if the draft followed the set in force (on the day before `day`).

    A set that has its first day already is held against the one before that, whatever `day`.
    Raises a Problem `not-found` for an unknown draft, or where nothing is in force to compare it with.
    """
    draft = find_set(session, draft_name)
    if draft is None:
        raise Problem("not-found", (f"没有边界版本 {draft_name}", f"There is no boundary set {draft_name}"))
    return compare_sets(session, set_before(session, draft.valid_from or day), draft)


def compare_sets(session: Session, against: BoundarySet, draft: BoundarySet) -> Comparison:
    """The same for two sets at hand."""
    links: list[Link] = []
    changes: list[AreaChange] = []
    forbidden: list[str] = retired_codes_in(session, draft.id) if draft.state == "draft" else []
    for level, special in layers():
        olds = versions_of(session, against.id, level, special=special)
        news = versions_of(session, draft.id, level, special=special)
        mine = find_links(olds, news)
        links += mine
        changes += find_changes(olds, news, mine)
        forbidden += moved_codes(olds, news, mine)
    return Comparison(
        draft,
        against,
        links,
        changes,
        sorted(set(forbidden)),
        counts_of(session, draft.id),
        list(orphans_of(session, draft.id)),
    )


def layers() -> Iterator[tuple[str, bool]]:
    """(level, whether its special areas) of every layer with codes."""
    for level in LEVELS:
        yield level, False
    yield "grid", True
