"""The supervisor's question about an area and a period: counts, indicators, the cases behind them, heat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from gridops import clock
from gridops.db.session import Session
from gridops.errors import fault
from gridops.insight import queries
from gridops.insight.asking import filters_of_area_query
from gridops.insight.counting import count_cases
from gridops.insight.filters import Basis, Filters
from gridops.insight.listing import list_cases
from gridops.insight.queries.counts import AREA_WORDS, CELL_M
from gridops.insight.queries.names import NAMED_WORDS, names_of
from gridops.insight.rules import quotient
from gridops.insight.wire import (
    AreaQueryIn,
    AreaQueryOut,
    CountOut,
    HeatCellOut,
    HeatOut,
    HeatProperties,
    IndicatorOut,
    PointOut,
)
from gridops.people.rules import Actor
from gridops.territory import queries as territory_queries
from gridops.territory.sets.queries.lineage import chains_of_sets

MOST_GROUPS = 20_000


def answer_area_query(session: Session, actor: Actor, body: AreaQueryIn) -> AreaQueryOut:
    """The answer to an area query, within `actor`'s sight; only the parts that were asked for are filled."""
    zone = territory_queries.deployment_zone(session)
    filters = filters_of_area_query(session, actor, body, zone)
    asked = set(body.include)
    group_by = body.group_by if "counts" in asked else []
    counts = _counts(session, actor, filters, group_by=group_by, zone=zone)
    out = AreaQueryOut(total=sum(c.n for c in counts))
    if "counts" in asked:
        out.counts = counts
    if "indicators" in asked:
        out.indicators = _indicators(session, actor, filters)
    if "incidents" in asked:
        out.incidents = list_cases(session, actor, filters, limit=body.limit, cursor=body.cursor)
    if "heat" in asked:
        out.heat = _heat(session, actor, filters)
    return out


def _counts(
    session: Session, actor: Actor, filters: Filters, *, group_by: Sequence[str], zone: ZoneInfo
) -> list[CountOut]:
    """Counts in the order of their keys; cases that lie in no area of a word's level have the key null."""
    rows = count_cases(session, actor, filters, group_by=group_by, zone=zone)
    areas = _areas_of(session, rows, group_by, filters.basis)
    counted: Counter[tuple[str | None, ...]] = Counter()
    names: dict[tuple[str, str | None], str | None] = {}
    for row in rows:
        key: list[str | None] = []
        for value, word in zip(row[1:], group_by, strict=True):
            if word in AREA_WORDS:
                code, name = areas.get(value, {}).get(word, (None, None))
                names[word, code] = name
                key.append(code)
            else:
                key.append(str(value) if value is not None else None)
        counted[tuple(key)] += row[0]
    if group_by:
        # What was folded under an area and is taken from a grid in it comes as two rows that make nothing.
        counted = +counted
    if len(counted) > MOST_GROUPS:
        raise fault("/group_by", "分组太细，请减少分组或缩短期间", "Too many groups: group less finely")
    today = clock.now().astimezone(zone).date()
    for n, word in enumerate(group_by):
        if word in NAMED_WORDS:
            keys = {code for key in counted if (code := key[n]) is not None}
            found = names_of(session, word, keys, today=today)
            names |= {(word, code): name for code, name in found.items()}
    ordered = sorted(counted.items(), key=lambda item: [(value is None, value or "") for value in item[0]])
    return [CountOut(key=_named(group_by, key, names), n=n) for key, n in ordered]


_NAMED = frozenset((*AREA_WORDS, *NAMED_WORDS))


def _named(
    group_by: Sequence[str], key: Sequence[str | None], names: Mapping[tuple[str, str | None], str | None]
) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for word, value in zip(group_by, key, strict=True):
        out[word] = value
        if word in _NAMED:
            out[f"{word}_name"] = names.get((word, value))
    return out


def _areas_of(
    session: Session, rows: Sequence[Any], group_by: Sequence[str], basis: Basis | None
) -> dict[str, dict[str, tuple[str, str]]]:
    """For each code that cases lie in: level → (code, name) of itself and the areas above it."""
    at = [n for n, word in enumerate(group_by) if word in AREA_WORDS]
    codes = sorted({row._mapping[f"k{n}"] for row in rows for n in at[:1]})
    chains = chains_of_sets(
        session, codes, basis.set_id if basis is not None and not basis.is_today else None
    )
    return {code: {a.level: (a.code, a.name) for a in chain} for code, chain in chains.items()}


def _indicators(session: Session, actor: Actor, filters: Filters) -> list[IndicatorOut]:
    figures = queries.indicator_figures(session, actor, filters, now=clock.now())
    return [
        IndicatorOut(
            name=indicator.name,
            numerator=numerator,
            denominator=denominator,
            value=quotient(numerator, denominator),
            definition=indicator.definition,
        )
        for indicator, numerator, denominator in figures
    ]


def _heat(session: Session, actor: Actor, filters: Filters) -> HeatOut:
    cells = queries.heat_cells(session, actor, filters)
    return HeatOut(
        cell_m=CELL_M,
        features=[
            HeatCellOut(
                geometry=PointOut(coordinates=(round(c.lon, 6), round(c.lat, 6))),
                properties=HeatProperties(n=c.n),
            )
            for c in cells
        ],
    )
