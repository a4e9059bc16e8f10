"""Reading what an earlier run of the replay has left."""

from __future__ import annotations

from sqlalchemy import select

from gridops.db.session import Session
from gridops.duties.matters.models import Matter, Standard


def known_matters(session: Session) -> dict[tuple[str, str], str]:
    """The codes of a catalogue that an earlier run has left."""
    rows = session.execute(
        select(Standard.service_group, Standard.service_name, Matter.service_code).join(
            Matter, Matter.id == Standard.matter_id
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}
