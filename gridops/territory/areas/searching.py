"""Finding areas by name, by the initials of its pinyin, or by any code they have. One index for each set.

The index is built from a set once; sets in force never change. Reads only.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.territory.areas.queries import codes_of, searchable
from gridops.territory.models import BoundarySet

SETS_KEPT = 3
MOST_FOUND = 50
_LEVELS = ("district", "township", "village", "grid", "group")


@dataclass(frozen=True)
class Entry:
    """An area as it is searched: `letters` holds, for each character of the short name, its possible initials."""

    row: Any
    name: str
    letters: tuple[str, ...]
    codes: tuple[str, ...]


def initials_of(name: str) -> tuple[str, ...]:
    """The possible first letters of each character: 重庆 → ("cz", "q"); letters and digits stand for themselves."""
    # A third of the time that a process takes to start, and needed once for each set.
    from pypinyin import Style, pinyin

    found: list[str] = []
    for character in name:
        if character.isascii():
            found += [character.lower()] if character.isalnum() else []
            continue
        readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        letters = {reading[0] for readings_of in readings for reading in readings_of if reading}
        # A character without a reading matches nothing, rather than everything.
        found.append("".join(sorted(letters)) or "?")
    return tuple(found)


def has_initials(letters: Sequence[str], query: str, *, at: int = 0) -> bool:
    """Whether `query` spells the initials from `at` on."""
    return len(letters) - at >= len(query) and all(q in letters[at + n] for n, q in enumerate(query))


def rank_of(entry: Entry, query: str) -> int | None:
    """How well an entry fits a query in lower case, 0 best; None where it does not."""
    if query in entry.codes:
        return 0
    if entry.name.startswith(query):
        return 1
    if any(code.startswith(query) for code in entry.codes):
        return 2
    if query in entry.name or query in entry.row.name.lower():
        return 3
    if query.isascii() and query.isalnum():
        if has_initials(entry.letters, query):
            return 4
        if len(query) > 1 and any(
            has_initials(entry.letters, query, at=n) for n in range(1, len(entry.letters))
        ):
            return 5
    return None


def search_areas(
    session: Session,
    found: BoundarySet,
    query: str,
    *,
    level: str | None = None,
    kind: str | None = None,
    parent: str | None = None,
    limit: int = MOST_FOUND,
) -> list[Any]:
    """Rows (code, name, short_name, level, kind, parent_code) of a set that fit, best first, large before small."""
    wanted = query.strip().lower()
    if not wanted:
        return []
    hits = []
    asked = (("level", level), ("kind", kind), ("parent_code", parent))
    for entry in _index(session, found):
        if any(value is not None and getattr(entry.row, name) != value for name, value in asked):
            continue
        rank = rank_of(entry, wanted)
        if rank is not None:
            hits.append((rank, _LEVELS.index(entry.row.level), len(entry.name), entry.row.code, entry.row))
    return [row for *_, row in sorted(hits, key=lambda hit: hit[:4])[:limit]]


_kept: OrderedDict[tuple[UUID, int], list[Entry]] = OrderedDict()
_lock = Lock()


def _index(session: Session, found: BoundarySet) -> list[Entry]:
    others = codes_of(session, found.id)
    # Codes of the other system may be entered at any time: they are a part of the key.
    key = (found.id, hash(tuple(sorted(others.items()))))
    with _lock:
        if (held := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return held
    made = list(_entries(searchable(session, found.id), others))
    with _lock:
        _kept[key] = made
        while len(_kept) > SETS_KEPT:
            _kept.popitem(last=False)
    return made


def _entries(rows: Iterable[Any], others: dict[str, tuple[str, ...]]) -> Iterable[Entry]:
    for row in rows:
        codes = (row.code.lower(), *(code.lower() for code in others.get(row.code, ())))
        yield Entry(row, row.short_name.lower(), initials_of(row.short_name), codes)
