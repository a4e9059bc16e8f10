"""Reading a register whose rows name a matter or a group of them, and a place: those in force for both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import and_, func, or_, select

from gridops.db.dated.queries import in_force
from gridops.db.dated.rules import holds_on
from gridops.db.held import held, is_held, rows_held
from gridops.db.session import Session

T = TypeVar("T")


def rows_for(
    session: Session, model: type[T], *, service_code: str, group_code: str, area_code: str, on: date
) -> Sequence[T]:
    """Rows in force on a day that name a matter, or its group, at a place or everywhere."""
    row: Any = model
    if is_held(session):
        by_code = held(session, ("register", model), lambda asking: _by_code(asking, model))
        near = [*by_code.get(("matter", service_code), ()), *by_code.get(("group", group_code), ())]
        once = {one.id: one for one in near}
        return [one for one in once.values() if area_code.startswith(one.area_code) and holds_on(one, on)]
    return session.scalars(
        select(model).where(
            or_(
                and_(row.service_code == service_code, row.service_code != ""),
                and_(row.group_code == group_code, row.group_code != ""),
            ),
            # The place lies in the row's area: its code begins with it.
            func.starts_with(area_code, row.area_code),
            *in_force(model, on),
        )
    ).all()


def _by_code(session: Session, model: type[T]) -> dict[tuple[str, str], list[Any]]:
    """The rows of a register by the matter and by the group that they name."""
    found: dict[tuple[str, str], list[Any]] = {}
    row: Any
    for row in rows_held(session, ("register rows", model), select(model)):
        for kind, code in (("matter", row.service_code), ("group", row.group_code)):
            if code:
                found.setdefault((kind, code), []).append(row)
    return found
