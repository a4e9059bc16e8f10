"""What is owed to whom a case came from: answer and call-back recorded, a case sent back. Never commits."""

from __future__ import annotations

from gridops import clock
from gridops.duties.origins.rules import OWED_WORDS, OriginPolicy
from gridops.errors import Problem
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.rules import NO_CALLER


def owed_on(i: Incident, policy: OriginPolicy) -> tuple[str, ...]:
    """What the case's origin still wants before it is closed."""
    is_rung = i.called_back_at is not None or i.call_back == NO_CALLER
    return policy.owed(answered=i.answered_at is not None, called_back=is_rung)


def has_number(edit: CaseEdit) -> bool:
    """Whether there is somebody to ring back: a number that was given with the case."""
    if edit.is_new and edit.session.gathered is not None:
        # What stands beside it is still to be written; of many cases this one's came last.
        rows = reversed(edit.session.gathered.rows.get("incident_private", []))
        return any(row["incident_id"] == edit.incident.id and bool(row["person_phone"]) for row in rows)
    private = edit.session.get(IncidentPrivate, edit.incident.id)
    return private is not None and bool(private.person_phone)


def note_answer(edit: CaseEdit) -> None:
    """Whoever asked has been answered; the words stand in the note of the move."""
    edit.incident.answered_at = clock.now()


def note_call_back(edit: CaseEdit, *, result: str) -> None:
    """Whoever reported has been rung, and what came of it."""
    edit.incident.called_back_at = clock.now()
    edit.incident.call_back = result


def note_no_caller(edit: CaseEdit) -> None:
    """There is nobody to ring back; why stands in the note of the move."""
    edit.incident.call_back = NO_CALLER


def forget_call_back(i: Incident) -> None:
    """What is done anew is asked about anew; that there is nobody to ring stays so."""
    i.answered_at = i.called_back_at = None
    if i.call_back != NO_CALLER:
        i.call_back = None


def refuse_without_caller(edit: CaseEdit, policy: OriginPolicy) -> None:
    """409 `answer-owed` where a call-back is owed and neither a number nor the reason why there is none was said."""
    if not policy.needs_call_back or edit.incident.call_back == NO_CALLER or has_number(edit):
        return
    raise Problem(
        "answer-owed",
        (
            "此来源须回访，但没有反映人电话：请补登电话，或写明没有反映人的理由",
            "A call-back is owed and no number is known: add one, or say why there is nobody to ring",
        ),
        owes=["caller"],
    )


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
