"""The media folder: all of a photo or nothing of it."""

import errno
import os
from uuid import uuid4

import pytest

from gridops.errors import Problem
from gridops.media.files import append_bytes, bytes_at_hand, partial_path, staged

CONTENTS = {"ab/cd/one-full.jpg": b"full", "ab/cd/one-thumb.jpg": b"thumb"}


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def fail_from(call, number=errno.ENOSPC):
    """An os.fsync that fails from its n-th call on."""
    calls = []

    def fsync(handle):
        calls.append(handle)
        if len(calls) >= call:
            raise OSError(number, os.strerror(number))

    return fsync


@pytest.mark.parametrize("call", range(1, 9))
def test_a_full_disk_is_told_and_leaves_no_file(tmp_path, monkeypatch, call):
    monkeypatch.setattr("gridops.media.files.os.fsync", fail_from(call))
    with pytest.raises(Problem) as refusal, staged(tmp_path / "media", CONTENTS) as files:
        files.publish()
    assert refusal.value.kind.code == "storage-full"
    assert files_below(tmp_path) == []


def test_a_photo_takes_eight_steps_to_be_durable(tmp_path, monkeypatch):
    # So many has the test above to fail at; the last comes after the files are in place.
    monkeypatch.setattr("gridops.media.files.os.fsync", fail_from(9))
    with staged(tmp_path / "media", CONTENTS) as files:
        files.publish()
    assert files_below(tmp_path / "media") == sorted(CONTENTS)


def test_a_used_up_quota_is_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("gridops.media.files.os.fsync", fail_from(1, errno.EDQUOT))
    with pytest.raises(Problem) as refusal, staged(tmp_path, CONTENTS):
        pass
    assert refusal.value.kind.code == "storage-full"


def test_other_failures_of_the_disk_are_not_dressed_up(tmp_path, monkeypatch):
    monkeypatch.setattr("gridops.media.files.os.fsync", fail_from(1, errno.EIO))
    with pytest.raises(OSError, match="Input/output"), staged(tmp_path, CONTENTS):
        pass
    assert files_below(tmp_path) == []


def test_what_is_not_published_is_not_kept(tmp_path):
    with staged(tmp_path, CONTENTS):
        assert len(files_below(tmp_path)) == 2
    assert files_below(tmp_path) == []


def test_published_files_lie_in_place_for_this_account_only(tmp_path):
    media_dir = tmp_path / "media"
    with staged(media_dir, CONTENTS) as files:
        files.publish()
    assert files_below(media_dir) == sorted(CONTENTS)
    assert (media_dir / "ab/cd/one-full.jpg").read_bytes() == b"full"
    assert media_dir.stat().st_mode & 0o077 == 0


def test_bytes_beyond_the_offset_are_cut_off(tmp_path):
    upload_id = uuid4()
    assert bytes_at_hand(tmp_path, upload_id) == 0
    append_bytes(tmp_path, upload_id, offset=0, content=b"abcdef")
    append_bytes(tmp_path, upload_id, offset=3, content=b"XY")
    assert partial_path(tmp_path, upload_id).read_bytes() == b"abcXY"
    assert bytes_at_hand(tmp_path, upload_id) == 5


def test_a_full_disk_is_told_to_an_upload_too(tmp_path, monkeypatch):
    monkeypatch.setattr("gridops.media.files.os.fsync", fail_from(1))
    with pytest.raises(Problem) as refusal:
        append_bytes(tmp_path, uuid4(), offset=0, content=b"abc")
    assert refusal.value.kind.code == "storage-full"
