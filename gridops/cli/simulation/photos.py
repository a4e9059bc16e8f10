"""Small photos as a phone takes them: a JPEG of its own each time, with position and time in its EXIF."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from gridops.cli.simulation.ground import Spot

SIZE = (320, 240)
_GRAIN = (16, 12)
_MAKE, _MODEL, _ORIENTATION, _TAKEN = 0x010F, 0x0110, 0x0112, 0x9003
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825


@dataclass(frozen=True)
class Photo:
    """A photo with the id its phone gave it; `stage` is before or after."""

    client_id: str
    stage: str
    body: bytes = field(repr=False)

    def declaration(self) -> Mapping[str, Any]:
        """What a report or a move says of it."""
        return {
            "client_id": self.client_id,
            "sha256": hashlib.sha256(self.body).hexdigest(),
            "content_type": "image/jpeg",
            "size": len(self.body),
            "stage": self.stage,
        }


def take_photo(rng: Random, *, client_id: str, stage: str, spot: Spot | None, at: datetime) -> Photo:
    """A photo taken at a place and a time; the same chance gives the same pixels."""
    grain = Image.frombytes("RGB", _GRAIN, rng.randbytes(3 * _GRAIN[0] * _GRAIN[1]))
    buffer = BytesIO()
    exif = _exif(rng, spot, at)
    grain.resize(SIZE, Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=70, exif=exif)
    return Photo(client_id, stage, buffer.getvalue())


def _exif(rng: Random, spot: Spot | None, at: datetime) -> Image.Exif:
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = "Simulated", rng.choice(("P-1", "P-2", "P-3"))
    exif[_ORIENTATION] = rng.choice((1, 1, 1, 6, 8))
    exif.get_ifd(_EXIF_IFD)[_TAKEN] = at.strftime("%Y:%m:%d %H:%M:%S")
    if spot is not None:
        gps = exif.get_ifd(_GPS_IFD)
        gps[1], gps[2] = "N", _sexagesimal(spot.lat)
        gps[3], gps[4] = "E", _sexagesimal(spot.lon)
    return exif


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)
