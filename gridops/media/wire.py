"""What comes in and goes out of media, but for the photos' own bytes."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, field_validator

from gridops.errors import Problem, Unfit
from gridops.http.problems import from_validation
from gridops.http.wire import Outgoing, Query
from gridops.media.models import MediaFile
from gridops.media.rules import DIGEST_BYTES


class MediaQuery(Query):
    """Which version of a photo: longest edge 320 pixels, or as it was taken."""

    size: Literal["thumb", "full"] = "full"


class MediaOut(Outgoing):
    """A photo that has arrived: hash (hex), type and bytes as sent, pixels as served."""

    client_id: UUID
    sha256: str
    content_type: str
    size: int
    width: int
    height: int
    arrived_at: datetime

    @classmethod
    def of(cls, row: MediaFile) -> MediaOut:
        """The photo as its sender sees it; where and when it was taken stays inside."""
        return cls(
            client_id=row.id,
            sha256=row.sha256.hex(),
            content_type=row.content_type,
            size=row.size,
            width=row.width,
            height=row.height,
            arrived_at=row.arrived_at,
        )


class UploadMetadata(BaseModel):
    """What a tus client says of a file. Clients add pairs of their own: those are passed over."""

    model_config = ConfigDict(extra="ignore")

    client_id: UUID | None = None
    content_type: str | None = Field(
        None, max_length=100, validation_alias=AliasChoices("content_type", "filetype")
    )
    sha256: bytes | None = None

    @field_validator("sha256", mode="before")
    @classmethod
    def _hex_or_base64(cls, value: Any) -> bytes:
        text = str(value)
        is_hex = len(text) == 2 * DIGEST_BYTES
        try:
            raw = bytes.fromhex(text) if is_hex else base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            raw = b""
        if len(raw) != DIGEST_BYTES:
            raise Unfit("不是 SHA-256", "Not a SHA-256 in hex or base64")
        return raw


def parse_metadata(header: str | None) -> UploadMetadata:
    """Upload-Metadata (tus 1.0.0: `key base64, key base64, …`); absent and empty say nothing.

    Raises bad-request where it cannot be read, invalid where a value is not what its key means.
    """
    values: dict[str, str] = {}
    for pair in (header or "").split(","):
        key, _, encoded = pair.strip().partition(" ")
        try:
            value = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
        except (ValueError, binascii.Error) as error:
            unreadable = ("Upload-Metadata 无法识别", "Upload-Metadata cannot be read")
            raise Problem("bad-request", unreadable) from error
        if "\x00" in value:
            raise Problem("bad-request", ("Upload-Metadata 含有不可用字符", "Upload-Metadata holds a NUL"))
        if value:
            values[key] = value
    try:
        return UploadMetadata.model_validate(values)
    except ValidationError as error:
        raise from_validation(error, ("Upload-Metadata",), document=values) from error
