"""The table of moves in words: for the OpenAPI document, one move each; for `docs/moves.md`, all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gridops.incidents.moves.move import Move
from gridops.incidents.moves.table import ACTIONS, MOVES, OPEN

_HEAD = """# The moves of a case

Written by `gridops docs` from `gridops/incidents/moves/table.py`; not edited by hand.

"""
_BETWEEN = """
From every open state, and so left out of the drawing: {everywhere}.

| move | button 中文 / English | from | to | who | 谁 | body | log | tells units |
|---|---|---|---|---|---|---|---|---|
"""


def describe(move: Move) -> str:
    """One move for the OpenAPI document: from which states, to which, who may."""
    return f"From {_sources(move)} to {_targets(move)}. Who: {move.permit.words.en}."


def document() -> str:
    """`docs/moves.md`: a state diagram and a table."""
    everywhere = ", ".join(f"`{move.name}`" for move in MOVES.values() if move.sources == OPEN)
    return _HEAD + _diagram() + _BETWEEN.format(everywhere=everywhere) + "".join(map(_row, MOVES.values()))


def _diagram() -> str:
    edges: dict[tuple[str, str], list[str]] = defaultdict(list)
    for move in MOVES.values():
        if move.sources == OPEN:
            continue
        for source in move.sources:
            for target in move.targets:
                edges[source.state, target.state or source.state].append(move.name)
    lines = [f"    {a} --> {b}: {', '.join(dict.fromkeys(names))}" for (a, b), names in edges.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> reported", *lines, "```", ""])


def _row(move: Move) -> str:
    buttons = " · ".join(dict.fromkeys(move.button(family).zh for family in ("city", "governance")))
    cells: Sequence[str] = (
        f"`{move.name}`",
        f"{buttons} / {move.words.en}",
        _sources(move),
        _targets(move),
        move.permit.words.en,
        move.permit.words.zh,
        f"`{move.body}`" if move.name in ACTIONS else "with the report",
        f"`{move.entry}`",
        "yes" if move.changes_readiness else "",
    )
    return f"| {' | '.join(cells)} |\n"


def _sources(move: Move) -> str:
    if move.sources == OPEN:
        states = ["any open state"]
    else:
        states = [s.state + (f" (if {s.when.words.en})" if s.when else "") for s in move.sources]
    return ", ".join(states) + (f", {move.only.words.en}" if move.only else "")


def _targets(move: Move) -> str:
    said = []
    for target in move.targets:
        state = target.state or "the same state"
        said.append(f"{state} (if {target.when.words.en})" if target.when else state)
    return ", else ".join(said)
