"""What a photo says of where and when it was taken. It goes into columns, never into what is served."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from PIL import ExifTags, Image, ImageOps

_STAMP = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True)
class ExifSaid:
    """Position in degrees as the phone wrote it (both or neither), and a time in UTC."""

    lon: float | None = None
    lat: float | None = None
    at: datetime | None = None


def read_exif(image: Image.Image, zone: tzinfo) -> ExifSaid:
    """What `image` says of itself; a time without a zone is taken to be of `zone`. Unreadable is unsaid."""
    try:
        exif = image.getexif()
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        taken = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    except Exception:  # a reader fed with strangers' bytes raises anything, and the photo is worth more
        return ExifSaid()
    lon, lat = _position(gps)
    return ExifSaid(lon, lat, _time(taken, zone))


def upright(image: Image.Image) -> Image.Image:
    """A loaded `image`, turned as its EXIF says; as it is where that cannot be read."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # as above: what is said of a photo is no reason to lose it
        return image.copy()


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    tags = ExifTags.GPS
    lat = _degrees(gps.get(tags.GPSLatitude), gps.get(tags.GPSLatitudeRef), ("N", "S"), 90)
    lon = _degrees(gps.get(tags.GPSLongitude), gps.get(tags.GPSLongitudeRef), ("E", "W"), 180)
    # Cameras without a fix write zeros.
    if lon is None or lat is None or (lon == 0 and lat == 0):
        return None, None
    return lon, lat


def _degrees(value: Any, ref: Any, refs: tuple[str, str], most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3600
    side = str(ref).strip("\x00 ").upper()
    if side not in refs or not math.isfinite(found) or not 0 <= found <= most:
        return None
    return -found if side == refs[1] else found


def _time(tags: Mapping[int, Any], zone: tzinfo) -> datetime | None:
    base = ExifTags.Base
    pairs = ((base.DateTimeOriginal, base.OffsetTimeOriginal), (base.DateTime, base.OffsetTime))
    for stamp, offset in pairs:
        try:
            naive = datetime.strptime(str(tags.get(stamp)).strip("\x00 "), _STAMP)  # noqa: DTZ007 - zone follows
            return naive.replace(tzinfo=_offset(tags.get(offset)) or zone).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _offset(value: Any) -> tzinfo | None:
    text = str(value).strip("\x00 ")
    if len(text) != 6 or text[0] not in "+-" or text[3] != ":" or not (text[1:3] + text[4:]).isdecimal():
        return None
    minutes = int(text[1:3]) * 60 + int(text[4:])
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
