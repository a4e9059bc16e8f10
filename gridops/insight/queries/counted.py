"""What of a tile the counted cells can answer: cases of whole areas, narrowed by state; nothing of a single case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from gridops.insight.filters import Filters
from gridops.people import scope
from gridops.people.rules import Actor


@dataclass(frozen=True)
class Counted:
    """A condition on counted cells `c`, with its parameters."""

    condition: str
    params: dict[str, Any]


def counted(filters: Filters, actor: Actor) -> Counted | None:
    """The condition for what `filters` ask, of the cases in the actor's areas; None where rows have to be asked."""
    plain = replace(filters, span=None, basis=None, states=(), due_states=(), with_restricted=True)
    if plain != Filters() or (filters.basis is not None and not filters.basis.is_today):
        return None
    within, params = scope.areas_clause(actor, "c.scope_code", "c.special_code")
    parts = [f"({within or 'false'})"]
    for column, values in (("state", filters.states), ("due_state", filters.due_states)):
        if values:
            parts.append(f"c.{column} = ANY(CAST(:in_{column} AS text[]))")
            params[f"in_{column}"] = sorted(set(values))
    if filters.span is not None:
        of_span = [
            f"(c.scope_code >= :area_a{n} AND c.scope_code < :area_z{n})"
            for n in range(len(filters.span.codes))
        ]
        for n, code in enumerate(filters.span.codes):
            params |= {f"area_a{n}": code, f"area_z{n}": code + "~"}
        if filters.span.special_codes:
            of_span.append("c.special_code = ANY(CAST(:special_codes AS text[]))")
            params["special_codes"] = list(filters.span.special_codes)
        parts.append("(" + " OR ".join(of_span or ["false"]) + ")")
    return Counted(" AND ".join(parts), params)
