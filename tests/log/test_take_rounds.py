"""The worker's rounds: entries that come close together share one, and nothing keeps them from being numbered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gridops import config
from gridops.db.session import Database
from gridops.insight.cells.folding import MOST
from gridops.worker.main import BUSY_ROUND, BUSY_ROUNDS_APART_S, ROUND, ROUNDS_APART_S, Worker


@pytest.fixture
def worker(database: Database) -> Worker:
    return Worker(database, config.load(needs_database=False))


def answers(worker: Worker, name: str, *counts: int) -> Iterator[int]:
    """What is left of `counts` after the worker's step `name` has taken its share of them."""
    left = iter(counts)
    setattr(worker, name, lambda: next(left))
    return left


@pytest.mark.parametrize("numbered", [0, 1, BUSY_ROUND - 1])
def test_the_round_behind_a_lone_entry_begins_soon(worker: Worker, numbered: int) -> None:
    answers(worker, "_number", numbered)
    assert worker._number_all() == ROUNDS_APART_S


def test_entries_that_come_close_together_share_a_round(worker: Worker) -> None:
    answers(worker, "_number", BUSY_ROUND)
    assert worker._number_all() == BUSY_ROUNDS_APART_S
    assert BUSY_ROUNDS_APART_S <= 0.03


def test_a_full_round_is_followed_by_the_next_at_once(worker: Worker) -> None:
    left = answers(worker, "_number", ROUND, ROUND, 7, 0)
    assert worker._number_all() == BUSY_ROUNDS_APART_S
    assert list(left) == [0]


def test_numbers_do_not_wait_for_cells_that_change_while_they_are_folded(worker: Worker) -> None:
    left = answers(worker, "_fold", MOST, 5, 5, 5)
    worker._fold_all()
    assert list(left) == [5, 5]
