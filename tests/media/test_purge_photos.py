"""Claims, and what becomes of photos that nobody claims."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from gridops import clock
from gridops.db.ids import new_id
from gridops.keeping.queries import keep_all
from gridops.media.files import append_bytes, partial_path, set_aside
from gridops.media.purging import UNCLAIMED_LIFE, claim, purge_unclaimed, sweep_orphans
from gridops.media.queries import arrived
from gridops.media.storing import store
from gridops.media.uploading import begin_upload
from tests.media.conftest import make_photo

ROLE = "gridops_system"
SENDER = uuid4()
DIGEST = sha256(make_photo()).digest()


@pytest.fixture
def keep_photo(service, tmp_path, photo):
    """Stores a photo under a fresh id, or the given one."""

    def keep(media_id: UUID | None = None) -> UUID:
        found = media_id or new_id()
        with service.database.transaction() as session:
            store(
                session,
                account_id=SENDER,
                media_id=found,
                body=photo(),
                settings_media_dir=tmp_path,
                expected_sha256=None,
            )
        return found

    return keep


def purge(service, folder):
    with service.database.transaction(ROLE) as session:
        return purge_unclaimed(session, folder)


def rows_of(service, ids):
    with service.database.transaction() as session:
        return arrived(session, ids)


def are_there(service, ids):
    return set(rows_of(service, ids))


def claim_all(service, ids):
    with service.database.transaction() as session:
        claim(session, SENDER, dict.fromkeys(ids, DIGEST))


def files_of(folder, media_id):
    return [path for path in folder.rglob(f"{media_id}*") if path.is_file()]


def test_an_unclaimed_photo_stays_a_week_and_goes_with_its_files(service, tmp_path, keep_photo):
    media_id = keep_photo()
    purge(service, tmp_path)
    assert are_there(service, [media_id]) == {media_id}
    with clock.frozen(clock.now() + UNCLAIMED_LIFE + timedelta(minutes=1)):
        assert purge(service, tmp_path) >= 1
    assert are_there(service, [media_id]) == set()
    assert files_of(tmp_path, media_id) == []


def test_a_claimed_photo_stays_whichever_came_first(service, tmp_path, keep_photo):
    before, after = keep_photo(), new_id()
    claim_all(service, [before, after, before])
    keep_photo(after)
    assert all(row.is_claimed for row in rows_of(service, [before, after]).values())
    with clock.frozen(clock.now() + timedelta(days=400)):
        purge(service, tmp_path)
    assert are_there(service, [before, after]) == {before, after}
    assert len(files_of(tmp_path, after)) == 2


def test_a_claim_and_an_arrival_that_cross_keep_the_photo(service, tmp_path, photo):
    media_id = new_id()
    with service.database.transaction() as claiming, service.database.transaction() as storing:
        claim(claiming, SENDER, {media_id: DIGEST})
        store(
            storing,
            account_id=SENDER,
            media_id=media_id,
            body=photo(),
            settings_media_dir=tmp_path,
            expected_sha256=None,
        )
    with clock.frozen(clock.now() + timedelta(days=400)):
        purge(service, tmp_path)
    assert are_there(service, [media_id]) == {media_id}


def test_a_purge_that_fails_loses_no_file(service, tmp_path, keep_photo):
    media_id = keep_photo()

    def purge_and_fail() -> None:
        with service.database.transaction(ROLE) as session:
            assert purge_unclaimed(session, tmp_path) >= 1
            raise RuntimeError("the commit never comes")

    with clock.frozen(clock.now() + timedelta(days=8)), pytest.raises(RuntimeError):
        purge_and_fail()
    assert are_there(service, [media_id]) == {media_id}
    assert len(files_of(tmp_path, media_id)) == 2


def test_an_expired_upload_goes_with_its_bytes(service, tmp_path):
    with service.database.transaction() as session:
        upload = begin_upload(session, account_id=uuid4(), length=10)
    append_bytes(tmp_path, upload.id, offset=0, content=b"abc")
    purge(service, tmp_path)
    assert partial_path(tmp_path, upload.id).exists()
    with clock.frozen(clock.now() + timedelta(days=8)):
        purge(service, tmp_path)
    assert not partial_path(tmp_path, upload.id).exists()


def test_files_without_a_row_are_swept_once_they_are_old(service, tmp_path, keep_photo):
    kept, lost = keep_photo(), uuid4()
    folder = tmp_path / "ab" / "cd"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{lost}-full.jpg").write_bytes(b"x")
    (tmp_path / "incoming" / f"{lost}-full-0.part").write_bytes(b"x")
    append_bytes(tmp_path, lost, offset=0, content=b"x")
    with service.database.transaction(ROLE) as session:
        assert sweep_orphans(session, tmp_path) == 0
    with clock.frozen(clock.now() + timedelta(days=8)), service.database.transaction(ROLE) as session:
        assert sweep_orphans(session, tmp_path) == 3
    assert files_of(tmp_path, lost) == []
    assert len(files_of(tmp_path, kept)) == 2


def test_what_was_claimed_with_other_content_goes_like_what_nobody_claims(service, tmp_path, keep_photo):
    media_id = keep_photo()
    with service.database.transaction() as session:
        claim(session, SENDER, {media_id: sha256(b"what was declared").digest()})
    with clock.frozen(clock.now() + UNCLAIMED_LIFE + timedelta(minutes=1)):
        purge(service, tmp_path)
    assert are_there(service, [media_id]) == set()


def test_what_was_set_aside_goes_after_a_week(service, tmp_path):
    assert set_aside(tmp_path, new_id(), SENDER, b"not what was declared")
    with service.database.transaction(ROLE) as session:
        assert sweep_orphans(session, tmp_path) == 0
    with (
        clock.frozen(clock.now() + UNCLAIMED_LIFE + timedelta(minutes=1)),
        service.database.transaction(ROLE) as session,
    ):
        assert sweep_orphans(session, tmp_path) == 1


def test_while_a_copy_is_taken_no_photo_goes(service, keep_photo, tmp_path, monkeypatch):
    media_id = keep_photo()
    later = clock.now() + UNCLAIMED_LIFE + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with service.database.transaction() as keeping:
        keep_all(keeping)
        assert purge(service, tmp_path) == 0
        assert are_there(service, [media_id]) == {media_id}
    assert purge(service, tmp_path) == 1
    assert are_there(service, [media_id]) == set()
