"""Tables of media: a file that arrived, a claim on one that may still come, an upload under way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.ids import new_id
from gridops.media.rules import SENT_TYPES


class MediaFile(Base):
    """A photo that arrived. `id` is the phone's; type, size and hash are of what the phone sent,
    width and height of what is served; position (degrees) and time are what the photo said of itself."""

    __tablename__ = "media_file"
    __table_args__ = (
        CheckConstraint(one_of("content_type", SENT_TYPES), name="content_type"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint("size > 0 AND width > 0 AND height > 0", name="sizes"),
        CheckConstraint(
            "(exif_lon IS NULL) = (exif_lat IS NULL)"
            " AND exif_lon BETWEEN -180 AND 180 AND exif_lat BETWEEN -90 AND 90",
            name="exif_position",
        ),
        Index("ix_media_file_unclaimed", "arrived_at", postgresql_where=text("NOT is_claimed")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    exif_lon: Mapped[float | None]
    exif_lat: Mapped[float | None]
    exif_at: Mapped[datetime | None]
    is_claimed: Mapped[bool] = mapped_column(server_default=text("false"))
    arrived_at: Mapped[datetime]


class MediaClaim(Base):
    """A claim on a photo that was not there when it was declared: who may send it, and the hash that it must have.

    The first one to declare an id has it.
    """

    __tablename__ = "media_claim"
    __table_args__ = (CheckConstraint("octet_length(sha256) = 32", name="sha256"),)

    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)


class MediaUpload(Base):
    """A resumable upload. `received` is the offset that was last committed; equal to `length`, it is done."""

    __tablename__ = "media_upload"
    __table_args__ = (
        CheckConstraint("length > 0 AND received BETWEEN 0 AND length", name="received"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        Index("ix_media_upload_expires_at", "expires_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID]
    media_id: Mapped[UUID]
    content_type: Mapped[str | None]
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    length: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    expires_at: Mapped[datetime]
