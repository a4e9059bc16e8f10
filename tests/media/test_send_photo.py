"""PUT and GET of whole photos, over HTTP."""

from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from gridops.db.ids import new_id
from gridops.media.queries import find_media

WORKER, STRANGER = "worker.qingyang", "worker.gaotuan"


def at(media_id, query=""):
    return f"/api/v1/media/{media_id}{query}"


def code_of(response):
    return response.status_code, response.json["code"]


def row_of(service, media_id):
    with service.database.transaction() as session:
        return find_media(session, media_id)


def test_what_is_no_image_is_refused(service, photo):
    client = service.client(WORKER)
    for body in (b"", b"not a photo", photo("GIF"), photo()[:2000]):
        media_id = new_id()
        assert code_of(client.put(at(media_id), data=body)) == (422, "not-an-image")
        assert row_of(service, media_id) is None


def test_a_body_that_differs_from_its_digest_is_refused(service, photo, content_digest):
    media_id = new_id()
    answer = service.client(WORKER).put(at(media_id), data=photo(), headers=content_digest(photo("PNG")))
    assert code_of(answer) == (422, "digest-mismatch")
    assert row_of(service, media_id) is None


def test_a_malformed_digest_is_refused(service, photo):
    answer = service.client(WORKER).put(at(new_id()), data=photo(), headers={"Content-Digest": "sha-256=x"})
    assert code_of(answer) == (400, "bad-request")


def test_a_body_over_the_limit_is_refused_with_the_limit(service):
    answer = service.client(WORKER).put(at(new_id()), data=b"\xff\xd8\xff" + b"x" * 10_000_000)
    assert code_of(answer) == (413, "too-large")
    assert answer.json["limit_bytes"] == 10_000_000


def test_a_body_that_was_cut_short_is_refused(service, photo):
    body = photo()
    cut = {"CONTENT_LENGTH": str(len(body))}
    answer = service.client(WORKER).put(at(new_id()), data=body[:-10], environ_overrides=cut)
    assert code_of(answer) == (400, "bad-request")


def test_a_piece_is_sent_elsewhere(service, photo):
    headers = {"Content-Range": "bytes 0-99/200"}
    answer = service.client(WORKER).put(at(new_id()), data=photo(), headers=headers)
    assert code_of(answer) == (400, "bad-request")


def test_a_full_disk_is_told_and_leaves_no_row(service, photo, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    media_id = new_id()
    client = service.client(WORKER)
    with monkeypatch.context() as patched:
        patched.setattr("gridops.media.files.os.fsync", full)
        assert code_of(client.put(at(media_id), data=photo())) == (507, "storage-full")
    assert row_of(service, media_id) is None
    assert client.put(at(media_id), data=photo()).status_code == 201


def test_a_photo_arrives_once_however_often_it_is_sent(service, photo, content_digest):
    media_id, body = new_id(), photo(size=(400, 300))
    client = service.client(WORKER)
    first = client.put(at(media_id), data=body, headers=content_digest(body))
    again = client.put(at(media_id), data=body, headers={"Digest": digest_of(body)})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json == {
        "client_id": str(media_id),
        "sha256": sha256(body).hexdigest(),
        "content_type": "image/jpeg",
        "size": len(body),
        "width": 400,
        "height": 300,
        "arrived_at": first.json["arrived_at"],
    }


def digest_of(body):
    return f"SHA-256={b64encode(sha256(body).digest()).decode()}"


def test_other_content_under_the_same_id_is_refused(service, photo):
    media_id = new_id()
    client = service.client(WORKER)
    client.put(at(media_id), data=photo())
    assert code_of(client.put(at(media_id), data=photo("PNG"))) == (409, "media-conflict")
    assert client.get(at(media_id)).mimetype == "image/jpeg"


def test_another_account_learns_nothing_of_the_photo(service, photo):
    media_id, body = new_id(), photo()
    service.client(WORKER).put(at(media_id), data=body)
    answer = service.client(STRANGER).put(at(media_id), data=body)
    assert code_of(answer) == (409, "media-conflict")
    assert sha256(body).hexdigest() not in answer.text


def test_a_photo_is_not_found_by_those_who_may_not_see_it(service, photo):
    media_id = new_id()
    service.client(WORKER).put(at(media_id), data=photo())
    assert code_of(service.client(STRANGER).get(at(media_id))) == (404, "not-found")
    assert code_of(service.client(STRANGER).get(at(uuid4()))) == (404, "not-found")


def test_an_unknown_size_is_refused_by_name(service, photo):
    media_id = new_id()
    client = service.client(WORKER)
    client.put(at(media_id), data=photo())
    answer = client.get(at(media_id, "?size=huge"))
    assert code_of(answer) == (422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/size"


def test_the_sender_sees_his_photo_without_what_it_said(service, photo, gps):
    media_id = new_id()
    client = service.client(WORKER)
    client.put(at(media_id), data=photo(gps=gps, taken="2026:11:22 09:30:00", orientation=6))
    row = row_of(service, media_id)
    assert (row.exif_lon, row.exif_lat) == (pytest.approx(121.255), pytest.approx(37.51))
    assert row.exif_at.isoformat() == "2026-11-22T01:30:00+00:00"
    for query, edges in (("", (480, 640)), ("?size=full", (480, 640)), ("?size=thumb", (240, 320))):
        answer = client.get(at(media_id, query))
        image = Image.open(BytesIO(answer.data))
        assert image.size == edges
        assert dict(image.getexif()) == {}


def test_a_photo_is_served_for_one_reader_and_for_good(service, photo):
    media_id = new_id()
    client = service.client(WORKER)
    client.put(at(media_id), data=photo("PNG"))
    answer = client.get(at(media_id))
    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    thumb = client.get(at(media_id, "?size=thumb"))
    assert thumb.mimetype == "image/jpeg"
    assert thumb.headers["ETag"] != answer.headers["ETag"]
    again = client.get(at(media_id), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_who_sees_a_case_sees_its_photo_and_who_does_not_does_not(service, photo):
    media_id, body = new_id(), photo()
    declared = {
        "client_id": str(media_id),
        "sha256": sha256(body).hexdigest(),
        "content_type": "image/jpeg",
        "size": len(body),
        "stage": "before",
    }
    service.report(WORKER, media=[declared])
    service.client(WORKER).put(at(media_id), data=body)
    assert row_of(service, media_id).is_claimed
    assert code_of(service.client(STRANGER).get(at(media_id))) == (404, "not-found")
    assert service.client("dispatcher.qingyang").get(at(media_id, "?size=thumb")).status_code == 200
