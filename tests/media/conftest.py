"""Photos for the tests of media, made on the spot: with a position, turned, transparent, too large."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image

GPS = {1: "N", 2: (37.0, 30.0, 36.0), 3: "E", 4: (121.0, 15.0, 18.0)}


def make_photo(
    kind: str = "JPEG",
    *,
    size: tuple[int, int] = (640, 480),
    mode: str = "RGB",
    gps: dict[int, Any] | None = None,
    taken: str | None = None,
    offset: str | None = None,
    orientation: int | None = None,
    colour: Any = None,
    **options: Any,
) -> bytes:
    """An image file, its left half in `colour` (red), with the EXIF that is asked for."""
    image = Image.new(mode, size)
    image.paste("red" if colour is None else colour, (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    if len(exif) or gps or taken:
        options["exif"] = exif.tobytes()
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def photo() -> Callable[..., bytes]:
    """The maker of image files."""
    return make_photo


@pytest.fixture
def gps() -> dict[int, Any]:
    """The EXIF of a place in Fushan: 37.51 N, 121.255 E."""
    return dict(GPS)


@pytest.fixture
def content_digest() -> Callable[[bytes], dict[str, str]]:
    """The Content-Digest header of a body."""
    return lambda body: {"Content-Digest": f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"}
