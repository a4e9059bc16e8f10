"""Cases by what is written in them: a word anywhere in their text, a number by its beginning.

The index finds by characters and pairs of them, whatever the language and the cluster's LC_CTYPE; the text decides.
"""

from __future__ import annotations

from typing import Any

_COLUMNS = ("description", "service_name")
#: In which grid a restricted case lies is not told, by its name neither.
_GRIDS = ("grid_name", "special_grid_name")
# Whatever name a case bears is or was a matter's or a grid's; these are few, and the cases of each have an index.
_MATTERS = "SELECT s.service_name FROM gridops.standard s WHERE s.service_name {0} :holds"
_BASE, _SPECIAL = (
    f"SELECT v.name FROM gridops.area_version v WHERE v.level = 'grid' AND v.kind = '{kind}' AND v.name {{0}} :holds"
    for kind in ("base", "special")
)
_FOUND = (
    f"i.service_name = ANY(ARRAY({_MATTERS})) OR i.grid_name = ANY(ARRAY({_BASE})) AND NOT i.is_restricted"
    f" OR i.special_grid_name = ANY(ARRAY({_SPECIAL})) AND NOT i.is_restricted"
    " OR (gridops.search_grams(i.description) @> gridops.word_grams(:word) AND i.description {0} :holds)"
)
#: That a case's own number begins as the word does.
NUMBERED = "i.case_number LIKE :begins"


def is_written(word: str) -> tuple[str, dict[str, Any]]:
    """The condition on `incident i` that its text holds `word`, by a look at the text alone, and its parameters."""
    return _either(_text(word), word)


def is_found(word: str, *, with_numbers: bool = True) -> tuple[str, dict[str, Any]]:
    """The same condition so that the indexes of text and numbers can answer it; also without the cases' own numbers."""
    condition, params = _either(_FOUND.format(_operator(word)), word, with_numbers=with_numbers)
    return condition, params | {"word": word}


def _operator(word: str) -> str:
    # Chinese has no capitals: bytes are compared, several times faster than letters.
    return "LIKE" if word.lower() == word.upper() else "ILIKE"


def _text(word: str) -> str:
    # A restricted case has no description in this table, so its text cannot be searched.
    texts = [f"i.{column} {_operator(word)} :holds" for column in _COLUMNS]
    grids = [f"(NOT i.is_restricted AND i.{column} {_operator(word)} :holds)" for column in _GRIDS]
    return " OR ".join([*texts, *grids])


def _either(condition: str, word: str, *, with_numbers: bool = True) -> tuple[str, dict[str, Any]]:
    numbers = f"{NUMBERED} OR i.case_number LIKE upper(:begins) OR " if with_numbers else ""
    begins = (
        f"{numbers}(i.external_numbers <> '[]'"
        " AND (i.external_numbers -> 0 ->> 'number') COLLATE \"C\" LIKE :begins)"
    )
    return f"({condition} OR {begins})", {"holds": f"%{escaped(word)}%", "begins": beginning(word)}


def beginning(word: str) -> str:
    """What `:begins` is of a word."""
    return f"{escaped(word)}%"


def escaped(word: str) -> str:
    """`word` with LIKE's own signs as the signs that they are."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
