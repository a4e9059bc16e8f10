"""The one WHERE of insight: who may see comes first, then what was asked. Values are bound, never written in.

Lists, tiles, exports and area queries all take it, so that none of them can forget the scope.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gridops.incidents.rules import OPEN_STATES
from gridops.incidents.shown import LAT, LON, stands_where, stands_within
from gridops.insight.filters import Filters
from gridops.insight.queries.basis import is_reckoned, scope_of, special_of
from gridops.insight.queries.written import is_found
from gridops.people import scope
from gridops.people.roles import CHAIN_ROLES
from gridops.people.rules import Actor

#: Metres of one degree of a meridian, a little too few, so that a box made with it is never too small.
METRES_PER_DEGREE = 110_000.0


@dataclass
class Where:
    """Conditions on `gridops.incident i`, joined by AND, and their parameters."""

    parts: list[str] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)

    def add(self, part: str, **params: Any) -> None:
        """One more condition."""
        self.parts.append(part)
        self.params |= params

    @property
    def sql(self) -> str:
        """The whole condition."""
        return " AND ".join(self.parts)


def where(filters: Filters, actor: Actor) -> Where:
    """The condition for what `filters` ask, within `actor`'s sight."""
    found = Where()
    clause, params = scope.scope_clause(actor, "i")
    found.add(clause, **params)
    for narrow in (_companions, _span, _place, _words, _times, _text):
        narrow(found, filters)
    _people(found, filters, actor)
    return found


def _companions(found: Where, filters: Filters) -> None:
    if not filters.with_merged:
        found.add("i.merged_into IS NULL")
    if not filters.with_restricted:
        found.add("NOT i.is_restricted")


def _span(found: Where, filters: Filters) -> None:
    if filters.span is None:
        return
    scope_code, params = scope_of(filters.basis)
    parts: list[str] = []
    if filters.basis is None or filters.basis.is_today:
        for n, code in enumerate(filters.span.codes):
            parts.append(stands_within(f"area_a{n}", f"area_z{n}"))
            params |= {f"area_a{n}": code, f"area_z{n}": code + "~"}
    elif is_reckoned(filters.basis):
        # No index holds what is reckoned, so it is reckoned once for each length of codes, not twice for each code.
        for length in sorted({len(code) for code in filters.span.codes}):
            parts.append(f"left({scope_code}, {length}) = ANY(CAST(:area_{length} AS text[]))")
            params[f"area_{length}"] = [code for code in filters.span.codes if len(code) == length]
    else:
        for n, code in enumerate(filters.span.codes):
            parts.append(f"({scope_code} >= :area_a{n} AND {scope_code} < :area_z{n})")
            params |= {f"area_a{n}": code, f"area_z{n}": code + "~"}
    if filters.span.special_codes:
        special_code, more = special_of(filters.basis)
        parts.append(f"{special_code} = ANY(CAST(:special_codes AS text[]))")
        params |= {**more, "special_codes": list(filters.span.special_codes)}
    found.add("(" + " OR ".join(parts or ["false"]) + ")", **params)


def _place(found: Where, filters: Filters) -> None:
    if filters.polygon is not None:
        found.add(stands_where("ST_Intersects({geom}, CAST(:polygon AS geometry))"), polygon=filters.polygon)
    if (box := filters.bbox) is not None:
        # The index keeps boxes in single precision, up to a metre too wide: the numbers decide.
        found.add(
            stands_where("{geom} && ST_MakeEnvelope(:min_lon, :min_lat, :max_lon, :max_lat, 4490)")
            + f" AND {LON} BETWEEN :min_lon AND :max_lon AND {LAT} BETWEEN :min_lat AND :max_lat",
            min_lon=box.min_lon, min_lat=box.min_lat, max_lon=box.max_lon, max_lat=box.max_lat,
        )  # fmt: skip
    if (spot := filters.near) is not None:
        # Metres on the ellipsoid decide; the box in degrees is there for the index.
        found.add(
            stands_where(
                "{geom} && ST_Expand(ST_SetSRID(ST_MakePoint(:near_lon, :near_lat), 4490),"
                " :radius_m / (:per_degree * greatest(cosd(least(abs(:near_lat) + 0.5, 90.0)), 0.001)),"
                " :radius_m / :per_degree)"
                " AND ST_DWithin(CAST({geom} AS geography),"
                " CAST(ST_SetSRID(ST_MakePoint(:near_lon, :near_lat), 4490) AS geography), :radius_m)"
            ),
            near_lon=spot.lon, near_lat=spot.lat, radius_m=filters.radius_m, per_degree=METRES_PER_DEGREE,
        )  # fmt: skip


def _words(found: Where, filters: Filters) -> None:
    asked = {
        "service_code": filters.service_codes,
        "state": filters.states,
        "level": filters.levels,
        "origin": filters.origins,
        "due_state": filters.due_states,
        "grid_method": filters.grid_methods,
    }
    for column, values in asked.items():
        if values:
            found.add(
                f"i.{column} = ANY(CAST(:in_{column} AS text[]))", **{f"in_{column}": sorted(set(values))}
            )
    if filters.states and OPEN_STATES.issuperset(filters.states):
        # Says nothing new, and lets the planner take the index of open cases.
        found.add("i.is_open")


def _people(found: Where, filters: Filters, actor: Actor) -> None:
    if filters.unit_ids is not None:
        found.add("i.unit_ids && CAST(:of_units AS uuid[])", of_units=list(map(str, filters.unit_ids)))
        if not set(filters.unit_ids) <= set(actor.units):
            # A grid's own unit would tell in which grid a restricted case lies.
            _for_chain(found, actor)
    if filters.reporter_id is None:
        return
    # Who reported is among the persons for good, and persons have an index.
    found.add(
        "i.reporter_id = CAST(:reporter AS uuid) AND i.person_ids @> ARRAY[CAST(:reporter AS uuid)]",
        reporter=str(filters.reporter_id),
    )
    if filters.reporter_id != actor.id:
        # Who reported a restricted case is known to its chain only; a filter must not give it away.
        _for_chain(found, actor)


def _for_chain(found: Where, actor: Actor) -> None:
    clause, params = chain_clause(actor)
    found.add(f"(NOT i.is_restricted OR {clause})", **params)


def _times(found: Where, filters: Filters) -> None:
    if filters.since is not None:
        found.add("i.reported_at >= :since", since=filters.since)
    if filters.until is not None:
        found.add("i.reported_at < :until", until=filters.until)


def _text(found: Where, filters: Filters) -> None:
    if not filters.q:
        return
    condition, params = is_found(filters.q)
    found.add(condition, **params)


def chain_clause(actor: Actor) -> tuple[str, dict[str, Any]]:
    """The WHERE of `may_read_private`: the scope of the actor's grants that are in the chain of a case."""
    grants = tuple(g for g in actor.grants if g.unit or g.role in CHAIN_ROLES)
    clause, params = scope.scope_clause(Actor(actor.id, actor.username, actor.name, grants), "i")
    mine = "i.person_ids @> ARRAY[CAST(:scope_actor AS uuid)]"
    # Who only joined a case is told of it, and is not in its chain.
    clause = clause.replace(mine, f"({mine} AND NOT i.joined_ids @> ARRAY[CAST(:scope_actor AS uuid)])")
    return clause.replace(":scope_", ":chain_"), {
        name.replace("scope_", "chain_", 1): value for name, value in params.items()
    }
