"""Precedents follow their areas: they have no dates, so one is told of its new area where it stands. Never commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.duties.following.queries import active_unit_like, precedents_naming
from gridops.duties.precedents import queries
from gridops.duties.precedents.models import Precedent
from gridops.duties.routing.changes import record_change
from gridops.errors import fault

_KEPT = ("service_code", "level", "reason", "incident_id", "case_number", "decided_at", "decided_by")


class PrecedentFollower:
    """The precedents as a register whose rows follow their areas; a line is one precedent."""

    name = "precedent"

    def lock(self, session: Session) -> None:
        """One decision at a time."""
        queries.lock_precedents(session)

    def title(self, row: Precedent) -> str:
        """How a person knows it: by the case that decided."""
        return f"{row.case_number} {row.service_code}"

    def lines(self, session: Session, codes: Collection[str], _day: date) -> list[list[Precedent]]:
        """The precedents in force in some areas, each by itself."""
        return [[row] for row in precedents_naming(session, codes)]

    def find(self, session: Session, row_id: UUID) -> Precedent | None:
        """A precedent as it is now."""
        return queries.get_precedent(session, row_id)

    def open_rows(self, session: Session, row_id: UUID, area_code: str, _day: date) -> list[Precedent]:
        """The precedent, if it holds in that area still."""
        found = self.find(session, row_id)
        return (
            [found] if found is not None and found.ended_at is None and found.area_code == area_code else []
        )

    def refuse_place(
        self,
        session: Session,
        rows: Sequence[Precedent],
        code: str,
        _day: date,
        *,
        is_copy: bool = False,  # noqa: ARG002 - as every register is asked
    ) -> None:
        """422 where another precedent holds there for the same matter and level."""
        if self._there(session, rows[0], code) is not None:
            raise fault(
                "/heirs", f"{code} 已有同一事项的先例", f"There is a precedent for this in {code} already"
            )

    def carry(
        self, session: Session, actor_id: UUID | None, rows: Sequence[Precedent], code: str, _day: date
    ) -> None:
        """The precedent holds in another area, and names the unit that works there where its own was closed."""
        for row in rows:
            old, row.area_code = row.area_code, code
            row.unit_id = active_unit_like(session, row.unit_id, code) or row.unit_id
            self._tell(session, actor_id, row, {"followed": [old, code]})

    def copy(
        self, session: Session, actor_id: UUID | None, rows: Sequence[Precedent], code: str, _day: date
    ) -> None:
        """The same decision holds in another area too."""
        for row in rows:
            unit_id = active_unit_like(session, row.unit_id, code) or row.unit_id
            kept = {name: getattr(row, name) for name in _KEPT}
            made = Precedent(id=new_id(), area_code=code, unit_id=unit_id, **kept)
            session.add(made)
            self._tell(session, actor_id, made, {"followed": [row.area_code, code]})

    def absorb(self, session: Session, rows: Sequence[Precedent], code: str, day: date) -> bool:
        """Close a precedent where that of the other area names the same unit."""
        there = self._there(session, rows[0], code)
        unit_id = active_unit_like(session, rows[0].unit_id, code) or rows[0].unit_id
        if there is None or there.unit_id != unit_id:
            return False
        self.close(session, None, rows, day)
        return True

    def close(self, session: Session, actor_id: UUID | None, rows: Sequence[Precedent], _day: date) -> None:
        """From now on the rules hold again."""
        for row in rows:
            row.ended_at, row.ended_by, row.ended_why = clock.now(), actor_id, "区划调整后不再适用"
            self._tell(session, actor_id, row, {"ended": "now"})

    @staticmethod
    def _there(session: Session, row: Precedent, code: str) -> Precedent | None:
        return queries.find_precedent(session, service_code=row.service_code, area_code=code, level=row.level)

    @staticmethod
    def _tell(session: Session, actor_id: UUID | None, row: Precedent, data: dict[str, object]) -> None:
        session.flush()
        what = {"precedent": str(row.id), "service_code": row.service_code, "area": row.area_code}
        record_change(session, actor_id, {**what, **data})
