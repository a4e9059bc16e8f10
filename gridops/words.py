"""A text in both languages of the service. Nothing of the domain is known here."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """One text in Chinese and in English; Chinese comes first wherever only one is shown."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The text in `language` ("zh" or "en")."""
        return self.zh if language == "zh" else self.en
