"""Taking in one photo: checked, decoded, written to disk, then a row. Never commits; knows no entity.

What the phone sent is hashed and let go: no original with its EXIF stays on disk.
"""

from __future__ import annotations

import hashlib
from datetime import tzinfo
from pathlib import Path
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.media import queries
from gridops.media.decoding import Photo, decode_photo
from gridops.media.files import staged
from gridops.media.models import MediaFile
from gridops.media.rules import file_place

DEFAULT_ZONE = "Asia/Shanghai"


def store(
    session: Session,
    *,
    account_id: UUID,
    media_id: UUID,
    body: bytes,
    settings_media_dir: Path,
    expected_sha256: bytes | None,
    zone: tzinfo | None = None,
) -> MediaFile:
    """The row of the photo in `body`, made unless the same account sent the same content before.

    `zone` is that of EXIF times without one. Raises digest-mismatch, not-an-image, media-conflict (the id
    holds other content, or is another account's) and storage-full; none of them leaves a file.
    """
    row, _ = take_in(
        session,
        account_id=account_id,
        media_id=media_id,
        body=body,
        settings_media_dir=settings_media_dir,
        expected_sha256=expected_sha256,
        zone=zone,
    )
    return row


def take_in(
    session: Session,
    *,
    account_id: UUID,
    media_id: UUID,
    body: bytes,
    settings_media_dir: Path,
    expected_sha256: bytes | None,
    zone: tzinfo | None = None,
) -> tuple[MediaFile, bool]:
    """As `store`, and whether this was the first time."""
    digest = hashlib.sha256(body).digest()
    if expected_sha256 is not None and expected_sha256 != digest:
        raise Problem("digest-mismatch")
    found = queries.find_media(session, media_id)
    if found is not None:
        return _same(found, account_id, digest), False
    photo = decode_photo(body, zone or clock.zone(DEFAULT_ZONE))
    contents = {
        file_place(media_id, "full", photo.content_type): photo.full,
        file_place(media_id, "thumb", photo.content_type): photo.thumb,
    }
    with staged(settings_media_dir, contents) as files:
        values = {"id": media_id, "account_id": account_id, "sha256": digest, "size": len(body)}
        row = queries.insert_media(session, {**values, **_columns(session, media_id, photo)})
        # Only who has the row may place files; the other one of two that raced is answered from the row.
        if row is not None:
            files.publish()
            return row, True
    found = queries.find_media(session, media_id)
    if found is None:
        raise Problem("unavailable")
    return _same(found, account_id, digest), False


def _columns(session: Session, media_id: UUID, photo: Photo) -> dict[str, Any]:
    return {
        "content_type": photo.content_type,
        "width": photo.width,
        "height": photo.height,
        "exif_lon": photo.said.lon,
        "exif_lat": photo.said.lat,
        "exif_at": photo.said.at,
        "is_claimed": queries.is_awaited(session, media_id),
        "arrived_at": clock.now(),
    }


def _same(row: MediaFile, account_id: UUID, digest: bytes) -> MediaFile:
    if row.account_id != account_id or row.sha256 != digest:
        raise Problem("media-conflict")
    return row
