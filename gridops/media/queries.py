"""Reading media: photos and uploads by id, claims, and what has outlived its time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, update
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


def insert_media(session: Session, values: dict[str, Any]) -> MediaFile | None:
    """A new row; None where the id is taken. Waits for a transaction that is about to take it."""
    statement = insert(MediaFile).values(**values).on_conflict_do_nothing().returning(MediaFile)
    return session.scalars(statement).one_or_none()


def claim_arrived(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Mark photos as claimed; tells which of `ids` have arrived."""
    statement = update(MediaFile).where(MediaFile.id.in_(ids)).values(is_claimed=True).returning(MediaFile.id)
    return set(session.scalars(statement.execution_options(synchronize_session="fetch")))


def insert_claims(session: Session, ids: Sequence[UUID]) -> None:
    """Remember claims on photos that are still to come."""
    session.execute(insert(MediaClaim).on_conflict_do_nothing(), [{"media_id": each} for each in ids])


def is_awaited(session: Session, media_id: UUID) -> bool:
    """Whether something claimed this photo before it arrived."""
    return bool(session.scalar(select(exists().where(MediaClaim.media_id == media_id))))


def delete_unclaimed(session: Session, before: datetime) -> Sequence[Any]:
    """Delete photos that arrived before a time and that nothing claims; (id, content_type) of each."""
    # A claim and an arrival that cross each other leave the flag unset and the claim's row: both are asked.
    statement = (
        delete(MediaFile)
        .where(
            ~MediaFile.is_claimed,
            MediaFile.arrived_at < before,
            ~exists().where(MediaClaim.media_id == MediaFile.id),
        )
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
