"""Where and when a photo says it was taken, and what is not believed."""

from io import BytesIO

import pytest
from PIL import Image

from gridops.clock import zone
from gridops.media.exif import ExifSaid, read_exif, upright

SHANGHAI = zone("Asia/Shanghai")


def said_by(body):
    with Image.open(BytesIO(body)) as image:
        return read_exif(image, SHANGHAI)


def test_a_photo_without_exif_says_nothing(photo):
    assert said_by(photo()) == ExifSaid()


@pytest.mark.parametrize(
    "change",
    [
        {1: "X"},
        {1: None},
        {2: (91.0, 0.0, 0.0)},
        {4: (181.0, 0.0, 0.0)},
        {2: (37.0, 30.0)},
        {2: None},
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
    ],
)
def test_half_a_position_or_an_impossible_one_is_none(photo, gps, change):
    changed = {key: value for key, value in {**gps, **change}.items() if value is not None}
    found = said_by(photo(gps=changed))
    assert (found.lon, found.lat) == (None, None)


def test_south_and_west_are_negative(photo, gps):
    found = said_by(photo(gps={**gps, 1: "S", 3: "W"}))
    assert found.lat == pytest.approx(-37.51)
    assert found.lon == pytest.approx(-121.255)


def test_a_time_without_a_zone_is_of_the_deployment(photo):
    assert said_by(photo(taken="2026:11:22 09:30:00")).at.isoformat() == "2026-11-22T01:30:00+00:00"


def test_a_time_with_its_zone_keeps_it(photo):
    found = said_by(photo(taken="2026:11:22 09:30:00", offset="-03:30")).at
    assert found.isoformat() == "2026-11-22T13:00:00+00:00"


def test_a_nonsensical_zone_is_the_deployments(photo):
    found = said_by(photo(taken="2026:11:22 09:30:00", offset="+99:00")).at
    assert found.isoformat() == "2026-11-22T01:30:00+00:00"


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "0001:01:01 00:00:00", "yesterday", "2026:02:30 10:00:00"]
)
def test_a_time_that_never_was_is_none(photo, taken):
    assert said_by(photo(taken=taken)).at is None


def test_broken_exif_does_not_lose_the_photo(monkeypatch):
    def broken():
        raise SyntaxError("broken")

    image = Image.new("RGB", (4, 3))
    monkeypatch.setattr(image, "getexif", broken)
    assert read_exif(image, SHANGHAI) == ExifSaid()
    assert upright(image).size == (4, 3)
