"""Where a case stands for all: SQL over `incident i`. A restricted one stands at its village, never where it is.

Whatever draws, lists, counts or looks for cases takes these; only the case itself, for its chain, says more. A trigger
keeps the columns `shown_…` of restricted cases; without them such a case stands nowhere.
"""

from __future__ import annotations

#: The code of the smallest area that is told: of a restricted case its village's.
CODE = "CASE WHEN i.is_restricted THEN i.shown_code ELSE i.scope_code END"
LON = "CASE WHEN i.is_restricted THEN i.shown_lon ELSE i.lon END"
LAT = "CASE WHEN i.is_restricted THEN i.shown_lat ELSE i.lat END"


def unless_restricted(sql: str) -> str:
    """What is told of cases that are not restricted; NULL of the others."""
    return f"CASE WHEN NOT i.is_restricted THEN {sql} END"


SPECIAL = unless_restricted("i.special_grid_code")


def stands_within(first: str, beyond: str) -> str:
    """The condition that a case stands in an area whose codes run from parameter `first` to below `beyond`.

    The code of a case begins with that of the village at which it stands, so the index of the one serves for both.
    """
    return (
        f"(i.scope_code >= :{first} AND i.scope_code < :{beyond}"
        f" AND (NOT i.is_restricted OR i.shown_code >= :{first}))"
    )


def stands_among(codes: str) -> str:
    """The condition that a case stands under one of some codes, themselves an SQL array."""
    return f"(NOT i.is_restricted AND i.scope_code = ANY({codes}) OR i.is_restricted AND i.shown_code = ANY({codes}))"


def stands_where(condition: str) -> str:
    """A condition on `{geom}` of where a case stands, so that the index of either place is of use."""
    return (
        f"(NOT i.is_restricted AND {condition.format(geom='i.geom')}"
        f" OR i.is_restricted AND {condition.format(geom='i.shown_geom')})"
    )
