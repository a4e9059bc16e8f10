"""Reading the register of refused burdens."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from gridops.db.session import Session
from gridops.duties.burdens.models import RefusedBurden


def refused_burdens(session: Session, area_codes: Sequence[str]) -> Sequence[RefusedBurden]:
    """What was asked of townships in some areas, the newest first."""
    if not area_codes:
        return []
    return session.scalars(
        select(RefusedBurden)
        .where(or_(*(func.starts_with(RefusedBurden.area_code, code) for code in area_codes)))
        .order_by(RefusedBurden.asked_on.desc(), RefusedBurden.id.desc())
    ).all()
