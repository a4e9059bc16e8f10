"""Photos that come in pieces: begun, added to, ended. A finished one becomes the photo that a PUT would make.

The offset is what was committed and is on disk; bytes beyond it never happened. Never commits.
"""

from __future__ import annotations

from datetime import timedelta, tzinfo
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete

from gridops import clock
from gridops.db.ids import new_id
from gridops.db.session import Session
from gridops.errors import Problem, fault
from gridops.media import queries
from gridops.media.files import append_bytes, bytes_at_hand, partial_path
from gridops.media.models import MediaUpload
from gridops.media.rules import MEDIA_LIMIT_BYTES
from gridops.media.storing import require_own, store, undeclared

UPLOAD_LIFE = timedelta(days=7)
#: Sending the same bytes once more cannot mend these.
_HOPELESS = frozenset(("not-an-image", "digest-mismatch", "media-conflict", "not-found"))


def begin_upload(
    session: Session,
    *,
    account_id: UUID,
    length: int,
    media_id: UUID | None = None,
    content_type: str | None = None,
    sha256: bytes | None = None,
) -> MediaUpload:
    """A new upload of `length` bytes; without a `media_id` the photo takes the upload's own id.

    Raises too-large, and not-found, digest-mismatch or media-conflict where it is plain beforehand that the photo
    will be refused.
    """
    if length > MEDIA_LIMIT_BYTES:
        raise Problem("too-large", limit_bytes=MEDIA_LIMIT_BYTES)
    if length == 0:
        raise fault("/Upload-Length", "不能为 0", "Must not be 0")
    if media_id:
        _refuse_beforehand(session, media_id, account_id, sha256)
    upload_id = new_id()
    upload = MediaUpload(
        id=upload_id,
        account_id=account_id,
        media_id=media_id or upload_id,
        content_type=content_type,
        sha256=sha256,
        length=length,
        received=0,
        expires_at=clock.now() + UPLOAD_LIFE,
    )
    session.add(upload)
    session.flush()
    return upload


def _refuse_beforehand(session: Session, media_id: UUID, account_id: UUID, sha256: bytes | None) -> None:
    if (claim := require_own(session, media_id, account_id)) is not None:
        if sha256 not in (None, claim.sha256):
            raise undeclared()
        return
    found = queries.find_media(session, media_id)
    if found is not None and (found.account_id != account_id or sha256 not in (None, found.sha256)):
        raise Problem("media-conflict")


def get_upload(
    session: Session, account_id: UUID, upload_id: UUID, *, is_locked: bool = False
) -> MediaUpload:
    """An account's own upload. Raises not-found, another account's included, and gone once expired."""
    upload = queries.find_upload(session, upload_id, account_id, is_locked=is_locked)
    if upload is None:
        raise Problem("not-found")
    if upload.expires_at <= clock.now():
        raise Problem("gone")
    return upload


def offset_of(upload: MediaUpload, media_dir: Path) -> int:
    """How many bytes have arrived for good."""
    if upload.received == upload.length:
        return upload.length
    return min(upload.received, bytes_at_hand(media_dir, upload.id))


def require_offset(upload: MediaUpload, offset: int, media_dir: Path) -> None:
    """Refuse a piece that does not begin where the last one ended; upload-conflict tells where that is."""
    at_hand = offset_of(upload, media_dir)
    if offset != at_hand:
        raise Problem("upload-conflict", offset=at_hand)


def append_piece(
    session: Session,
    *,
    account_id: UUID,
    upload_id: UUID,
    offset: int,
    piece: bytes,
    media_dir: Path,
    zone: tzinfo,
) -> MediaUpload:
    """Add `piece` at `offset`; the last one makes the photo.

    Raises upload-conflict with the true offset, too-large past the announced length, and what `store` raises;
    after a refusal that the same bytes would meet again the upload is gone.
    """
    upload = get_upload(session, account_id, upload_id, is_locked=True)
    require_offset(upload, offset, media_dir)
    if offset + len(piece) > upload.length:
        raise Problem("too-large", limit_bytes=upload.length - offset)
    upload.expires_at = clock.now() + UPLOAD_LIFE
    if not piece:
        return upload
    append_bytes(media_dir, upload.id, offset=offset, content=piece)
    upload.received = offset + len(piece)
    if upload.received == upload.length:
        _finish(session, upload, media_dir, zone)
    session.flush()
    return upload


def _finish(session: Session, upload: MediaUpload, media_dir: Path, zone: tzinfo) -> None:
    path = partial_path(media_dir, upload.id)
    try:
        store(
            session,
            account_id=upload.account_id,
            media_id=upload.media_id,
            body=path.read_bytes(),
            settings_media_dir=media_dir,
            expected_sha256=upload.sha256,
            zone=zone,
        )
    except Problem as problem:
        if problem.kind.code in _HOPELESS:
            upload_id = upload.id
            session.keep(lambda second: _forget(second, upload_id, media_dir))
        raise
    # The pieces hold the original's EXIF. Should the commit fail now, the upload is at 0 and is sent again.
    path.unlink(missing_ok=True)


def end_upload(session: Session, account_id: UUID, upload_id: UUID, media_dir: Path) -> None:
    """Give an upload up; the photo of a finished one stays. Raises what `get_upload` raises."""
    upload = get_upload(session, account_id, upload_id, is_locked=True)
    _forget(session, upload.id, media_dir)


def _forget(session: Session, upload_id: UUID, media_dir: Path) -> None:
    session.execute(delete(MediaUpload).where(MediaUpload.id == upload_id))
    partial_path(media_dir, upload_id).unlink(missing_ok=True)
