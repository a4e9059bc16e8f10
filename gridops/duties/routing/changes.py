"""Changes of routing told to the log: rules, policies of origins, precedents, in one history. Writes nothing else."""

from __future__ import annotations

import uuid
from uuid import UUID

from gridops.db.session import Session
from gridops.log.appending import Entry, append

#: The one routing of a deployment, as the log names it.
ROUTING_ID = uuid.uuid5(uuid.NAMESPACE_URL, "urn:gridops:routing")


def record_change(session: Session, actor_id: UUID | None, data: dict[str, object], version: int = 1) -> None:
    """The log's entry of a change to routing; it concerns no area, so no screen is told."""
    append(
        session,
        Entry(
            action="routing.changed",
            entity="routing",
            entity_id=ROUTING_ID,
            version=version,
            actor_id=actor_id,
            data=data,
        ),
    )
