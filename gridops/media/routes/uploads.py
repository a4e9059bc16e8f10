"""HTTP words of uploads in pieces (tus 1.0.0: core, creation, expiration, termination)."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import orjson
from flask import Blueprint, Response, request, url_for
from werkzeug.http import http_date

from gridops import clock
from gridops.errors import Problem
from gridops.http.endpoint import Call, HeaderField, endpoint, runtime
from gridops.http.permission import SIGNED_IN
from gridops.http.problems import language
from gridops.media import queries, uploading
from gridops.media.models import MediaUpload
from gridops.media.room import require_room
from gridops.media.rules import MEDIA_LIMIT_BYTES
from gridops.media.wire import parse_metadata

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination"
PIECE = "application/offset+octet-stream"

_SPEAKS = HeaderField("Tus-Resumable", {"type": "string", "enum": [VERSION]}, required=True)
_NUMBER = {"type": "integer", "minimum": 0, "maximum": 999_999_999_999_999}
_LENGTH = {"type": "integer", "minimum": 1, "maximum": MEDIA_LIMIT_BYTES}
_SAYS = (HeaderField("Tus-Resumable", {"type": "string"}, required=True),)
_PROGRESS = (
    *_SAYS,
    HeaderField("Upload-Offset", _NUMBER, required=True),
    HeaderField("Upload-Expires", {"type": "string"}),
)
_PIECE_REFUSED = {400: ("bad-request",), 422: ("digest-mismatch", "not-an-image"), 507: ("storage-full",)}
_OTHER_VERSION = {412: ("precondition-failed",)}

bp = Blueprint("uploads", __name__, url_prefix="/uploads")


@bp.before_request
def refuse_other_versions() -> Response | None:
    """412 for a client that speaks another version of the protocol, or does not say which."""
    if request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == VERSION:
        return None
    problem = Problem("precondition-failed", ("须带 Tus-Resumable: 1.0.0", "Send Tus-Resumable: 1.0.0"))
    body = orjson.dumps(problem.document(language()))
    return Response(
        body, status=412, content_type="application/problem+json", headers={"Tus-Version": VERSION}
    )


@bp.after_request
def say_version(response: Response) -> Response:
    """The protocol's version on every answer, problems included; offsets are never cached."""
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("", methods=["OPTIONS"], provide_automatic_options=False)
@endpoint("What uploads can do", answers={204: None}, public=True)
def options_uploads(call: Call[None, None]) -> Any:  # noqa: ARG001 - every endpoint takes its call
    """Versions, extensions and the largest photo."""
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(MEDIA_LIMIT_BYTES),
    }
    return None, 204, headers


@bp.route("", methods=["POST"], provide_automatic_options=False)
@endpoint(
    "Begin an upload",
    roles=SIGNED_IN,
    headers=(
        _SPEAKS,
        HeaderField("Upload-Length", _LENGTH, required=True),
        HeaderField("Upload-Metadata", {"type": "string"}),
    ),
    says={201: (*_SAYS, HeaderField("Location", {"type": "string"}, required=True))},
    refuses=_OTHER_VERSION | {413: ("too-large",), 400: ("bad-request",), 507: ("storage-full",)},
    refuses_at={
        "/Upload-Metadata": "values that are not what their keys mean",
    },
    answers={201: None},
)
def post_upload(call: Call[None, None]) -> Any:
    """A new upload; `Location` names it."""
    length = _header_number("Upload-Length")
    said = parse_metadata(request.headers.get("Upload-Metadata"))
    if length <= MEDIA_LIMIT_BYTES:
        _require_room(length)
    upload = uploading.begin_upload(
        call.session,
        account_id=call.actor.id,
        length=length,
        media_id=said.client_id,
        content_type=said.content_type,
        sha256=said.sha256,
    )
    return None, 201, {"Location": url_for(".patch_upload", upload_id=upload.id), **_expiry(upload)}


@bp.route("/<uuid:upload_id>", methods=["HEAD"])
@endpoint(
    "How far an upload is",
    roles=SIGNED_IN,
    asks="one of one's own",
    headers=(_SPEAKS,),
    says={200: (*_PROGRESS, HeaderField("Upload-Length", _NUMBER, required=True))},
    refuses=_OTHER_VERSION,
    answers={200: None},
)
def head_upload(call: Call[None, None], upload_id: UUID) -> Any:
    """Offset and length."""
    upload = uploading.get_upload(call.session, call.actor.id, upload_id)
    return None, 200, {"Upload-Length": str(upload.length), **_progress(upload)}


@bp.patch("/<uuid:upload_id>")
@endpoint(
    "Continue an upload",
    roles=SIGNED_IN,
    asks="one of one's own",
    raw=PIECE,
    limit_bytes=MEDIA_LIMIT_BYTES,
    keeps_pieces=True,
    headers=(_SPEAKS, HeaderField("Upload-Offset", _NUMBER, required=True)),
    says={204: _PROGRESS},
    refuses=_OTHER_VERSION | _PIECE_REFUSED,
    answers={204: None},
)
def patch_upload(call: Call[None, None], upload_id: UUID) -> Any:
    """The next bytes."""
    return _patch(call, upload_id)


@bp.delete("/<uuid:upload_id>")
@endpoint(
    "Give an upload up",
    roles=SIGNED_IN,
    asks="one of one's own",
    headers=(_SPEAKS,),
    says={204: _SAYS},
    refuses=_OTHER_VERSION,
    answers={204: None},
)
def delete_upload(call: Call[None, None], upload_id: UUID) -> Any:
    """Forget the upload and its bytes."""
    return _delete(call, upload_id)


@bp.post("/<uuid:upload_id>")
@endpoint(
    "Continue or end an upload where a gateway refuses PATCH and DELETE",
    roles=SIGNED_IN,
    asks="one of one's own",
    raw=PIECE,
    limit_bytes=MEDIA_LIMIT_BYTES,
    keeps_pieces=True,
    headers=(
        _SPEAKS,
        HeaderField("X-HTTP-Method-Override", {"type": "string", "enum": ["PATCH", "DELETE"]}, required=True),
        HeaderField("Upload-Offset", _NUMBER),
    ),
    says={204: _SAYS},
    refuses=_OTHER_VERSION | _PIECE_REFUSED,
    answers={204: None},
)
def post_upload_override(call: Call[None, None], upload_id: UUID) -> Any:
    """The method that X-HTTP-Method-Override names."""
    method = request.headers.get("X-HTTP-Method-Override", "").upper()
    if method == "PATCH":
        return _patch(call, upload_id)
    if method == "DELETE":
        return _delete(call, upload_id)
    raise Problem("method-not-allowed", allowed=["HEAD", "PATCH", "DELETE"])


def _patch(call: Call[None, None], upload_id: UUID) -> Any:
    if request.mimetype != PIECE:
        raise Problem("unsupported-media", (f"请以 {PIECE} 发送", f"Send {PIECE}"))
    offset = _header_number("Upload-Offset")
    upload = uploading.get_upload(call.session, call.actor.id, upload_id)
    settings = runtime().services["settings"]
    uploading.require_offset(upload, offset, settings.media_dir)
    _require_room(len(call.raw))
    upload = uploading.append_piece(
        call.session,
        account_id=call.actor.id,
        upload_id=upload_id,
        offset=offset,
        piece=call.raw,
        media_dir=settings.media_dir,
        zone=clock.zone(settings.time_zone),
    )
    if upload.received == upload.length:
        row = queries.find_media(call.session, upload.media_id)
        if row is not None:
            runtime().services["on_media_arrived"](call.session, row)
    return None, 204, _progress(upload)


def _delete(call: Call[None, None], upload_id: UUID) -> Any:
    media_dir = runtime().services["settings"].media_dir
    uploading.end_upload(call.session, call.actor.id, upload_id, media_dir)
    return None, 204


def _require_room(size: int) -> None:
    settings = runtime().services["settings"]
    require_room(settings.media_dir, settings.disk_reserve_mb, size)


def _header_number(name: str) -> int:
    text = request.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise Problem("bad-request", (f"{name} 应为非负整数", f"{name} must be a whole number from 0"))
    return int(text)


def _progress(upload: MediaUpload) -> dict[str, str]:
    media_dir = runtime().services["settings"].media_dir
    return {"Upload-Offset": str(uploading.offset_of(upload, media_dir)), **_expiry(upload)}


def _expiry(upload: MediaUpload) -> dict[str, str]:
    return {"Upload-Expires": http_date(upload.expires_at)}
