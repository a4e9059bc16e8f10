"""What goes out of the report of hand-downs, and the decision that ends a dispute."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from gridops.duties.responsibilities.wire import ItemOut
from gridops.http.wire import Incoming, Instant, LongText, Outgoing, PageQuery, ShortText, refuses_at
from gridops.incidents.moves.wire import ActionIn


class HandDownsQuery(PageQuery):
    """Which hand-downs; `since` and `until` are of when they were made, half-open."""

    area: str | None = Field(None, max_length=40)
    state: Literal["based", "disputed", "refused", "declined", "arbitrated"] | None = None
    since: Instant | None = None
    until: Instant | None = None


class CaseOut(Outgoing):
    """The case that was handed down."""

    id: UUID
    case_number: str
    service_name: str
    state: str


class HandDownOut(Outgoing):
    """One hand-down: its basis and who pays, why it was not blocked, how a dispute over it ended.

    `basis`, `funding` and `decision_note` are null to whoever is not in the chain of a restricted case.
    """

    id: UUID
    incident: CaseOut
    township_code: str
    township_name: str
    from_level: str
    to_level: str
    made_at: datetime
    made_by: str | None
    state: str
    basis: str | None
    funding: str | None
    item: ItemOut | None
    ground: str
    ground_words: str
    declined_at: datetime | None
    declined_by: str | None
    cited: ItemOut | None
    decided_at: datetime | None
    decided_by: str | None
    decision: str
    decision_note: str | None


class HandDownsOut(Outgoing):
    """The report: every hand-down in sight, the newest first, and how many stand in each state."""

    items: list[HandDownOut]
    counts: dict[str, int]
    next_cursor: str | None = None


class CaseHandDownsOut(Outgoing):
    """The hand-downs of one case, and the items by which its township could decline the last one."""

    items: list[HandDownOut]
    citable: list[ItemOut]
    next_cursor: str | None = None


class DecisionIn(Incoming):
    """Whose duty it is, and why."""

    decision: Literal["township", "district", "shared"]
    note: LongText = Field(min_length=1)


class EscalateIn(ActionIn):
    """Passed up, to the next level or a higher one; a township cites the item by which it sends a hand-down back."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            level="a level that is not above the case's",
            note="nothing, where a reason is asked",
            responsibility_id="an item that is not the township's",
        )
    )

    level: Literal["village", "township", "district"] | None = None
    responsibility_id: UUID | None = None


class HandDownIn(ActionIn):
    """Handed down: by which item or document, and at whose cost."""

    model_config = ConfigDict(
        json_schema_extra=refuses_at(
            level="a level that is not below the case's",
            responsibility_id="an item that does not name the township",
        )
    )

    level: Literal["grid", "village", "township"] | None = None
    basis: ShortText | None = None
    funding: ShortText | None = None
    responsibility_id: UUID | None = None
