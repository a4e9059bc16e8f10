"""Recording declared photos on a case; they may arrive before or after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from gridops.db.session import Session
from gridops.incidents.media.models import IncidentMedia
from gridops.incidents.media.wire import MediaIn
from gridops.media.purging import claim


def media_rows(
    items: Sequence[MediaIn], *, incident_id: UUID, declared_by: UUID, version: int
) -> list[dict[str, Any]]:
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


def declare_media(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Record declared photos; one that is declared already stays as it is."""
    if not rows:
        return
    session.execute(insert(IncidentMedia).on_conflict_do_nothing(), list(rows))
    for declared_by in {row["declared_by"] for row in rows}:
        own = {row["media_id"]: row["sha256"] for row in rows if row["declared_by"] == declared_by}
        claim(session, declared_by, {i: bytes.fromhex(sha256) for i, sha256 in own.items()})
