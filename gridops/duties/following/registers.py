"""The registers whose rows name an area, each with how a row is told of, placed and titled. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from gridops.db.dated.carrying import (
    Carried,
    carry_over,
    check_carrying,
    close_rows,
    copy_rows,
    is_said_there,
)
from gridops.db.dated.queries import find_row
from gridops.db.dated.register import DatedRegister
from gridops.db.session import Session
from gridops.duties.calendar.editing import tell as tell_calendar
from gridops.duties.calendar.editing_hours import CLASSES, HOURS
from gridops.duties.following.queries import rows_naming
from gridops.duties.powers.editing import REGISTER as POWERS
from gridops.duties.responsibilities.editing import REGISTER as RESPONSIBILITIES
from gridops.duties.routing.changes import record_change
from gridops.duties.routing.editing import RULES, refuse_ties
from gridops.duties.routing.models import RoutingRuleVersion
from gridops.duties.routing.places import place_of_code
from gridops.duties.routing.queries import rule_content
from gridops.errors import invalid

Tell = Callable[[Session, UUID | None, Any, dict[str, Any]], None]
#: The columns of a row under another area; True asks for those of a second row beside it.
Place = Callable[[Session, Any, str, bool], dict[str, Any]]


def _place(_session: Session, _row: Any, code: str, _is_copy: bool) -> dict[str, Any]:
    return {"area_code": code}


def _never(_session: Session, _row: Any, _changes: dict[str, Any]) -> None:
    return None


@dataclass(frozen=True)
class DatedFollower:
    """A register of dated rows whose rows follow their areas. `refuse` is what speaks against a row besides dates."""

    name: str
    dated: DatedRegister[Any]
    title: Callable[[Any], str]
    tell: Tell
    place: Place = _place
    refuse: Callable[[Session, Any, dict[str, Any]], None] = _never

    def lock(self, session: Session) -> None:
        """Keep every other edit of the register waiting."""
        self.dated.lock(session)

    def lines(self, session: Session, codes: Collection[str], day: date) -> list[list[Any]]:
        """The rows that name one of some areas on a day or later: those of one line and area together."""
        rows = rows_naming(session, self.dated.model, codes, day)
        return [
            list(same)
            for _, same in groupby(sorted(rows, key=self._key), key=lambda row: self._key(row)[:-2])
        ]

    def _key(self, row: Any) -> tuple[Any, ...]:
        return (
            *(str(getattr(row, name)) for name in self.dated.line),
            row.area_code,
            row.valid_from,
            str(row.id),
        )

    def find(self, session: Session, row_id: UUID) -> Any | None:
        """A row as it is now."""
        return find_row(session, self.dated.model, row_id)

    def open_rows(self, session: Session, row_id: UUID, area_code: str, day: date) -> list[Any]:
        """A row and what follows it under the same area, as far as they are not over on a day."""
        found = self.find(session, row_id)
        if found is None:
            return []
        line = [getattr(found, name) for name in self.dated.line]
        rows = rows_naming(session, self.dated.model, [area_code], day)
        return [row for row in rows if [getattr(row, name) for name in self.dated.line] == line]

    def refuse_place(
        self, session: Session, rows: Sequence[Any], code: str, day: date, *, is_copy: bool = False
    ) -> None:
        """422 where the rows cannot hold in an area: others of their line do already, or rules would tie."""
        changes = self.place(session, rows[0], code, is_copy)
        if faults := check_carrying(session, self.dated, rows, changes, day):
            raise invalid(*faults)
        for row in rows:
            self.refuse(session, row, changes)

    def carry(
        self, session: Session, actor_id: UUID | None, rows: Sequence[Any], code: str, day: date
    ) -> None:
        """The rows hold in another area from a day on; `refuse_place` has been asked."""
        old, changes = rows[0].area_code, self.place(session, rows[0], code, False)
        self._tell_all(session, actor_id, carry_over(session, self.dated, rows, changes, day), [old, code])

    def copy(
        self, session: Session, actor_id: UUID | None, rows: Sequence[Any], code: str, day: date
    ) -> None:
        """The rows hold in another area too."""
        old, changes = rows[0].area_code, self.place(session, rows[0], code, True)
        self._tell_all(session, actor_id, copy_rows(session, self.dated, rows, changes, day), [old, code])

    def absorb(self, session: Session, rows: Sequence[Any], code: str, day: date) -> bool:
        """Close rows that say what another area's rows say already; False where those say something else."""
        if not is_said_there(session, self.dated, rows, self.place(session, rows[0], code, False), day):
            return False
        self.close(session, None, rows, day)
        return True

    def close(self, session: Session, actor_id: UUID | None, rows: Sequence[Any], day: date) -> None:
        """The rows hold no longer."""
        close_rows(session, self.dated, rows, day)
        for row in rows:
            self.tell(session, actor_id, row, {"withdrawn" if row.valid_from > day else "ended": True})

    def _tell_all(
        self, session: Session, actor_id: UUID | None, done: Sequence[Carried[Any]], followed: list[str]
    ) -> None:
        for one in done:
            data: dict[str, Any] = {"changed": ["area_code"], "followed": followed}
            if one.before is not None:
                until = one.until.isoformat() if one.until else None
                data |= {"replaces": str(one.before.id), "until": until}
            self.tell(session, actor_id, one.row, data)


def _place_rule(session: Session, row: RoutingRuleVersion, code: str, is_copy: bool) -> dict[str, Any]:
    changes = {"area_code": code, "area_place": place_of_code(session, code) or row.area_place}
    if is_copy:
        # A rule's code names one rule; that of another area gets one of its own.
        changes["code"] = f"{row.code[: 39 - len(code)]}-{code.lower()}"
    return changes


def _refuse_rule(session: Session, row: RoutingRuleVersion, changes: dict[str, Any]) -> None:
    said = {name: value for name, value in changes.items() if name != "code"}
    content = replace(rule_content(row), **said)
    refuse_ties(session, row.code, content, (row.valid_from, row.valid_to))


def _tell_rule(
    session: Session, actor_id: UUID | None, row: RoutingRuleVersion, data: dict[str, Any]
) -> None:
    if "withdrawn" in data:
        data = {"withdrawn": row.version}
    elif "ended" in data:
        data = {"ended": row.code, "valid_to": row.valid_to.isoformat() if row.valid_to else None}
    told = {"rule": row.code, "row": str(row.id), "valid_from": row.valid_from.isoformat(), **data}
    record_change(session, actor_id, told, row.version)


def _tell_hours(kind: str) -> Tell:
    def tell(session: Session, actor_id: UUID | None, row: Any, data: dict[str, Any]) -> None:
        if "withdrawn" in data or "ended" in data:
            ends = row.valid_to if "ended" in data else row.valid_from
            tell_calendar(session, actor_id, {"ended": str(row.id), "valid_to": ends.isoformat()})
        else:
            more = {name: value for name, value in data.items() if name != "changed"}
            tell_calendar(session, actor_id, {kind: str(row.id), "area": row.area_code, **more})

    return tell


def _spells(row: Any) -> str:
    return "，".join("-".join(spell) for spell in row.spells)


DATED = (
    DatedFollower("power", POWERS.dated, lambda row: f"{row.item_code} {row.item_name}", POWERS.tell),
    DatedFollower(
        "responsibility",
        RESPONSIBILITIES.dated,
        lambda row: f"{row.item_code} {row.item_name}",
        RESPONSIBILITIES.tell,
    ),
    DatedFollower("routing_rule", RULES, lambda row: str(row.name), _tell_rule, _place_rule, _refuse_rule),
    DatedFollower("working_hours", HOURS, _spells, _tell_hours("hours")),
    DatedFollower(
        "area_class", CLASSES, lambda row: f"{row.class_name} {row.percent} %", _tell_hours("area_class")
    ),
)
