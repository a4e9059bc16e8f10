"""What the first bytes of a file say, whatever its sender says."""

from uuid import UUID

import pytest

from gridops.media.rules import file_place, find_content_type, served_format

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_other_kinds_of_image_are_no_photo(photo, kind):
    assert find_content_type(photo(kind)[:64]) is None


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xd8",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp42isom",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1avifmiaf",
        b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00avifmiaf",
    ],
)
def test_films_documents_and_cut_heads_are_no_photo(head):
    assert find_content_type(head) is None


@pytest.mark.parametrize(
    ("kind", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_photos_are_told_by_their_first_bytes(photo, kind, content_type):
    assert find_content_type(photo(kind)[:64]) == content_type


def test_heic_is_told_by_its_brands():
    assert find_content_type(HEIC) == "image/heic"
    assert find_content_type(b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic") == "image/heic"
    assert find_content_type(b"\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00mif1") == "image/heif"


def test_a_brand_beyond_the_box_does_not_count():
    assert find_content_type(b"\x00\x00\x00\x14ftypisom\x00\x00\x00\x00isomheic") is None


def test_heic_is_served_as_jpeg_and_every_thumbnail_too():
    media_id = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    assert served_format("image/heic") == "jpeg"
    assert file_place(media_id, "full", "image/heic") == f"80/57/{media_id}-full.jpg"
    assert file_place(media_id, "full", "image/png") == f"80/57/{media_id}-full.png"
    assert file_place(media_id, "thumb", "image/png") == f"80/57/{media_id}-thumb.jpg"
