"""HTTP words of whole photos. Whether others than the sender may see one is asked of what app.py injects."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from gridops import clock
from gridops.errors import Problem
from gridops.http.endpoint import Call, HeaderField, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.media import queries
from gridops.media.models import MediaFile
from gridops.media.room import require_room
from gridops.media.rules import MEDIA_LIMIT_BYTES, file_place, find_digest, served_format
from gridops.media.storing import take_in
from gridops.media.wire import MediaOut, MediaQuery

logger = logging.getLogger(__name__)

bp = Blueprint("photos", __name__, url_prefix="/media")


@bp.put("/<uuid:client_id>")
@endpoint(
    "Send a photo",
    raw="image/*",
    roles=SIGNED_IN,
    limit_bytes=MEDIA_LIMIT_BYTES,
    headers=(
        HeaderField("Content-Digest", {"type": "string"}),
        HeaderField("Digest", {"type": "string"}),
    ),
    refuses={
        400: ("bad-request",),
        422: ("digest-mismatch", "not-an-image"),
        507: ("storage-full",),
    },
    answers={200: MediaOut, 201: MediaOut},
)
def put_media(call: Call[None, None], client_id: UUID) -> Any:
    """The whole photo as the body; 200 where the same one has arrived before."""
    if "Content-Range" in request.headers:
        raise Problem("bad-request", ("分段请用 /uploads", "Send pieces to /uploads"))
    settings = runtime().services["settings"]
    require_room(settings.media_dir, settings.disk_reserve_mb, len(call.raw))
    row, is_first = take_in(
        call.session,
        account_id=call.actor.id,
        media_id=client_id,
        body=call.raw,
        settings_media_dir=settings.media_dir,
        expected_sha256=find_digest(request.headers.get("Content-Digest"), request.headers.get("Digest")),
        zone=clock.zone(settings.time_zone),
    )
    if is_first:
        runtime().services["on_media_arrived"](call.session, row)
    return MediaOut.of(row), 201 if is_first else 200


@bp.get("/<uuid:client_id>")
@endpoint(
    "A photo",
    query=MediaQuery,
    roles=SIGNED_IN,
    asks="sent by oneself, or of a case in sight",
    answers={200: None, 304: None},
    also=("image/*",),
)
def get_media(call: Call[None, MediaQuery], client_id: UUID) -> Any:
    """The photo, or its thumbnail; 404 for all who may not see it."""
    row = queries.find_media(call.session, client_id)
    if row is None or not _may_see(call, row):
        raise Problem("not-found")
    return _served(row, call.query.size)


def _may_see(call: Call[None, MediaQuery], row: MediaFile) -> bool:
    if row.account_id == call.actor.id:
        return True
    return bool(runtime().services["may_see_media"](call.session, call.actor, row))


def _served(row: MediaFile, size: str) -> Response:
    path = runtime().services["settings"].media_dir / file_place(row.id, size, row.content_type)
    kind = "jpeg" if size == "thumb" else served_format(row.content_type)
    etag = f"{row.sha256.hex()[:32]}-{size}"
    try:
        content = b"" if request.if_none_match.contains(etag) else path.read_bytes()
    except FileNotFoundError as error:
        logger.exception("the file of photo %s is not in the media folder", row.id)
        raise Problem("gone") from error
    response = Response(content, mimetype=f"image/{kind}")
    response.set_etag(etag)
    response.make_conditional(request)
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    # On a shared phone the next person is not shown from the cache what only the last one may see.
    response.vary.update(("Authorization", "Cookie"))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    return response
