"""A photo has arrived: the cases that wait for it are told. The case itself does not change."""

from __future__ import annotations

from typing import Any

from gridops.db.session import Session
from gridops.incidents.involved import Involved
from gridops.incidents.media.queries import incidents_with_media
from gridops.log.appending import Entry, append


def record_photo_arrived(session: Session, media: Any) -> None:
    """Append an entry to each case on which the photo's sender declared it; versions stay as they are."""
    for incident in incidents_with_media(session, media):
        involved = Involved.of(incident)
        append(
            session,
            Entry(
                action="incident.photo_arrived",
                entity="incident",
                entity_id=incident.id,
                version=incident.version,
                actor_id=media.account_id,
                areas=sorted(involved.areas),
                units=sorted(involved.units, key=str),
                persons=sorted(involved.persons, key=str),
                data={"media": str(media.id)},
            ),
        )
