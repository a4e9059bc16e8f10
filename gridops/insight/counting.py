"""Counting the cases of a question: from the roll-ups where one keeps apart what is asked, else from the cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from gridops.db.session import Session
from gridops.insight import queries
from gridops.insight.filters import Filters
from gridops.insight.rollups.queries.counting import count_planned, levels_of
from gridops.insight.rollups.queries.polygons import holds_a_place
from gridops.insight.rollups.rules import plan_of
from gridops.people.rules import Actor


def count_cases(
    session: Session, actor: Actor, filters: Filters, *, group_by: Sequence[str], zone: ZoneInfo
) -> Sequence[Any]:
    """Rows of (n, k0, k1, …): one for each combination of keys, without an order; both ways give the same."""
    levels = levels_of(session, filters.span.codes) if filters.span is not None else None
    plan = plan_of(filters, group_by, levels, zone)
    # A small polygon holds no place whole: the index of places finds its few cases at once.
    if plan is None or (filters.polygon is not None and not holds_a_place(session, filters.polygon)):
        return queries.count_groups(session, actor, filters, group_by=group_by, zone=zone.key)
    return count_planned(session, actor, filters, plan, group_by=group_by, zone=zone.key)
