"""Cases by what is written in them: a word anywhere in their text, a number by its beginning.

The index finds by characters and pairs of them, whatever the language and the cluster's LC_CTYPE; the text decides.
"""

from __future__ import annotations

from typing import Any

_COLUMNS = ("description", "service_name", "grid_name", "special_grid_name")
_GRAMS = f"gridops.search_grams({', '.join(f'i.{c}' for c in _COLUMNS)})"


def is_written(word: str) -> tuple[str, dict[str, Any]]:
    """The condition on `incident i` that its text holds `word`, by a look at the text alone, and its parameters."""
    return _either(_text(word), word)


def is_found(word: str) -> tuple[str, dict[str, Any]]:
    """The same condition so that the indexes of text and numbers can answer it."""
    condition, params = _either(f"({_GRAMS} @> gridops.search_grams(:word) AND {_text(word)})", word)
    return condition, params | {"word": word}


def _text(word: str) -> str:
    # Chinese has no capitals: bytes are compared, several times faster than letters.
    operator = "LIKE" if word.lower() == word.upper() else "ILIKE"
    # A restricted case has no description in this table, so its text cannot be searched.
    return "(" + " OR ".join(f"i.{column} {operator} :holds" for column in _COLUMNS) + ")"


def _either(condition: str, word: str) -> tuple[str, dict[str, Any]]:
    begins = (
        "i.case_number LIKE :begins OR i.case_number LIKE upper(:begins)"
        " OR (i.external_numbers <> '[]'"
        " AND (i.external_numbers -> 0 ->> 'number') COLLATE \"C\" LIKE :begins)"
    )
    plain = escaped(word)
    return f"({condition} OR {begins})", {"holds": f"%{plain}%", "begins": f"{plain}%"}


def escaped(word: str) -> str:
    """`word` with LIKE's own signs as the signs that they are."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
