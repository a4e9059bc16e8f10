"""Reading a register whose rows name a matter or a group of them, and a place: those in force for both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import and_, func, or_, select

from gridops.db.dated.queries import in_force
from gridops.db.session import Session

T = TypeVar("T")


def rows_for(
    session: Session, model: type[T], *, service_code: str, group_code: str, area_code: str, on: date
) -> Sequence[T]:
    """Rows in force on a day that name a matter, or its group, at a place or everywhere."""
    row: Any = model
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
