"""Bytes of a stranger in, a photo that is safe to serve out: decoded, turned upright, freed of metadata.

Nothing of the sent file but its pixels passes through; no disk, no database.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

from gridops.errors import Problem
from gridops.media.exif import ExifSaid, read_exif, upright
from gridops.media.rules import PIXEL_LIMIT, find_content_type, served_format

logger = logging.getLogger(__name__)

THUMB_EDGE = 320
LONGEST_EDGE = 65_500  # JPEG counts an edge in 16 bits
# A photo of 50 megapixels takes some 300 MB while it is turned: many at once would take the machine.
_DECODERS = threading.BoundedSemaphore(2)
_SAVING: dict[str, dict[str, Any]] = {"jpeg": {"quality": 90}, "webp": {"quality": 90}, "png": {}}

pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Photo:
    """A decoded photo: the type that was sent, what is served (bytes, edges in pixels), what EXIF said."""

    content_type: str
    width: int
    height: int
    full: bytes
    thumb: bytes
    said: ExifSaid


def decode_photo(body: bytes, zone: tzinfo) -> Photo:
    """`body` as a photo; raises not-an-image for all else, cut-off files and decompression bombs included."""
    content_type = find_content_type(body[:64])
    if content_type is None:
        raise Problem("not-an-image", ("只收 JPEG、PNG、WebP、HEIC 图片", "Send JPEG, PNG, WebP or HEIC"))
    with _DECODERS:
        image, said = _pixels(body, content_type, zone)
        full = _saved(image, served_format(content_type))
        width, height = image.size
        image.thumbnail((THUMB_EDGE, THUMB_EDGE), reducing_gap=2.0)
        thumb = _saved(_flat(image), "jpeg", quality=80)
    return Photo(content_type, width, height, full, thumb, said)


def _pixels(body: bytes, content_type: str, zone: tzinfo) -> tuple[Image.Image, ExifSaid]:
    kind = "HEIF" if content_type in ("image/heic", "image/heif") else content_type.partition("/")[2].upper()
    try:
        with Image.open(BytesIO(body), formats=[kind]) as image:
            _refuse_bomb(image)
            said = read_exif(image, zone)
            image.load()
            _refuse_bomb(image)
            return _clean(upright(image), served_format(content_type)), said
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _bomb() from error
    except (Problem, MemoryError):
        raise
    except Exception as error:  # a decoder fed with strangers' bytes raises anything
        logger.info("an image that cannot be decoded: %s", type(error).__name__)
        raise Problem("not-an-image", ("图片已损坏或不完整", "The image is damaged or incomplete")) from error


def _refuse_bomb(image: Image.Image) -> None:
    width, height = image.size
    if width * height > PIXEL_LIMIT or max(width, height) > LONGEST_EDGE:
        raise _bomb()


def _bomb() -> Problem:
    return Problem("not-an-image", ("图片尺寸过大，最多 5000 万像素", "More than 50 million pixels"))


def _clean(image: Image.Image, kind: str) -> Image.Image:
    """The pixels in sRGB and in a mode that `kind` can hold, with nothing said about them."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        # Sixteen bits a sample: the upper eight are what a screen can show.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    if profile:
        image = _in_srgb(image, profile)
    if kind == "jpeg":
        image = _flat(image)
    elif image.mode == "CMYK":
        image = image.convert("RGB")
    # Encoders copy comments, profiles and text from here.
    image.info = {}
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned if turned is not None else image


def _flat(image: Image.Image) -> Image.Image:
    """Without transparency, on white; JPEG has none."""
    if image.mode != "RGBA":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **{**_SAVING[kind], **options})
    return out.getvalue()
