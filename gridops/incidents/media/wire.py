"""A declared photo on its way in, and recording it on a case."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from gridops.http.wire import Incoming

MAX_MEDIA = 20


class MediaIn(Incoming):
    """A photo that was or will be sent apart."""

    client_id: UUID
    sha256: str = Field(pattern="^[0-9a-fA-F]{64}$")
    content_type: str = Field(pattern="^image/[a-z0-9.+-]{1,40}$")
    size: int = Field(gt=0, le=10_000_000)
    stage: Literal["before", "after"] = "before"
