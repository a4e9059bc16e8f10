"""The words of the domain that the pages show, by vocabulary and code, in both languages. No page repeats them.

They are served as one module for each language (`js/words/served/zh.js`), which is part of the release.
"""

from __future__ import annotations

from collections.abc import Mapping

from gridops.web.vocabularies import areas, cases, duties, people
from gridops.words import Words

VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    **cases.VOCABULARIES,
    **people.VOCABULARIES,
    **areas.VOCABULARIES,
    **duties.VOCABULARIES,
}


def words_in(language: str) -> dict[str, dict[str, str]]:
    """Every vocabulary in `language` ("zh" or "en"): {vocabulary: {code: text}}."""
    return {
        name: {code: words.en if language == "en" else words.zh for code, words in vocabulary.items()}
        for name, vocabulary in VOCABULARIES.items()
    }
