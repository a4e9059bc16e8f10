"""Reading which photos are declared on which cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from gridops.db.session import Session
from gridops.incidents.media.models import IncidentMedia
from gridops.incidents.models import Incident
from gridops.incidents.queries import grouped_by_case


def media_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[IncidentMedia]]:
    """Declared media of some cases, in order."""
    if not ids:
        return {}
    return grouped_by_case(
        session.scalars(
            select(IncidentMedia)
            .where(IncidentMedia.incident_id.in_(ids))
            .order_by(IncidentMedia.version, IncidentMedia.position)
        )
    )


def has_photo_after(session: Session, incident_id: UUID) -> bool:
    """Whether a photo of what was done is declared on the case."""
    found = select(IncidentMedia).where(
        IncidentMedia.incident_id == incident_id, IncidentMedia.stage == "after"
    )
    return bool(session.scalar(select(found.exists())))


def incidents_with_media(session: Session, media: Any) -> list[Incident]:
    """Cases in sight on which the sender of a photo that is here declared it, with the hash that it has."""
    return list(
        session.scalars(
            select(Incident)
            .join(IncidentMedia, IncidentMedia.incident_id == Incident.id)
            .where(
                IncidentMedia.media_id == media.id,
                IncidentMedia.declared_by == media.account_id,
                IncidentMedia.sha256 == media.sha256.hex(),
            )
        )
    )
