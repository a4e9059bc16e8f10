"""A report under a number that its origin brought before: the case that is there answers, joined where it says more.

A case that is out of sight is not told. Never commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from gridops.db.session import Session
from gridops.errors import Problem
from gridops.incidents.moves.editing import begin_edit
from gridops.incidents.moves.hearing_again import record_heard_again
from gridops.incidents.recording.queries import cases_of_numbers
from gridops.intake.drafting import Draft
from gridops.intake.outcomes import Outcome
from gridops.intake.wire import ReportIn
from gridops.people.rules import Actor


def number_of(report: ReportIn) -> tuple[str, str] | None:
    """(origin, number) of a report that brings one."""
    number = (report.external_number or "").strip()
    return (report.origin, number) if number else None


def hear_again(
    session: Session,
    actor: Actor,
    again: Sequence[tuple[int, Draft]],
    numbered: Mapping[tuple[str, str], UUID],
) -> dict[int, Outcome]:
    """The outcomes of reports whose number is taken, by their place; those not in `numbered` are looked up."""
    numbers = {n: number for n, draft in again if (number := number_of(draft.report))}
    unknown = {number for number in numbers.values() if number not in numbered}
    known = dict(numbered) | (cases_of_numbers(session, unknown) if unknown else {})
    return {
        n: _hear(session, actor, draft.report, known.get(numbers[n])) for n, draft in again if n in numbers
    }


def _hear(session: Session, actor: Actor, report: ReportIn, case_id: UUID | None) -> Outcome:
    taken = Outcome(409, Problem("number-taken"))
    if case_id is None:
        # The first of a batch that brought the number was refused: so is what repeats it.
        return taken
    try:
        edit = begin_edit(session, actor, case_id)
    except Problem:
        return taken
    person = report.on_behalf_of
    record_heard_again(
        edit,
        text=report.description,
        person_name=person.name if person else None,
        person_phone=person.phone if person else None,
        media=report.media,
    )
    return Outcome(200, known_as=case_id)
