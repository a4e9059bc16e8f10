"""Another district for a test: made up, 1.8 by 2.2 km, or one of the real files'."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, update

from gridops.db.session import Session
from gridops.territory.deploying import init_deployment
from gridops.territory.models import BoundarySet, Deployment

SHAPES = Path(__file__).resolve().parent / "shapes"


def make_room(session: Session, district_code: str, measure_srid: int) -> None:
    """Take the demonstration out of force and choose another district, until the test is rolled back."""
    session.execute(update(BoundarySet).values(state="draft"))
    session.execute(delete(Deployment))
    session.expire_all()
    init_deployment(session, district_code, "试验区", measure_srid)
