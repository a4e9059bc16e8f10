"""What a desk does between levels: a case passed up, handed down, or sent back up by the item that says whose it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gridops.dispatch.actions import desk, proposing
from gridops.dispatch.hand_downs import handing_down
from gridops.dispatch.hand_downs.handing_down import HandDownPlace
from gridops.dispatch.hand_downs.wire import EscalateIn, HandDownIn
from gridops.dispatch.places import level_codes, local_now
from gridops.duties.matters import queries as matter_queries
from gridops.duties.responsibilities.models import Responsibility
from gridops.duties.words import LEVEL_WORDS, LEVELS
from gridops.errors import fault
from gridops.incidents.moves import levelling
from gridops.incidents.moves.editing import CaseEdit


def escalate(edit: CaseEdit, body: EscalateIn) -> None:
    """Pass up to the next level or the one named; with `responsibility_id` a hand-down is declined by that item."""
    here = LEVELS.index(edit.incident.level)
    if body.responsibility_id is not None:
        if body.level not in {None, "district"}:
            raise fault("/level", "退回下派只能退回区县", "What is sent back goes to the district")
        _decline(edit, body, body.responsibility_id)
        return
    if not (body.note or "").strip():
        raise fault("/note", "请写明上报的原因", "Say why it is passed up")
    level = body.level or LEVELS[here + 1]
    if LEVELS.index(level) <= here:
        raise fault("/level", f"事件已在{LEVEL_WORDS[LEVELS[here]]}", "It is at this level already, or above")
    _go_to(edit, level, move="escalate", note=body.note)


def hand_down(edit: CaseEdit, body: HandDownIn) -> None:
    """Hand down to the next level or the one named; from the district with its basis and who pays, or as disputed."""
    here = LEVELS.index(edit.incident.level)
    level = body.level or LEVELS[here - 1]
    if LEVELS.index(level) >= here:
        raise fault("/level", f"事件已在{LEVEL_WORDS[LEVELS[here]]}", "It is at this level already, or below")
    data: dict[str, Any] = {}
    if edit.incident.level == "district":
        row = handing_down.record_hand_down(edit, body, level, _place(edit))
        data = {"hand_down": str(row.id), "state": row.state, "ground": row.ground}
        if row.responsibility_id is not None:
            data["responsibility"] = str(row.responsibility_id)
    _go_to(edit, level, move="hand_down", note=body.note, data=data)


def _decline(edit: CaseEdit, body: EscalateIn, item_id: UUID) -> None:
    """The township sends back what was handed down to it, citing the item of the list that says whose it is."""
    place = _place(edit)
    row, item = handing_down.record_declined(edit, item_id, place)
    said = f"镇街退回下派，依据 {item.item_code}「{item.item_name}」：{_whose(edit, item)}"
    data = {"hand_down": str(row.id), "responsibility": str(item.id)}
    note = f"{said}\n{body.note}" if body.note else said
    _go_to(edit, "district", move="escalate", note=note, data=data)


def _whose(edit: CaseEdit, item: Responsibility) -> str:
    agencies = {a.code: a.name for a in matter_queries.agencies(edit.session)}
    name = agencies.get(item.upper_agency, item.upper_agency)
    return f"已由{name}收回" if item.kind == "taken_back" else f"由{name}牵头"


def _place(edit: CaseEdit) -> HandDownPlace:
    i, session = edit.incident, edit.session
    chain = level_codes(session, i.scope_code)
    return HandDownPlace(
        township_code=chain.get("township", ""),
        on=local_now(session).date(),
        standard=matter_queries.get_standard(session, i.standard_id),
    )


def _go_to(
    edit: CaseEdit, level: str, *, move: str, note: str | None, data: dict[str, Any] | None = None
) -> None:
    if edit.incident.state == "reported":
        # The clock of the whole case starts with its filing, whichever level files it.
        desk.file_case(edit, level=level)
    i, session = edit.incident, edit.session
    proposal = proposing.propose(session, i, desk.matter_as_filed(session, i), level)
    levelling.record_level(
        edit, level=level, routing=proposal.as_routing(), move=move, note=note, data=data or {}
    )
