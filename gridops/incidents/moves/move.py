"""What is declared of a move: where it starts, where it leads, who makes it, what it is called. No data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gridops.incidents.moves.conditions import Condition, Outcome
from gridops.incidents.moves.permits import Permit
from gridops.words import Words


@dataclass(frozen=True)
class Source:
    """A state that a move starts from; `when` is asked besides."""

    state: str
    when: Condition | None = None


@dataclass(frozen=True)
class Target:
    """A state that a move leads to, None where the state stays; of several the first whose `when` holds."""

    state: str | None
    when: Outcome | None = None


@dataclass(frozen=True)
class Move:
    """One move. `entry` is the log's action; `body` the name of what comes in, empty where a report brings it along.

    `words` are the button's in city management; `governance` where that family says it otherwise.
    """

    name: str
    words: Words
    does: Words
    sources: Sequence[Source]
    targets: Sequence[Target]
    permit: Permit
    entry: str
    body: str = "ActionIn"
    only: Condition | None = None
    changes_readiness: bool = False
    governance: Words | None = None

    def button(self, label_family: str) -> Words:
        """The words of its button in a family of labels."""
        return self.governance if label_family == "governance" and self.governance else self.words
