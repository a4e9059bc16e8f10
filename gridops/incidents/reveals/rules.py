"""Pure: for what a person's data is shown, and to whom. No rows."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from gridops.incidents.involved import is_in_chain
from gridops.incidents.models import Incident
from gridops.people.roles import UNIT_MEMBERS
from gridops.people.rules import Actor
from gridops.words import Words

PURPOSES = ("call_back", "visit", "emergency", "check")
PURPOSE_WORDS = {
    "call_back": Words("回访", "Call back"),
    "visit": Words("上门", "Visit"),
    "emergency": Words("紧急情况", "Emergency"),
    "check": Words("核查", "Check"),
}


def may_reveal(actor: Actor, i: Incident, verify_unit_ids: Collection[UUID]) -> bool:
    """Whoever is in the chain of the case, who typed the number, and the unit that is asked to check by ringing."""
    return (
        actor.id == i.reporter_id
        or is_in_chain(actor, i)
        or actor.has_role_in(verify_unit_ids, *UNIT_MEMBERS)
    )


def may_list_reveals(actor: Actor, i: Incident) -> bool:
    """The chain of the case, and the auditor of the place."""
    return is_in_chain(actor, i) or actor.has_role_over(i.scope_code, "auditor")
