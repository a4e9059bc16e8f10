"""A register whose rows hold from a day to a day: rows added, replaced from a day on, ended, withdrawn, told of.

What a row says and how that is checked is each register's own. Never commits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid5

from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.matters import queries as matter_queries
from gridops.duties.powers.rules import PowerContent
from gridops.duties.registers.queries import RowT, rows_of_line
from gridops.duties.registers.replacing import replaced_by
from gridops.duties.registers.rules import Span, check_span
from gridops.duties.responsibilities.rules import ResponsibilityContent
from gridops.errors import Fault, Problem, fault, invalid
from gridops.log.appending import Entry, append
from gridops.territory import queries as territory_queries

ContentT = TypeVar("ContentT", PowerContent, ResponsibilityContent)
Words = tuple[str, str]


@dataclass(frozen=True)
class Refusals:
    """What a register says (Chinese, English) to a change that it refuses."""

    begins_in_the_past: Words
    begins_before_the_old: Words
    ends_in_the_past: Words
    ends_before_it_begins: Words
    is_another_item: Words


@dataclass(frozen=True)
class DatedRegister(Generic[RowT, ContentT]):
    """One register.

    `items` is the namespace of its items' ids, `kept` names what a new version may not change, `told` the column
    that its log entries carry beside the item's code.
    """

    model: type[RowT]
    content: type[ContentT]
    check: Callable[..., list[Fault]]
    items: UUID
    entity: str
    action: str
    told: str
    kept: tuple[str, ...]
    refusals: Refusals

    def item_id(self, item_code: str) -> UUID:
        """The id under which the log keeps an item: the same for all its rows, also for those withdrawn."""
        return uuid5(self.items, item_code)

    def content_of(self, row: RowT) -> ContentT:
        """What a stored row says."""
        return self.content(**{field.name: getattr(row, field.name) for field in fields(self.content)})

    def get(self, session: Session, row_id: UUID) -> RowT:
        """A row locked for a change; 404 for one that is not there."""
        found = session.get(self.model, row_id, with_for_update=True)
        if found is None:
            raise Problem("not-found")
        return found

    def add(
        self,
        session: Session,
        actor_id: UUID | None,
        content: ContentT,
        *,
        valid_from: date,
        valid_to: date | None = None,
    ) -> RowT:
        """A row from a day on; 422 where anything is wrong with it or its dates overlap the same line's.

        A row may begin in the past: a register is filled from documents that have long been in force.
        """
        others = self._line(session, content)
        faults = self._faults(session, content) + check_span(valid_from, valid_to, _spans(others))
        if faults:
            raise invalid(*faults)
        version = _last_version(others) + 1
        row = self._write(session, content, version=version, valid_from=valid_from, valid_to=valid_to)
        self._tell(session, actor_id, row, {"added": True})
        return row

    def replace(
        self,
        session: Session,
        actor_id: UUID | None,
        before: RowT,
        content: ContentT,
        *,
        valid_from: date,
        valid_to: date | None = None,
    ) -> RowT:
        """A new version of a row: the one before ends on the day the new one begins, today at the earliest."""
        if valid_from < calendar_queries.today(session):
            raise fault("/valid_from", *self.refusals.begins_in_the_past)
        if valid_from <= before.valid_from:
            raise fault("/valid_from", *self.refusals.begins_before_the_old)
        faults = self._faults(session, content)
        if any(getattr(content, name) != getattr(before, name) for name in self.kept):
            faults.append(Fault("/item_code", *self.refusals.is_another_item))
        others = self._line(session, content, but=before.id)
        faults += check_span(valid_from, valid_to, _spans(others))
        if faults:
            raise invalid(*faults)
        said, until = self.content_of(before).columns(), before.valid_to
        if before.valid_to is None or before.valid_to > valid_from:
            before.valid_to = valid_from
            session.flush()
        version = max(before.version, _last_version(others)) + 1
        row = self._write(session, content, version=version, valid_from=valid_from, valid_to=valid_to)
        changed = sorted(name for name, value in content.columns().items() if said[name] != value)
        was = {"replaces": str(before.id), "until": until.isoformat() if until else None}
        self._tell(session, actor_id, row, {**was, "changed": changed})
        return row

    def end(self, session: Session, actor_id: UUID | None, row: RowT, *, valid_to: date) -> RowT:
        """Have a row end on a day, today at the earliest; what was done by it before stays done by it."""
        if valid_to < calendar_queries.today(session):
            raise fault("/valid_to", *self.refusals.ends_in_the_past)
        if valid_to <= row.valid_from:
            raise fault("/valid_to", *self.refusals.ends_before_it_begins)
        if row.valid_to is not None and row.valid_to <= valid_to:
            raise fault("/valid_to", f"该项已于 {row.valid_to} 失效", f"It ends on {row.valid_to} already")
        row.valid_to = valid_to
        session.flush()
        self._tell(session, actor_id, row, {"ended": True})
        return row

    def withdraw(self, session: Session, actor_id: UUID | None, row: RowT) -> None:
        """Take back a row that is not yet in force; the version that it ended holds as long as it did before."""
        if row.valid_from <= calendar_queries.today(session):
            raise fault(
                "/valid_from", "已生效的不能撤回，只能终止", "What is in force stays; it can be ended"
            )
        before_id, until = replaced_by(session, self.item_id(row.item_code), row.id)
        session.delete(row)
        session.flush()
        before = session.get(self.model, before_id, with_for_update=True) if before_id else None
        # An end that was laid down after the replacement is not undone with it.
        if before is not None and before.valid_to == row.valid_from:
            others = self._line(session, self.content_of(before), but=before.id)
            faults = check_span(before.valid_from, until, _spans(others))
            if faults:
                raise invalid(*faults)
            before.valid_to = until
            session.flush()
            self._tell(session, actor_id, before, {"restored": True})
        self._tell(session, actor_id, row, {"withdrawn": True})

    def _line(self, session: Session, content: ContentT, *, but: UUID | None = None) -> list[RowT]:
        """The other rows of the same line, newest first, locked."""
        return [row for row in rows_of_line(session, self.model, content.line) if row.id != but]

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

    def _write(
        self,
        session: Session,
        content: ContentT,
        *,
        version: int,
        valid_from: date,
        valid_to: date | None,
    ) -> RowT:
        dates = {"valid_from": valid_from, "valid_to": valid_to}
        row = self.model(id=new_id(), version=version, **dates, **content.columns())
        session.add(row)
        session.flush()
        return row

    def _tell(self, session: Session, actor_id: UUID | None, row: RowT, data: dict[str, Any]) -> None:
        """The log's entry of a change; it concerns no area, so no screen is told."""
        dates = {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(row, name))}
        what = {"row": str(row.id), "item_code": row.item_code, self.told: getattr(row, self.told)}
        append(
            session,
            Entry(
                action=self.action,
                entity=self.entity,
                entity_id=self.item_id(row.item_code),
                version=row.version,
                actor_id=actor_id,
                data={**what, **dates, **data},
            ),
        )


def _spans(rows: Sequence[RowT]) -> list[Span]:
    return [(row.valid_from, row.valid_to) for row in rows]


def _last_version(rows: Sequence[RowT]) -> int:
    return max((row.version for row in rows), default=0)
