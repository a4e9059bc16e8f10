"""Mutated sheets of every kind at the one door: cells or a refusal in words, never another error, never for long."""

from __future__ import annotations

import pytest

from tests.sheets.fuzzing import KINDS, ROUNDS, fuzz


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutated_file_is_read_or_refused_in_words(kind: str) -> None:
    figures = fuzz(kind, rounds=ROUNDS, seed=20261126)
    assert figures.errors == []
    assert figures.read + figures.refused == ROUNDS
    # Mutations that no reader notices would show nothing, and neither would files that are all refused at once.
    assert figures.refused > 0
    assert figures.read > 0
