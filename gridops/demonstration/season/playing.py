"""A planned case played from its report to where it stands now: each step by the room's own move, at its own moment.

What a step writes is gathered and written later; a step that its actor could not have made is refused here too.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from gridops import clock
from gridops.db.gathering import Gathered
from gridops.db.session import Session
from gridops.demonstration.mix import HANDLED_WORDS, REASONS, kind_of
from gridops.demonstration.season.crew import Crew
from gridops.demonstration.season.pacing import by_day, done_at
from gridops.demonstration.season.planning import Planned
from gridops.dispatch.actions.bindings import BINDINGS
from gridops.dispatch.actions.following_intake_mode import follow_intake_mode
from gridops.dispatch.units.readiness import append_unit_entries
from gridops.errors import Problem
from gridops.incidents.clock.rules import soon_span
from gridops.incidents.dispatches.models import Dispatch
from gridops.incidents.models import Incident
from gridops.incidents.moves import checking, filing
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.queries import as_case, manners_of
from gridops.incidents.moves.refreshing import refresh_due_state
from gridops.incidents.moves.rules import is_possible, may_act
from gridops.incidents.moves.table import MOVES
from gridops.incidents.recording.new_case import NewCase
from gridops.incidents.recording.rows import Numbering, blank_columns, row_of, rows_beside
from gridops.incidents.recording.writing import entry_of_report
from gridops.log.appending import append
from gridops.people import queries as people_queries
from gridops.people.rules import Actor

#: Of cases whose deadline is near, so many still wait for the unit.
_STILL_WAITING = 0.6
TOWNSHIP_DIGITS = 9
#: Kinds of units for which nobody signs in, and who answers their telephone.
_BY_TELEPHONE = ("outside", "body")
_FOREMEN = ("值班班长", "抢修班组", "站所值班员", "物业经理")
_WORKING = ("reported", "filed", "dispatched", "handling")


class Over(Exception):  # noqa: N818 - the history has come to the present
    """The next step lies in the future, or the case was left lying."""


class History:
    """One case on its way: its edit, its moment, what is still to be told of its clock."""

    def __init__(
        self, session: Session, crew: Crew, rng: Random, plan: Planned, *, now: datetime, zone: tzinfo
    ) -> None:
        self._session, self._crew, self._rng, self._plan = session, crew, rng, plan
        self._now, self._zone, self.at = now, zone, plan.at
        self._told: set[str] = set()
        self._is_recorded = False
        self._same = sorted(plan.same, key=lambda one: one.at)

    def play(self, case: NewCase, reporter: Actor, numbering: Numbering, mode: str) -> CaseEdit:
        """Play the whole history; the edit holds the case and its dispatches as they are now."""
        gathered = cast(Gathered, self._session.gathered)
        gathered.of = case.id
        gathered.new.add(case.id)
        row = row_of(case, reporter, now=self.at, numbering=numbering)
        with clock.frozen(self.at):
            incident = cast(Incident, SimpleNamespace(**blank_columns(), **row))
            for table, beside in rows_beside(case, reporter):
                gathered.add(table, beside)
            append(self._session, entry_of_report(case, reporter))
            self._edit = CaseEdit(self._session, incident, reporter)
            # Near a border the fix may lie across it.
            self._desk = self._crew.desk(incident.scope_code[:TOWNSHIP_DIGITS])
            is_over = self._begin(case, mode)
        try:
            if not is_over:
                self._go_on()
        except Over:
            pass
        self._catch_up(self._now)
        return self._edit

    # -- the steps --------------------------------------------------------------------------------------

    def _begin(self, case: NewCase, mode: str) -> bool:
        """What follows the report at once; True where that is all."""
        plan, edit = self._plan, self._edit
        if plan.into is not None and plan.id in plan.into.was_joined:
            filing.record_merged_report(edit, into=plan.into.id)
            return True
        is_small = case.standard.default_level in ("grid", "village") or case.standard.label_family == "city"
        if (
            plan.fate == "on_site"
            and plan.origin == "patrol"
            and is_small
            and not case.standard.is_restricted
        ):
            checking.record_resolved_on_site(edit, notes=self._rng.choice(HANDLED_WORDS))
            return True
        follow_intake_mode(edit, mode)
        return not edit.incident.is_open

    def _go_on(self) -> None:
        i, plan = self._edit.incident, self._plan
        if i.state == "reported":
            self._stop_at("reported")
            if plan.fate == "rejected" and self._may(self._desk, "reject"):
                self._do("reject", self._desk, minutes=25, reason=self._reason("reject"))
                return
            self._do("file", self._desk, minutes=12)
        self._stop_at("filed")
        if plan.fate == "escalated" and i.level in ("grid", "village") and self._may(self._desk, "escalate"):
            self._do("escalate", self._desk, minutes=90, note="本级没有处置力量，请镇街协调")
        if i.state == "filed":
            self._send()
        self._stop_at("dispatched")
        if plan.fate == "declined":
            self._answer("decline", self._lead, minutes=25, reason=self._reason("decline"))
            self._send()
        self._accept_all()
        if plan.fate == "returned":
            self._answer("return", self._lead, minutes=120, reason=self._reason("return"))
            self._send()
            self._accept_all()
        self._handle()
        if plan.fate == "reworked":
            self._do("rework", self._judge, minutes=180, reason=self._reason("rework"))
            self._handle()
        self._stop_at("handled")
        self._judge_it()

    def _accept_all(self) -> None:
        for dispatch in list(self._edit.running):
            self._answer("accept", dispatch, minutes=30)

    def _send(self) -> None:
        try:
            self._do("dispatch", self._judge, minutes=15)
        except Problem as problem:
            # Nobody follows from the routing: it waits at the desk, as it would.
            if problem.kind.code != "no-unit":
                raise
            raise Over from problem

    def _handle(self) -> None:
        self._wait_for_the_deadline()
        self._stop_at("handling")
        if self._rng.random() < 0.5:
            self._answer("en_route", self._lead, minutes=12)
            self._answer("arrive", self._lead, minutes=20)
        for n, dispatch in enumerate(list(self._edit.running)):
            words = self._rng.choice(HANDLED_WORDS)
            kind = kind_of(self._plan.matter)
            self._answer("handle", dispatch, at=self._handled_at(n), kind=kind, note=words)
            self._is_recorded |= self._is_told_by_telephone(dispatch)

    def _judge_it(self) -> None:
        i, asked = self._edit.incident, self._plan.matter["verification"]
        if asked != "none":
            call_back = "satisfied" if asked == "phone" else None
            self._do("verify", self._judge, minutes=150, how=asked, result="已办好", call_back=call_back)
        self._stop_at("verified")
        manner = manners_of(self._session, [i.standard_id])[i.standard_id]
        policy = manner.policies.get(i.origin)
        owes = policy.owed(answered=False, called_back=i.called_back_at is not None) if policy else ()
        self._do(
            "close",
            self._judge,
            minutes=40,
            disposition="已处置",
            answer="已处置，结果已告知来件方" if "answer" in owes else None,
            call_back=self._rng.choice(("satisfied", "satisfied", "partly")) if "call_back" in owes else None,
        )

    # -- when -------------------------------------------------------------------------------------------

    def _handled_at(self, n: int) -> datetime:
        """When the n-th of those sent is done: in its time mostly; by day."""
        i = self._edit.incident
        span = (i.filed_at, i.due_at) if self._plan.fate == "" and i.filed_at and i.due_at else None
        at = done_at(self._rng, self.at, span)
        return by_day(self._rng, max(at, self.at + timedelta(minutes=10 + 7 * n)), self._zone)

    def _wait_for_the_deadline(self) -> None:
        i = self._edit.incident
        if i.due_at is None or i.filed_at is None:
            return
        is_near = i.due_at - soon_span(i.filed_at, i.due_at) <= self._now < i.due_at
        if is_near and self._plan.luck < _STILL_WAITING:
            raise Over

    def _stop_at(self, step: str) -> None:
        if self._plan.stop == step:
            raise Over

    def _do(self, action: str, actor: Actor, *, minutes: float, **said: Any) -> None:
        spread = self._rng.lognormvariate(0, 0.6)
        at = self.at + timedelta(minutes=minutes * spread)
        if actor is self._desk or action in ("verify", "close"):
            at = by_day(self._rng, at, self._zone)
        self._move(action, actor, at, **said)

    def _answer(
        self, action: str, dispatch: Dispatch, *, minutes: float = 0, at: datetime | None = None, **said: Any
    ) -> None:
        """What a unit does: by its own hand, or as the desk was told of it."""
        actor = self._crew.handler(dispatch.unit_id)
        if self._is_told_by_telephone(dispatch):
            actor = self._desk
            said["by_proxy"] = {"unit_id": dispatch.unit_id, "spoke_to": self._rng.choice(_FOREMEN)}
        if at is None:
            self._do(action, actor, minutes=minutes, **said)
        else:
            self._move(action, actor, at, **said)

    # -- the moves --------------------------------------------------------------------------------------

    def _move(self, action: str, actor: Actor, at: datetime, **said: Any) -> None:
        if at >= self._now:
            raise Over
        self._catch_up(at)
        edit, i = self._edit, self._edit.incident
        with clock.frozen(at):
            if not self._may(actor, action):
                raise LookupError(f"nobody could have done {action} from {i.state}")
            edit.actor, before = actor, set(i.unit_ids)
            binding = BINDINGS[action]
            binding.make(edit, binding.body(version=i.version, **said))
            if MOVES[action].changes_readiness:
                append_unit_entries(self._session, before | set(i.unit_ids), actor_id=actor.id)
        self.at = at

    def _may(self, actor: Actor, action: str) -> bool:
        i = self._edit.incident
        manner = manners_of(self._session, [i.standard_id])[i.standard_id]
        case = as_case(i, self._edit.dispatches, manner, unmanned=self._unmanned())
        return may_act(actor, action, case) and is_possible(actor, action, case)

    def _catch_up(self, until: datetime) -> None:
        """What happened meanwhile without anybody's move: the clock told of itself, others reported the same."""
        i, happened = self._edit.incident, []
        if i.due_at is not None and i.filed_at is not None:
            for name, at in (("soon", i.due_at - soon_span(i.filed_at, i.due_at)), ("over", i.due_at)):
                if name not in self._told and at < until:
                    happened.append((at, name))
        happened += [(one.at, "same") for one in self._same if one.at < until]
        for at, name in sorted(happened):
            if name == "same":
                self._join(self._same.pop(0))
                continue
            self._told.add(name)
            if i.is_open and i.state in _WORKING:
                with clock.frozen(at):
                    self._edit.actor = None
                    refresh_due_state(self._edit)

    def _join(self, other: Planned) -> None:
        """Somebody else reports the same thing: he is told how it goes, while it is open."""
        i, person = self._edit.incident, self._crew.worker(other.by_grid)
        if not i.is_open or i.is_restricted:
            return
        other_id, self._plan.was_joined = other.id, self._plan.was_joined | {other.id}
        with clock.frozen(other.at):
            self._edit.actor = person
            if person.id not in i.person_ids:
                i.person_ids = [*i.person_ids, person.id]
                i.joined_ids = [*i.joined_ids, person.id]
            self._edit.log("incident.joined", data={"report": str(other_id)})

    # -- who --------------------------------------------------------------------------------------------

    @property
    def _judge(self) -> Actor:
        """The desk at the case's level; where it recorded the handling itself, the district's judges."""
        is_district = self._edit.incident.level == "district"
        return self._crew.district_desk if is_district or self._is_recorded else self._desk

    @property
    def _lead(self) -> Dispatch:
        return self._edit.running[0]

    def _is_told_by_telephone(self, dispatch: Dispatch) -> bool:
        """Whether nobody signs in for the unit: the desk records what it was told."""
        return (
            people_queries.units_by_id(self._session, [dispatch.unit_id])[dispatch.unit_id].kind
            in _BY_TELEPHONE
        )

    def _unmanned(self) -> set[UUID]:
        return {row.unit_id for row in self._edit.running if self._is_told_by_telephone(row)}

    def _reason(self, action: str) -> str:
        return self._rng.choice(REASONS[action])
