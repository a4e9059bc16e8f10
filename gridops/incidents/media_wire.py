"""A declared photo on its way in, and recording it on a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy.dialects.postgresql import insert

from gridops.db.session import Session
from gridops.http.wire import Incoming
from gridops.incidents.models import IncidentMedia
from gridops.media.purging import claim

MAX_MEDIA = 20


class MediaIn(Incoming):
    """A photo that was or will be sent apart."""

    client_id: UUID
    sha256: str = Field(pattern="^[0-9a-fA-F]{64}$")
    content_type: str = Field(pattern="^image/[a-z0-9.+-]{1,40}$")
    size: int = Field(gt=0, le=10_000_000)
    stage: Literal["before", "after"] = "before"


def media_rows(
    items: Sequence[MediaIn], *, incident_id: UUID, declared_by: UUID, version: int
) -> list[dict[str, object]]:
    """Rows of `incident_media` for what was declared."""
    return [
        {
            "incident_id": incident_id,
            "media_id": m.client_id,
            "position": n,
            "stage": m.stage,
            "sha256": m.sha256.lower(),
            "content_type": m.content_type,
            "size": m.size,
            "declared_by": declared_by,
            "version": version,
        }
        for n, m in enumerate(items)
    ]


def declare_media(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Record declared photos; one that is declared already stays as it is."""
    if not rows:
        return
    session.execute(insert(IncidentMedia).on_conflict_do_nothing(), list(rows))
    claim(session, [row["media_id"] for row in rows])  # type: ignore[misc]
