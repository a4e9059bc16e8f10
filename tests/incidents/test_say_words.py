"""The words of a case: every code that a case may hold has its words, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from gridops.duties.matters.words import LABEL_FAMILIES
from gridops.duties.words import LEVELS, ORIGINS, URGENCIES
from gridops.incidents.dispatches.rules import DISPATCH_KINDS, DISPATCH_STATUSES
from gridops.incidents.moves.table import ACTIONS, MOVES
from gridops.incidents.rules import DUE_STATES, GRID_METHODS, STATES
from gridops.incidents.words import case_words

CODES: list[tuple[str, Iterable[str]]] = [
    *((f"state_{family}", STATES) for family in LABEL_FAMILIES),
    *((f"action_{family}", ACTIONS) for family in LABEL_FAMILIES),
    ("due", DUE_STATES),
    ("level", LEVELS),
    ("origin", ORIGINS),
    ("urgency", URGENCIES),
    ("grid_method", GRID_METHODS),
    ("dispatch_kind", DISPATCH_KINDS),
    ("unit_status", ("available", *DISPATCH_STATUSES)),
]


@pytest.mark.parametrize(("vocabulary", "codes"), CODES, ids=[name for name, _ in CODES])
def test_every_code_has_words_in_both_languages_and_no_word_lacks_its_code(
    vocabulary: str, codes: Iterable[str]
) -> None:
    words = case_words()[vocabulary]
    assert set(words) == set(codes)
    assert all(text.zh and text.en and text.zh != text.en for text in words.values())


def test_every_move_has_its_word_in_the_log() -> None:
    assert {move.entry for move in MOVES.values()} <= set(case_words()["entry"])


def test_governance_says_its_own_words_for_the_same_moves() -> None:
    words = case_words()
    assert words["action_city"]["file"].zh == "立案"
    assert words["action_governance"]["file"].zh == "受理"
    assert words["action_governance"]["close"].zh == "办结"
