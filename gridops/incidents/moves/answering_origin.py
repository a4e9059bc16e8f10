"""What is owed to whom a case came from: answer and call-back recorded, a case sent back. Never commits."""

from __future__ import annotations

from gridops import clock
from gridops.duties.origins.rules import OWED_WORDS, OriginPolicy
from gridops.errors import Problem
from gridops.incidents.models import Incident
from gridops.incidents.moves.editing import CaseEdit


def owed_on(i: Incident, policy: OriginPolicy) -> tuple[str, ...]:
    """What the case's origin still wants before it is closed."""
    return policy.owed(answered=i.answered_at is not None, called_back=i.called_back_at is not None)


def note_answer(edit: CaseEdit) -> None:
    """Whoever asked has been answered; the words stand in the note of the move."""
    edit.incident.answered_at = clock.now()


def note_call_back(edit: CaseEdit, *, result: str) -> None:
    """Whoever reported has been rung, and what came of it."""
    edit.incident.called_back_at = clock.now()
    edit.incident.call_back = result


def forget_call_back(i: Incident) -> None:
    """What is done anew is asked about anew."""
    i.answered_at = i.called_back_at = i.call_back = None


def refuse_unanswered(i: Incident, policy: OriginPolicy) -> None:
    """409 `answer-owed` while an answer or a call-back is outstanding."""
    owed = owed_on(i, policy)
    if owed:
        words = "和".join(OWED_WORDS[name] for name in owed)
        raise Problem(
            "answer-owed",
            (f"此来源的事件须先{words}，记录后才能结案", f"Owed before closing: {', '.join(owed)}"),
            owes=list(owed),
        )


def record_sent_back(edit: CaseEdit, *, reason: str) -> Incident:
    """Not ours: the case goes back to where it came from, and is over here."""
    i = edit.incident
    edit.move("send_back")
    i.closed_at = clock.now()
    i.disposition = "sent_back"
    i.due_state = "done"
    return edit.done(note=reason)
