"""Claiming photos, and letting go of what nobody claims. Files go only after their rows are gone for good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.keeping.queries import may_take_away
from gridops.media import queries
from gridops.media.files import ASIDE, INCOMING, UPLOADS, partial_path
from gridops.media.rules import file_place

UNCLAIMED_LIFE = timedelta(days=7)
_SIZES = ("full", "thumb")


def claim(session: Session, account_id: UUID, hashes: Mapping[UUID, bytes]) -> None:
    """Keep these photos of an account for good, those too that have yet to arrive: id → SHA-256 as declared.

    What has arrived under an id from another account, or with other content, is not what was declared.
    """
    if not hashes:
        return
    here = queries.claim_arrived(session, account_id, hashes)
    missing = {i: hashes[i] for i in sorted(hashes) if i not in here}
    if missing:
        queries.insert_claims(session, account_id, missing)


def purge_unclaimed(session: Session, media_dir: Path, older_than: timedelta = UNCLAIMED_LIFE) -> int:
    """Delete photos that nothing has claimed for `older_than`, and uploads that have expired; how many rows.

    Their files follow once the transaction has ended.
    """
    if not may_take_away(session):
        return 0  # a copy is being taken that names them: the next round finds them again
    before = clock.now() - older_than
    photos = queries.delete_unclaimed(session, before)
    uploads = queries.delete_expired_uploads(session, clock.now())
    if photos or uploads:
        session.keep(lambda second: _remove_files(second, media_dir, photos, uploads))
    return len(photos) + len(uploads)


def _remove_files(second: Session, media_dir: Path, photos: Sequence[Any], uploads: Sequence[UUID]) -> None:
    # This runs even if the rows' transaction failed, so what still has its row keeps its files.
    kept = queries.arrived(second, [photo.id for photo in photos])
    for photo in photos:
        if photo.id not in kept:
            for size in _SIZES:
                (media_dir / file_place(photo.id, size, photo.content_type)).unlink(missing_ok=True)
    under_way = queries.existing_uploads(second, uploads)
    for upload_id in set(uploads) - under_way:
        partial_path(media_dir, upload_id).unlink(missing_ok=True)


def sweep_orphans(session: Session, media_dir: Path, older_than: timedelta = UNCLAIMED_LIFE) -> int:
    """Remove files that a killed process left without a row, and what was set aside long enough ago; how many.

    Walks the whole folder: once a day is enough.
    """
    before = clock.now() - older_than
    removed = sum(_unlink(_old_files(media_dir / folder, before)) for folder in (INCOMING, ASIDE))
    pieces = {_id_of(path): path for path in _old_files(media_dir / UPLOADS, before)}
    under_way = queries.existing_uploads(session, [each for each in pieces if each])
    removed += _unlink(path for upload_id, path in pieces.items() if upload_id not in under_way)
    for folder in sorted(media_dir.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        paths = [(path, _id_of(path)) for path in _old_files(folder, before)]
        rows = queries.arrived(session, [media_id for _, media_id in paths if media_id])
        removed += _unlink(path for path, media_id in paths if media_id not in rows)
    return removed


def _old_files(folder: Path, before: datetime) -> list[Path]:
    if not folder.is_dir():
        return []
    limit = before.timestamp()
    return [path for path in sorted(folder.iterdir()) if path.is_file() and path.stat().st_mtime < limit]


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.name[:36])
    except ValueError:
        return None


def _unlink(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        path.unlink(missing_ok=True)
        count += 1
    return count
