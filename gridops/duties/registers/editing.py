"""A register of items, each with a code of its own: rows added, replaced from a day on, ended, withdrawn, told of.

What a row says and how that is checked is each register's own. Never commits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid5

from gridops.db.dated.register import DatedRegister
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.powers.models import Power
from gridops.duties.powers.rules import PowerContent
from gridops.duties.responsibilities.models import Responsibility
from gridops.duties.responsibilities.rules import ResponsibilityContent
from gridops.errors import Fault
from gridops.log.appending import Entry, append
from gridops.territory import queries as territory_queries
from gridops.words import Words

ItemT = TypeVar("ItemT", Power, Responsibility)
ContentT = TypeVar("ContentT", PowerContent, ResponsibilityContent)


@dataclass(frozen=True)
class ItemRegister(Generic[ItemT, ContentT]):
    """One register of items.

    `items` is the namespace of its items' ids, `kept` names what a new version may not change, `told` the column
    that its log entries carry beside the item's code.
    """

    dated: DatedRegister[ItemT]
    content: type[ContentT]
    check: Callable[..., list[Fault]]
    items: UUID
    entity: str
    told: str
    kept: tuple[str, ...]
    is_another_item: Words

    def item_id(self, item_code: str) -> UUID:
        """The id under which the log keeps an item: the same for all its rows, also for those withdrawn."""
        return uuid5(self.items, item_code)

    def content_of(self, row: ItemT) -> ContentT:
        """What a stored row says."""
        return self.content(**{field.name: getattr(row, field.name) for field in fields(self.content)})

    def get(self, session: Session, row_id: UUID) -> ItemT:
        """A row for a change; 404 for one that is not there, 409 for one that has just been changed."""
        return self.dated.get(session, row_id)

    def add(
        self,
        session: Session,
        actor_id: UUID | None,
        content: ContentT,
        *,
        valid_from: date,
        valid_to: date | None = None,
    ) -> ItemT:
        """A row from a day on; 422 where anything is wrong with it or its dates overlap the same line's."""
        faults = self._faults(session, content)
        row = self.dated.add(session, content.columns(), (valid_from, valid_to), faults=faults)
        self.tell(session, actor_id, row, {"added": True})
        return row

    def replace(
        self,
        session: Session,
        actor_id: UUID | None,
        before: ItemT,
        content: ContentT,
        *,
        valid_from: date,
        valid_to: date | None = None,
    ) -> ItemT:
        """A new version of a row: the one before ends on the day the new one begins, today at the earliest."""
        faults = self._faults(session, content)
        if any(getattr(content, name) != getattr(before, name) for name in self.kept):
            faults.append(Fault("/item_code", *self.is_another_item))
        written = self.dated.replace(
            session,
            before,
            content.columns(),
            (valid_from, valid_to),
            today=calendar_queries.today(session),
            faults=faults,
        )
        until = written.until.isoformat() if written.until else None
        was = {"replaces": str(before.id), "until": until, "changed": written.changed}
        self.tell(session, actor_id, written.row, was)
        return written.row

    def end(self, session: Session, actor_id: UUID | None, row: ItemT, *, valid_to: date) -> ItemT:
        """Have a row end on a day, today at the earliest; what was done by it before stays done by it."""
        self.dated.end(session, row, valid_to, today=calendar_queries.today(session))
        self.tell(session, actor_id, row, {"ended": True})
        return row

    def withdraw(self, session: Session, actor_id: UUID | None, row: ItemT) -> None:
        """Take back a row that is not yet in force; the one that it replaced holds as if it had never been."""
        restored = self.dated.withdraw(session, row, today=calendar_queries.today(session))
        if restored is not None:
            self.tell(session, actor_id, restored, {"restored": True})
        self.tell(session, actor_id, row, {"withdrawn": True})

    def _faults(self, session: Session, content: ContentT) -> list[Fault]:
        matters, groups = matter_queries.codes_in_use(session)
        area = territory_queries.find_area(session, content.area_code) if content.area_code else None
        return self.check(
            content,
            matters=matters,
            groups=groups,
            agencies={agency.code for agency in matter_queries.agencies(session)},
            township=None if area is None else area.level == "township",
        )

    def tell(self, session: Session, actor_id: UUID | None, row: ItemT, data: dict[str, Any]) -> None:
        """The log's entry of a change; it concerns no area, so no screen is told."""
        dates = {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(row, name))}
        what = {"row": str(row.id), "item_code": row.item_code, self.told: getattr(row, self.told)}
        append(
            session,
            Entry(
                action=f"{self.entity}.changed",
                entity=self.entity,
                entity_id=self.item_id(row.item_code),
                version=row.version,
                actor_id=actor_id,
                data={**what, **dates, **data},
            ),
        )
