"""Reading a register whose rows hold from a day to a day: rows in force for a matter and a place, and one line's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import and_, func, or_, select

from gridops.db.session import Session
from gridops.duties.powers.models import Power
from gridops.duties.responsibilities.models import Responsibility

RowT = TypeVar("RowT", Power, Responsibility)


def rows_for(
    session: Session, model: type[RowT], *, service_code: str, group_code: str, area_code: str, on: date
) -> Sequence[RowT]:
    """Rows in force on a day that name a matter, or its group, at a place or everywhere."""
    return session.scalars(
        select(model).where(
            or_(
                and_(model.service_code == service_code, model.service_code != ""),
                and_(model.group_code == group_code, model.group_code != ""),
            ),
            # The place lies in the row's area: its code begins with it.
            func.starts_with(area_code, model.area_code),
            model.valid_from <= on,
            or_(model.valid_to.is_(None), model.valid_to > on),
        )
    ).all()


def rows_of_line(session: Session, model: type[RowT], line: Mapping[str, str]) -> Sequence[RowT]:
    """Rows that share the values by which a register tells its lines apart, newest first, locked."""
    return session.scalars(
        select(model)
        .where(*(getattr(model, name) == value for name, value in line.items()))
        .order_by(model.valid_from.desc())
        .with_for_update()
    ).all()
