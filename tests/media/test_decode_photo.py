"""From a stranger's bytes to a photo that can be shown."""

import struct
import zlib
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from gridops.clock import zone
from gridops.errors import Problem
from gridops.media.decoding import decode_photo
from gridops.media.rules import PIXEL_LIMIT

SHANGHAI = zone("Asia/Shanghai")
SECRETS = (b"Exif", b"GPS", b"http://ns.adobe.com/xap", b"who took it", b"2026:11:22")


def opened(content):
    return Image.open(BytesIO(content))


def is_red(pixel):
    return pixel[0] > 200 and pixel[1] < 60 and pixel[2] < 60


def refused(body):
    with pytest.raises(Problem) as refusal:
        decode_photo(body, SHANGHAI)
    return refusal.value.kind.code


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width, height):
    """A PNG of a few bytes that unfolds to width × height."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + rows + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_was_cut_off_is_no_image(photo, kind):
    whole = photo(kind)
    assert refused(whole[: len(whole) // 2]) == "not-an-image"


def test_a_right_head_with_nonsense_behind_is_no_image():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    for head in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP", heic):
        assert refused(head + b"nonsense" * 50) == "not-an-image"
    assert refused(b"") == "not-an-image"


def test_a_gif_is_refused(photo):
    assert refused(photo("GIF")) == "not-an-image"


@pytest.mark.parametrize("edges", [(8000, 6251), (10_000, 10_000), (60_000, 60_000), (70_000, 1)])
def test_a_decompression_bomb_is_refused_by_its_header(edges):
    with pytest.raises(Problem, match="not-an-image: More than 50 million pixels"):
        decode_photo(png_that_claims(*edges), SHANGHAI)


def test_the_pixel_limit_lets_large_phone_cameras_through():
    assert PIXEL_LIMIT > 8064 * 6048


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_position_and_time_are_told_and_not_served(photo, gps, kind):
    body = photo(kind, gps=gps, taken="2026:11:22 09:30:00")
    made = decode_photo(body, SHANGHAI)
    assert made.said.lon == pytest.approx(121.255)
    assert made.said.lat == pytest.approx(37.51)
    assert made.said.at.isoformat() == "2026-11-22T01:30:00+00:00"
    for content in (made.full, made.thumb):
        assert dict(opened(content).getexif()) == {}
        assert not any(secret in content for secret in SECRETS)


def test_comments_xmp_text_and_what_follows_the_picture_are_not_served(photo):
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>who took it</x:xmpmeta>"
    jpeg = photo(comment="who took it", xmp=xmp) + b"who took it" * 20
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "who took it")
    png = photo("PNG", pnginfo=text)
    webp = photo("WEBP", xmp=xmp)
    for body in (jpeg, png, webp):
        assert b"who took it" in body
        made = decode_photo(body, SHANGHAI)
        assert b"who took it" not in made.full
        assert b"who took it" not in made.thumb


def test_a_turned_photo_is_served_upright(photo):
    # Orientation 6: the camera's left edge is the picture's top.
    made = decode_photo(photo(size=(640, 480), orientation=6), SHANGHAI)
    assert (made.width, made.height) == (480, 640)
    image = opened(made.full)
    assert image.size == (480, 640)
    assert is_red(image.getpixel((240, 10)))
    assert not is_red(image.getpixel((240, 630)))
    assert opened(made.thumb).size == (240, 320)


def test_heic_is_served_as_jpeg_without_what_it_said(gps):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update(gps)
    out = BytesIO()
    image = Image.new("RGB", (320, 200), "red")
    pillow_heif.from_pillow(image).save(out, exif=exif.tobytes())
    made = decode_photo(out.getvalue(), SHANGHAI)
    assert made.content_type == "image/heic"
    assert (made.width, made.height) == (320, 200)
    assert made.said.lat == pytest.approx(37.51)
    assert opened(made.full).format == "JPEG"
    assert b"Exif" not in made.full
    assert is_red(opened(made.full).getpixel((100, 100)))


def test_a_thumbnail_is_a_small_jpeg_on_white(photo):
    made = decode_photo(photo("PNG", mode="RGBA", size=(1600, 400), colour=(255, 0, 0, 255)), SHANGHAI)
    thumb = opened(made.thumb)
    assert (thumb.format, thumb.mode, thumb.size) == ("JPEG", "RGB", (320, 80))
    assert is_red(thumb.getpixel((20, 40)))
    assert min(thumb.getpixel((300, 40))) > 240
    assert opened(made.full).mode == "RGBA"


def test_a_small_photo_is_not_blown_up(photo):
    made = decode_photo(photo(size=(40, 30)), SHANGHAI)
    assert opened(made.thumb).size == (40, 30)


@pytest.mark.parametrize(
    ("kind", "mode", "colour"),
    [
        ("JPEG", "L", 200),
        ("JPEG", "CMYK", (0, 255, 255, 0)),
        ("PNG", "1", 1),
        ("PNG", "P", 3),
        ("PNG", "LA", (255, 255)),
    ],
)
def test_unusual_colours_are_taken_too(photo, kind, mode, colour):
    made = decode_photo(photo(kind, mode=mode, colour=colour), SHANGHAI)
    assert opened(made.full).size == (640, 480)
    assert opened(made.thumb).mode in ("L", "RGB")


def test_sixteen_bits_a_sample_keep_their_shades():
    out = BytesIO()
    Image.frombytes("I;16", (2, 1), struct.pack("<2H", 0, 0x8000)).save(out, "PNG")
    shown = opened(decode_photo(out.getvalue(), SHANGHAI).full).convert("L")
    assert [shown.getpixel((x, 0)) for x in (0, 1)] == [0, 128]


def test_a_colour_profile_is_applied_and_dropped(photo):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = decode_photo(photo(icc_profile=profile), SHANGHAI)
    assert "icc_profile" not in opened(made.full).info
    assert is_red(opened(made.full).getpixel((100, 100)))
    broken = decode_photo(photo(icc_profile=b"no profile at all"), SHANGHAI)
    assert is_red(opened(broken.full).getpixel((100, 100)))
