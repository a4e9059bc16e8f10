"""Taking in one photo: checked, decoded, written to disk, then a row. Never commits; knows no entity.

What the phone sent is hashed and let go: no original with its EXIF stays on disk.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.errors import Problem
from gridops.keeping.queries import may_take_away
from gridops.media import queries
from gridops.media.files import set_aside, staged
from gridops.media.models import MediaClaim, MediaFile
from gridops.media.rules import file_place

if TYPE_CHECKING:
    from gridops.media.decoding import Photo

logger = logging.getLogger(__name__)

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

    `zone` is that of EXIF times without one. Raises digest-mismatch, not-an-image, not-found (another account declared
    the id), media-conflict (the id holds other content, or is another account's, and nobody declared it) and
    storage-full; none of them leaves a photo. What is not what was declared is set aside.
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
    claim = require_own(session, media_id, account_id)
    if claim is not None and claim.sha256 != digest:
        _set_aside(settings_media_dir, media_id, account_id, body)
        raise undeclared()
    found = queries.find_media(session, media_id)
    if found is not None and claim is not None and (found.account_id, found.sha256) != (account_id, digest):
        # Who declared the photo is never kept from sending it by what somebody put under its id.
        _take_away(session, found, settings_media_dir)
        found = None
    if found is not None:
        return _same(found, account_id, digest), False
    # Decoders are loaded with the first photo: many a process is never sent one.
    from gridops.media.decoding import decode_photo

    photo = decode_photo(body, zone or clock.zone(DEFAULT_ZONE))
    contents = {
        file_place(media_id, "full", photo.content_type): photo.full,
        file_place(media_id, "thumb", photo.content_type): photo.thumb,
    }
    with staged(settings_media_dir, contents) as files:
        values = {"id": media_id, "account_id": account_id, "sha256": digest, "size": len(body)}
        row = queries.insert_media(session, {**values, **_columns(photo), "is_claimed": claim is not None})
        # Only who has the row may place files; the other one of two that raced is answered from the row.
        if row is not None:
            files.publish()
            return row, True
    found = queries.find_media(session, media_id)
    if found is None:
        raise Problem("unavailable")
    return _same(found, account_id, digest), False


def require_own(session: Session, media_id: UUID, account_id: UUID) -> MediaClaim | None:
    """The claim on a photo to come, None where nobody declared it; not-found where another account did."""
    claim = queries.find_claim(session, media_id)
    if claim is not None and claim.account_id != account_id:
        raise Problem("not-found")
    return claim


def undeclared() -> Problem:
    """The refusal of content that is not what a case declared."""
    return Problem(
        "digest-mismatch",
        (
            "内容与上报时声明的校验值不符，已另行留存",
            "Not the content that was declared; it has been set aside",
        ),
    )


def _set_aside(media_dir: Path, media_id: UUID, account_id: UUID, content: bytes) -> None:
    if not set_aside(media_dir, media_id, account_id, content):
        logger.warning("no room to set aside what account %s sent as photo %s", account_id, media_id)
    logger.warning("account %s sent other content than was declared as photo %s", account_id, media_id)


def _take_away(session: Session, found: MediaFile, media_dir: Path) -> None:
    """Make room under an id: what lies there is set aside, its row goes. unavailable while a copy is taken."""
    if not may_take_away(session):
        raise Problem("unavailable")
    places = [media_dir / file_place(found.id, size, found.content_type) for size in ("full", "thumb")]
    if places[0].is_file():
        _set_aside(media_dir, found.id, found.account_id, places[0].read_bytes())
    session.expunge(found)
    queries.delete_media(session, found.id)
    for place in places:
        place.unlink(missing_ok=True)


def _columns(photo: Photo) -> dict[str, Any]:
    return {
        "content_type": photo.content_type,
        "width": photo.width,
        "height": photo.height,
        "exif_lon": photo.said.lon,
        "exif_lat": photo.said.lat,
        "exif_at": photo.said.at,
        "arrived_at": clock.now(),
    }


def _same(row: MediaFile, account_id: UUID, digest: bytes) -> MediaFile:
    if row.account_id != account_id or row.sha256 != digest:
        raise Problem("media-conflict")
    return row
