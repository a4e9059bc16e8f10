"""Storing one photo: what stays on disk, and two that try at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from gridops import clock
from gridops.db.ids import new_id
from gridops.errors import Problem
from gridops.media.storing import store, take_in
from gridops.media.uploading import append_piece, begin_upload


@pytest.fixture
def media_dir(tmp_path):
    return tmp_path / "photos"


@pytest.fixture
def race(service, media_dir):
    """Sends `first`, and `second` while the first one's transaction is open; what the second one gets."""

    def run(first: bytes, second: bytes, *, fails: bool = False):
        given = {
            "account_id": uuid4(),
            "media_id": new_id(),
            "settings_media_dir": media_dir,
            "expected_sha256": None,
        }

        def send_second():
            with service.database.transaction() as session:
                return take_in(session, body=second, **given)

        with ThreadPoolExecutor(1) as pool:
            try:
                with service.database.transaction() as session:
                    store(session, body=first, **given)
                    waiting = pool.submit(send_second)
                    with pytest.raises(TimeoutError):
                        waiting.result(timeout=0.5)
                    if fails:
                        raise ConnectionError
            except ConnectionError:
                assert fails
            return waiting.result(timeout=20)

    return run


def files_below(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_no_original_with_its_position_stays_on_disk(service, photo, gps, media_dir):
    body, account_id = photo(gps=gps, taken="2026:11:22 09:30:00"), uuid4()
    with service.database.transaction() as session:
        upload = begin_upload(session, account_id=account_id, length=len(body))
    half = len(body) // 2
    for offset, piece in ((0, body[:half]), (half, body[half:])):
        with service.database.transaction() as session:
            append_piece(
                session,
                account_id=account_id,
                upload_id=upload.id,
                offset=offset,
                piece=piece,
                media_dir=media_dir,
                zone=clock.zone("Asia/Shanghai"),
            )
    kept = files_below(media_dir)
    assert {path.name for path in kept} == {f"{upload.id}-full.jpg", f"{upload.id}-thumb.jpg"}
    assert not any(b"Exif" in path.read_bytes() for path in kept)


def test_the_same_photo_sent_twice_at_once_is_one(race, photo, media_dir):
    row, is_first = race(photo(), photo())
    assert not is_first
    assert row.size == len(photo())
    assert len(files_below(media_dir)) == 2


def test_other_content_sent_at_once_is_refused_and_harms_no_file(race, photo, media_dir):
    with pytest.raises(Problem) as refusal:
        race(photo(size=(40, 30)), photo("PNG"))
    assert refusal.value.kind.code == "media-conflict"
    assert {path.suffix for path in files_below(media_dir)} == {".jpg"}


def test_the_second_takes_the_place_of_a_first_that_failed(race, photo, media_dir):
    row, is_first = race(photo(), photo(size=(40, 30)), fails=True)
    assert is_first
    assert row.width == 40
    assert len(files_below(media_dir)) == 2
