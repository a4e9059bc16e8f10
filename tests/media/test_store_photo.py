"""Storing one photo when two try at the same time."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from gridops.db.ids import new_id
from gridops.errors import Problem
from gridops.media.storing import store, take_in


@pytest.fixture
def race(service, tmp_path):
    """Sends `first`, and `second` while the first one's transaction is open; what the second one gets."""

    def run(first: bytes, second: bytes, *, fails: bool = False):
        given = {
            "account_id": uuid4(),
            "media_id": new_id(),
            "settings_media_dir": tmp_path,
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


def test_the_same_photo_sent_twice_at_once_is_one(race, photo, tmp_path):
    row, is_first = race(photo(), photo())
    assert not is_first
    assert row.size == len(photo())
    assert len(files_below(tmp_path)) == 2


def test_other_content_sent_at_once_is_refused_and_harms_no_file(race, photo, tmp_path):
    with pytest.raises(Problem) as refusal:
        race(photo(size=(40, 30)), photo("PNG"))
    assert refusal.value.kind.code == "media-conflict"
    assert {path.suffix for path in files_below(tmp_path)} == {".jpg"}


def test_the_second_takes_the_place_of_a_first_that_failed(race, photo, tmp_path):
    row, is_first = race(photo(), photo(size=(40, 30)), fails=True)
    assert is_first
    assert row.width == 40
    assert len(files_below(tmp_path)) == 2
