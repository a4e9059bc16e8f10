"""The short form of `make torture`: each fault once, from a fixed seed; and that what is lost would be seen."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.torture.comparing import Found
from tests.torture.ledger import Ledger
from tests.torture.rounds import NAMES, Outcome, Row, torture
from tests.torture.screens import Screen
from tests.torture.telling import table
from tests.torture.town import Town


def an_outcome(found: Found, ledger: Ledger | None = None) -> Outcome:
    return Outcome({"web": Row(times=1)}, ledger or Ledger(), found, [], 0)


@pytest.mark.parametrize(
    "found",
    [
        Found(is_chain_sound=False),
        Found(is_chain_sound=True, lost={"a"}),
        Found(is_chain_sound=True, doubled={"a"}),
        Found(is_chain_sound=True, photos_lost={"a"}),
        Found(is_chain_sound=True, moves_wrong=["a"]),
        Found(is_chain_sound=True, unseen={"a": 1}),
        Found(is_chain_sound=True, seen_twice={"a": 1}),
    ],
    ids=["chain", "lost", "doubled", "photo", "move", "unseen", "seen twice"],
)
def test_whatever_is_harmed_is_no_good_outcome(found: Found) -> None:
    assert not an_outcome(found).is_well
    assert an_outcome(Found(is_chain_sound=True)).is_well


def test_an_answer_that_no_fault_explains_is_no_good_outcome() -> None:
    ledger = Ledger()
    ledger.refuse("POST reports: 422")
    outcome = an_outcome(Found(is_chain_sound=True), ledger)
    assert not outcome.is_well
    assert "✗ POST reports: 422" in table(outcome)


def test_a_time_without_acknowledged_reports_is_measured_to_its_edges() -> None:
    ledger, now = Ledger(), time.monotonic()
    ledger.acknowledge("a", took=0.1)
    assert ledger.longest_silence(now - 5, now + 2) == pytest.approx(5, abs=0.5)
    assert ledger.longest_silence(now + 1, now + 4) == pytest.approx(3)


class Still(Screen):
    """A screen that is told events by a test."""

    def follow_once(self) -> None:
        """Nothing is followed."""

    def tell(self, prev: int, seq: int) -> None:
        self.take({"prev": prev, "seq": seq, "action": "incident.reported", "entity_id": str(seq)})


def test_a_screen_complains_of_gaps_and_doubles_and_not_of_a_message_that_was_overtaken(
    tmp_path: Path,
) -> None:
    screen = Still(Town(tmp_path, has_disk=False), cursor=5)
    screen.tell(6, 7)
    screen.tell(5, 6)
    assert (screen.cursor, screen.broken, list(screen.seen)) == (7, [], ["6", "7"])
    screen.tell(5, 6)
    assert screen.broken == ["6 again at 7"]
    screen.tell(8, 9)
    screen.end_line()
    assert screen.broken[1:] == ["8→9 at 7"]
    screen.stop()


def test_no_fault_loses_or_doubles_what_was_acknowledged() -> None:
    outcome = torture(NAMES, seconds=0, seed=1)
    assert outcome.is_well, table(outcome)
    assert all(row.times or row.skipped for row in outcome.rows.values())
    assert len(outcome.ledger.reports) > 50
    assert outcome.ledger.photos
    assert outcome.ledger.moves
