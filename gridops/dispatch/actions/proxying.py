"""Recording for a unit that nobody signs in for: who may, for which unit, after speaking to whom. Never commits.

A unit with accounts speaks for itself; the one who records a handling never judges it (`incidents/moves/permits.py`).
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from gridops.db.session import Session
from gridops.dispatch.actions.wire import ByProxyIn, UnitActIn
from gridops.errors import Problem, fault
from gridops.incidents.moves.case import Case
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.permits import may_stand_in
from gridops.incidents.moves.rules import may_act
from gridops.incidents.moves.wire import ActionIn
from gridops.people import queries as people_queries
from gridops.people.roles import DESK
from gridops.people.rules import Actor

#: The states in which units are sent.
_SENT = ("dispatched", "handling")


def see_by_proxy(
    session: Session, actor: Actor, edit: CaseEdit, case: Case, action: str, body: ActionIn
) -> Case:
    """The case as its permits see it where `actor` records for a unit; as it is where he acts for himself.

    403 for who is no desk of the place, 409 `unit-has-accounts`, 422 for a unit that is not sent or not named.
    """
    if not isinstance(body, UnitActIn):
        return case
    if body.by_proxy is not None:
        if not may_stand_in(actor, case):
            raise Problem("out-of-scope", DESK.refusal)
        return replace(case, unmanned_unit_ids=[_unit_of(session, edit, body.by_proxy)])
    if not may_act(actor, action, case) and may_stand_in(actor, case) and _unmanned(session, edit):
        raise fault(
            "/by_proxy",
            "该力量没有账号：请写明代哪个力量记录、与谁联系",
            "Nobody signs in for this unit: say for which unit, and who was spoken to",
        )
    return case


def _unit_of(session: Session, edit: CaseEdit, proxy: ByProxyIn) -> UUID:
    if edit.incident.state in _SENT:
        if proxy.unit_id not in {row.unit_id for row in edit.running}:
            raise fault("/by_proxy/unit_id", "没有派出这个力量", "This unit is not sent to the case")
        if proxy.unit_id not in _unmanned(session, edit):
            raise Problem("unit-has-accounts")
    return proxy.unit_id


def _unmanned(session: Session, edit: CaseEdit) -> set[UUID]:
    return people_queries.unmanned_among(session, {row.unit_id for row in edit.running})
