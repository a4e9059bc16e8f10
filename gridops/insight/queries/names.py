"""The names of what was counted by its code: looked up once for each, after the counting."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text

from gridops.db.session import Session

_NAMES = {
    # The name it has today; of a matter that is no more, the last one.
    "service_code": text(
        "SELECT DISTINCT ON (m.service_code) m.service_code, s.service_name"
        " FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id"
        " WHERE m.service_code = ANY(CAST(:keys AS text[]))"
        " ORDER BY m.service_code, s.valid_from > :today, s.valid_from DESC"
    ),
    "unit": text("SELECT id::text, name FROM gridops.unit WHERE id = ANY(CAST(:keys AS uuid[]))"),
}
#: Words that have such a name.
NAMED_WORDS = tuple(_NAMES)


def names_of(session: Session, word: str, keys: Collection[str], *, today: object) -> dict[str, str]:
    """Code → name, for the codes of a word that are known."""
    if not keys:
        return {}
    rows = session.execute(_NAMES[word], {"keys": sorted(keys), "today": today})
    return {row[0]: row[1] for row in rows}
