"""Reading media: photos and uploads by id, claims, and what has outlived its time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from gridops.db.session import Session
from gridops.media.models import MediaClaim, MediaFile, MediaUpload


def find_media(session: Session, media_id: UUID) -> MediaFile | None:
    """A photo by the id that its phone made; None while it has not arrived."""
    return session.scalar(select(MediaFile).where(MediaFile.id == media_id))


def arrived(session: Session, ids: Collection[UUID]) -> dict[UUID, MediaFile]:
    """Those of `ids` that have arrived."""
    if not ids:
        return {}
    return {row.id: row for row in session.scalars(select(MediaFile).where(MediaFile.id.in_(set(ids))))}


def all_photos(session: Session) -> dict[UUID, str]:
    """Every photo that has arrived with its type, for who keeps a copy of all."""
    return {row.id: row.content_type for row in session.execute(select(MediaFile.id, MediaFile.content_type))}


def all_uploads(session: Session) -> list[UUID]:
    """Every upload under way, for who keeps a copy of all."""
    return list(session.scalars(select(MediaUpload.id)))


def insert_media(session: Session, values: dict[str, Any]) -> MediaFile | None:
    """A new row; None where the id is taken. Waits for a transaction that is about to take it."""
    statement = insert(MediaFile).values(**values).on_conflict_do_nothing().returning(MediaFile)
    return session.scalars(statement).one_or_none()


def delete_media(session: Session, media_id: UUID) -> None:
    """Forget a photo; its files stay."""
    session.execute(delete(MediaFile).where(MediaFile.id == media_id))


def claim_arrived(session: Session, account_id: UUID, hashes: Mapping[UUID, bytes]) -> set[UUID]:
    """Mark an account's photos as claimed; tells which of them have arrived with the hash that was declared."""
    declared = [and_(MediaFile.id == i, MediaFile.sha256 == sha256) for i, sha256 in hashes.items()]
    statement = (
        update(MediaFile)
        .where(MediaFile.account_id == account_id, or_(*declared))
        .values(is_claimed=True)
        .returning(MediaFile.id)
    )
    return set(session.scalars(statement.execution_options(synchronize_session="fetch")))


def insert_claims(session: Session, account_id: UUID, hashes: Mapping[UUID, bytes]) -> None:
    """Remember claims on photos that are still to come; one on which there is a claim already stays as it is."""
    rows = [{"media_id": i, "account_id": account_id, "sha256": sha256} for i, sha256 in hashes.items()]
    session.execute(insert(MediaClaim).on_conflict_do_nothing(), rows)


def find_claim(session: Session, media_id: UUID) -> MediaClaim | None:
    """The claim on a photo that had not arrived when it was declared."""
    return session.scalar(select(MediaClaim).where(MediaClaim.media_id == media_id))


def delete_unclaimed(session: Session, before: datetime) -> Sequence[Any]:
    """Delete photos that arrived before a time and that nothing claims; (id, content_type) of each."""
    # A claim and an arrival that cross each other leave the flag unset and the claim's row: both are asked.
    is_claimed = exists().where(
        MediaClaim.media_id == MediaFile.id,
        MediaClaim.account_id == MediaFile.account_id,
        MediaClaim.sha256 == MediaFile.sha256,
    )
    statement = (
        delete(MediaFile)
        .where(~MediaFile.is_claimed, MediaFile.arrived_at < before, ~is_claimed)
        .returning(MediaFile.id, MediaFile.content_type)
    )
    return session.execute(statement.execution_options(synchronize_session=False)).all()


def find_upload(
    session: Session, upload_id: UUID, account_id: UUID, *, is_locked: bool = False
) -> MediaUpload | None:
    """An account's own upload, read afresh; locked until the end of the transaction if asked."""
    statement = select(MediaUpload).where(MediaUpload.id == upload_id, MediaUpload.account_id == account_id)
    if is_locked:
        statement = statement.with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


def existing_uploads(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of `ids` that are uploads under way, or done and not yet expired."""
    return set(session.scalars(select(MediaUpload.id).where(MediaUpload.id.in_(ids))))


def delete_expired_uploads(session: Session, before: datetime) -> Sequence[UUID]:
    """Delete uploads that expired before a time."""
    statement = delete(MediaUpload).where(MediaUpload.expires_at < before).returning(MediaUpload.id)
    return session.scalars(statement.execution_options(synchronize_session=False)).all()
