"""Pure decisions about photos: what the first bytes say, what a digest header promises, where a file lies.

No database, no Flask, no decoding of pixels.
"""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from gridops.errors import Problem

MEDIA_LIMIT_BYTES = 10_000_000
PIXEL_LIMIT = 50_000_000
SENT_TYPES = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
DIGEST_BYTES = 32

_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"))
_HEIF_BRANDS = frozenset((b"mif1", b"msf1"))
_SERVED = {"image/png": "png", "image/webp": "webp"}


def find_content_type(head: bytes) -> str | None:
    """The type that the first bytes tell of, whatever was declared; None for all that is not taken in."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _find_heif_type(head)
    return None


def _find_heif_type(head: bytes) -> str | None:
    # The box names a major brand and then compatible ones; the same box opens MP4 and AVIF files.
    box = head[8 : min(int.from_bytes(head[:4], "big"), 64)]
    brands = [box[:4], *(box[at : at + 4] for at in range(8, len(box), 4))]
    if b"avif" in brands or b"avis" in brands:
        return None
    if _HEIC_BRANDS.intersection(brands):
        return "image/heic"
    return "image/heif" if brands[0] in _HEIF_BRANDS else None


def served_format(content_type: str) -> str:
    """What a photo of this type is served as: "jpeg", "png" or "webp"; browsers show no HEIC."""
    return _SERVED.get(content_type, "jpeg")


def file_place(media_id: UUID, size: str, content_type: str) -> str:
    """The path below the media folder. Folders go by the id's random tail: its head is a time."""
    kind = "jpeg" if size == "thumb" else served_format(content_type)
    tail = media_id.hex[-4:]
    return f"{tail[:2]}/{tail[2:]}/{media_id}-{size}.{'jpg' if kind == 'jpeg' else kind}"


def find_digest(content_digest: str | None, digest: str | None) -> bytes | None:
    """The SHA-256 that Content-Digest (RFC 9530) or the older Digest (RFC 3230) promises; None without one.

    Other algorithms are passed over. Raises bad-request where the value is no SHA-256, digest-mismatch where
    the two promise different things.
    """
    found = {_decode_digest(value) for value in _promises(content_digest, digest)}
    if len(found) > 1:
        raise Problem("digest-mismatch", ("两处校验值不一致", "The digests that were sent differ"))
    return found.pop() if found else None


def _promises(content_digest: str | None, digest: str | None) -> list[str]:
    values = []
    for member in (content_digest or "").split(","):
        name, _, value = member.partition("=")
        if name.strip().lower() == "sha-256":
            value = value.partition(";")[0].strip()
            if len(value) < 2 or value[0] != ":" or value[-1] != ":":
                raise _bad_digest()
            values.append(value[1:-1])
    for member in (digest or "").split(","):
        name, _, value = member.partition("=")
        if name.strip().lower() == "sha-256":
            values.append(value.strip())
    return values


def _decode_digest(value: str) -> bytes:
    try:
        raw = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad_digest() from error
    if len(raw) != DIGEST_BYTES:
        raise _bad_digest()
    return raw


def _bad_digest() -> Problem:
    return Problem("bad-request", ("校验值无法识别", "The digest is no SHA-256 in base64"))
