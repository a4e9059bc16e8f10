"""Pure: what the table of moves says of a case: what is possible, what is allowed, where a move leads."""

from __future__ import annotations

from gridops.incidents.moves.case import Case
from gridops.incidents.moves.conditions import OtherUnits
from gridops.incidents.moves.move import Move
from gridops.incidents.moves.table import ACTIONS, MOVES
from gridops.incidents.rules import STATES
from gridops.people.rules import Actor

#: The actions that start from each state, in the order of the loop: most of the others need not be asked.
_STARTING = {
    state: [action for action in ACTIONS if any(source.state == state for source in MOVES[action].sources)]
    for state in STATES
}


def may_act(actor: Actor, action: str, case: Case) -> bool:
    """Whether the actor's roles allow the action on the case, whatever its state."""
    return MOVES[action].permit.admits(actor, case)


def is_possible(actor: Actor, action: str, case: Case) -> bool:
    """Whether the case as it stands allows the action: its state, and what the table asks besides."""
    move = MOVES[action]
    if move.only is not None and not move.only.holds(actor, case):
        return False
    return any(
        source.state == case.state and (source.when is None or source.when.holds(actor, case))
        for source in move.sources
    )


def allowed_actions(actor: Actor, case: Case) -> list[str]:
    """The actions that both the state and the actor's roles allow now, in the order of the loop."""
    starting = _STARTING.get(case.state, ())
    return [
        action for action in starting if is_possible(actor, action, case) and may_act(actor, action, case)
    ]


def state_after(move: Move, state: str, others: OtherUnits) -> str:
    """Where `move` leads from `state`; ValueError for a state that it does not start from."""
    if state not in {source.state for source in move.sources}:
        raise ValueError(f"{move.name} does not start from {state}")
    target = next(t for t in move.targets if t.when is None or t.when.holds(others))
    return target.state or state
