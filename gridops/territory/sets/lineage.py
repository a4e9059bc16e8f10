"""Pure: which part of each old area lies in which new one, and what that change is called. Knows no cases.

Shapes are in the deployment's metres. Two layers of one level go in, links and named changes come out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

#: Less than this in common is the rounding of two drawings of one line, in m².
LEAST_M2 = 1.0
#: A link that makes up at least half of either side says that the one became (a part of) the other.
MAINLY = 0.5
#: Both sides at least this much alike are one area, whatever its code.
SAME = 0.95
#: Below this share of the old area, whoever followed it is shown to a person.
SURE_SHARE = 0.8

CHANGE_KINDS = ("added", "gone", "split", "merged", "redrawn", "recoded", "edges_moved", "renamed")


@dataclass(frozen=True)
class Version:
    """An area as it stands in one set; `shape` in metres."""

    id: UUID
    area_id: UUID
    level: str
    kind: str
    code: str
    name: str
    households: int | None
    shape: BaseGeometry


@dataclass(frozen=True)
class Link:
    """What an old and a new area have in common: m², as a share of the old one and of the new one."""

    old: Version
    new: Version
    area_m2: float
    share_of_old: float
    share_of_new: float


@dataclass(frozen=True)
class AreaChange:
    """One thing that becomes different: of these old codes, these new ones.

    `area_m2` and `households` are what is concerned: of moved edges only what lies between the two lines,
    households by its share of the area; None where no figure is known.
    """

    kind: str
    level: str
    old_codes: tuple[str, ...]
    new_codes: tuple[str, ...]
    names: tuple[str, ...]
    area_m2: float
    households: int | None


def find_links(olds: Sequence[Version], news: Sequence[Version]) -> list[Link]:
    """Every pair of an old and a new area with more than LEAST_M2 in common, in order of the codes."""
    by_code = {new.code: new for new in news}
    same = {
        old.code
        for old in olds
        if old.code in by_code and shapely.equals_exact(old.shape, by_code[old.code].shape, 0.0)
    }
    links = [Link(old, by_code[old.code], old.shape.area, 1.0, 1.0) for old in olds if old.code in same]
    # What stayed as it was has nothing in common with others, save in layers that overlap: special grids.
    is_partition = not any(v.kind == "special" for v in (*olds, *news))
    before = [v for v in olds if not (is_partition and v.code in same)]
    after = [v for v in news if not (is_partition and v.code in same)]
    links += _crossings(before, after, same)
    return sorted(links, key=lambda link: (link.old.code, -link.area_m2, link.new.code))


def _crossings(olds: Sequence[Version], news: Sequence[Version], same: set[str]) -> list[Link]:
    if not olds or not news:
        return []
    ones, others = np.array([v.shape for v in olds]), np.array([v.shape for v in news])
    pairs = shapely.STRtree(others).query(ones, predicate="intersects").T
    if not len(pairs):
        return []
    common = shapely.area(shapely.intersection(ones[pairs[:, 0]], others[pairs[:, 1]]))
    found = []
    for (a, b), m2 in zip(pairs.tolist(), common.tolist(), strict=True):
        old, new = olds[a], news[b]
        if m2 < LEAST_M2 or (old.code == new.code and old.code in same):
            continue
        # Rounding of the intersection may pass the whole by a hair.
        of_old, of_new = min(1.0, m2 / old.shape.area), min(1.0, m2 / new.shape.area)
        found.append(Link(old, new, m2, of_old, of_new))
    return found


def find_changes(olds: Sequence[Version], news: Sequence[Version], links: Sequence[Link]) -> list[AreaChange]:
    """What a person is told of one level: nothing of areas that stay as they are."""
    groups = _groups(olds, news, links)
    found = [_name_change(mine, theirs, links) for mine, theirs in groups]
    order = {kind: n for n, kind in enumerate(CHANGE_KINDS)}
    kept = [change for change in found if change is not None]
    return sorted(kept, key=lambda c: (order[c.kind], c.old_codes or c.new_codes))


def _groups(
    olds: Sequence[Version], news: Sequence[Version], links: Sequence[Link]
) -> list[tuple[list[Version], list[Version]]]:
    """Old and new areas that hang together by links that count."""
    members: list[tuple[str, Version]] = [("old", v) for v in olds] + [("new", v) for v in news]
    number = {(side, v.code): n for n, (side, v) in enumerate(members)}
    root = list(range(len(members)))

    def find(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for link in links:
        if max(link.share_of_old, link.share_of_new) >= MAINLY:
            root[find(number["old", link.old.code])] = find(number["new", link.new.code])
    groups: dict[int, tuple[list[Version], list[Version]]] = defaultdict(lambda: ([], []))
    for n, (side, version) in enumerate(members):
        groups[find(n)][side == "new"].append(version)
    return list(groups.values())


def _name_change(olds: list[Version], news: list[Version], links: Sequence[Link]) -> AreaChange | None:
    if len(olds) == len(news) == 1:
        return _one_to_one(olds[0], news[0], links)
    if not olds:
        return _change("added", olds, news, m2=_area(news), households=_households(news))
    if not news:
        return _change("gone", olds, news, m2=_area(olds), households=_households(olds))
    kind = "split" if len(olds) == 1 else "merged" if len(news) == 1 else "redrawn"
    return _change(kind, olds, news, m2=_area(olds), households=_households(olds))


def _one_to_one(old: Version, new: Version, links: Sequence[Link]) -> AreaChange | None:
    if old.code != new.code:
        return _change("recoded", [old], [new], m2=old.shape.area, households=old.households)
    lost = [link for link in links if link.old.code == old.code and link.new.code != new.code]
    gained = [link for link in links if link.new.code == new.code and link.old.code != old.code]
    common = sum(link.area_m2 for link in links if (link.old.code, link.new.code) == (old.code, new.code))
    moved = old.shape.area + new.shape.area - 2 * common
    if moved > LEAST_M2:
        figures = [link.old.households for link in (*lost, *gained)]
        shares = [link.share_of_old for link in (*lost, *gained)]
        households = round(sum((n or 0) * share for n, share in zip(figures, shares, strict=True)))
        return _change("edges_moved", [old], [new], m2=moved, households=households)
    if old.name != new.name:
        return _change("renamed", [old], [new], m2=old.shape.area, households=old.households)
    return None


def _change(
    kind: str, olds: list[Version], news: list[Version], *, m2: float, households: int | None
) -> AreaChange:
    names = tuple(dict.fromkeys(v.name for v in (*olds, *news)))
    codes = (tuple(sorted(v.code for v in olds)), tuple(sorted(v.code for v in news)))
    return AreaChange(kind, (olds or news)[0].level, *codes, names, m2, households)


def _area(versions: Iterable[Version]) -> float:
    return float(sum(v.shape.area for v in versions))


def _households(versions: Iterable[Version]) -> int | None:
    known = [v.households for v in versions if v.households is not None]
    return sum(known) if known else None


def same_areas(links: Sequence[Link]) -> dict[UUID, UUID]:
    """New version → stable id of the old area that it is, where only the code became another."""
    return {
        link.new.id: link.old.area_id
        for link in links
        if link.old.code != link.new.code and min(link.share_of_old, link.share_of_new) >= SAME
    }


def moved_codes(olds: Sequence[Version], news: Sequence[Version], links: Sequence[Link]) -> list[str]:
    """Codes that stand for another place than before: in both layers, with nothing in common."""
    meeting = {link.old.code for link in links if link.old.code == link.new.code}
    return sorted(({v.code for v in olds} & {v.code for v in news}) - meeting)


@dataclass(frozen=True)
class Heir:
    """Where most of an old area went. `to_code` None: nowhere; `is_whole`: no other got any of it.

    `area_m2` is what went there, `codes` are all the areas that got some of it.
    """

    level: str
    kind: str
    to_code: str | None
    share: float
    is_whole: bool
    area_m2: float = 0.0
    codes: frozenset[str] = frozenset()

    @property
    def is_sure(self) -> bool:
        """Whether nobody has to look at who followed it."""
        return self.to_code is not None and self.share >= SURE_SHARE
