"""Photos that come in pieces (tus 1.0.0), over HTTP."""

from base64 import b64encode
from datetime import timedelta
from hashlib import sha256

import pytest

from gridops import clock
from gridops.db.ids import new_id
from gridops.media.queries import find_media
from gridops.media.uploading import UPLOAD_LIFE

WORKER, STRANGER = "worker.qingyang", "worker2.qingyang"
VERSION = {"Tus-Resumable": "1.0.0"}
UPLOADS = "/api/v1/uploads"


def begin(client, length, **said):
    """A new upload's address."""
    pairs = ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in said.items())
    headers = {**VERSION, "Upload-Length": str(length), "Upload-Metadata": pairs}
    answer = client.open("POST", UPLOADS, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(client, address, offset, piece, *, kind="application/offset+octet-stream", announced=None):
    """A PATCH of `piece`; with `announced` more bytes were promised than come."""
    headers = {**VERSION, "Upload-Offset": str(offset), "Content-Type": kind}
    cut = {"CONTENT_LENGTH": str(announced)} if announced else {}
    return client.open("PATCH", address, data=piece, headers=headers, environ_overrides=cut)


def ask(client, address):
    return client.open("HEAD", address, headers=VERSION)


def offset_of(client, address):
    return int(ask(client, address).headers["Upload-Offset"])


def row_of(service, media_id):
    with service.database.transaction() as session:
        return find_media(session, media_id)


@pytest.mark.parametrize("version", [{}, {"Tus-Resumable": "0.2.2"}])
def test_another_version_of_the_protocol_is_refused(service, version):
    answer = service.client(WORKER).open("POST", UPLOADS, headers={"Upload-Length": "5", **version})
    assert (answer.status_code, answer.json["status"]) == (412, 412)
    assert answer.headers["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [(None, 400, "bad-request"), ("-1", 400, "bad-request"), ("x", 400, "bad-request"),
     ("0", 422, "invalid"), ("10000001", 413, "too-large")],
)  # fmt: skip
def test_an_impossible_length_is_refused(service, length, status, code):
    headers = {**VERSION, **({"Upload-Length": length} if length else {})}
    answer = service.client(WORKER).open("POST", UPLOADS, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.headers["Tus-Resumable"] == "1.0.0"


def test_an_upload_is_its_owners_alone(service, photo):
    body = photo()
    mine, other = service.client(WORKER), service.client(STRANGER)
    address = begin(mine, len(body))
    assert ask(other, address).status_code == 404
    assert send(other, address, 0, body).status_code == 404
    assert other.open("DELETE", address, headers=VERSION).status_code == 404
    assert offset_of(mine, address) == 0


def test_a_piece_at_the_wrong_offset_is_refused_with_the_right_one(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    assert send(client, address, 0, body[:100]).status_code == 204
    for offset in (0, 99, 101, len(body) + 1):
        answer = send(client, address, offset, body[100:])
        assert (answer.status_code, answer.json["code"]) == (409, "upload-conflict")
        assert answer.json["offset"] == 100


def test_more_than_was_announced_is_refused(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    assert send(client, address, 0, body + b"x").status_code == 413
    assert offset_of(client, address) == 0


def test_another_content_type_is_refused(service, photo):
    client = service.client(WORKER)
    address = begin(client, 100)
    answer = send(client, address, 0, b"x", kind="image/jpeg")
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported-media")


def test_what_is_no_image_ends_its_upload(service):
    client = service.client(WORKER)
    address = begin(client, 9)
    answer = send(client, address, 0, b"no image!")
    assert (answer.status_code, answer.json["code"]) == (422, "not-an-image")
    assert ask(client, address).status_code == 404


def test_content_that_differs_from_its_hash_ends_its_upload(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body), sha256=sha256(b"other").hexdigest())
    answer = send(client, address, 0, body)
    assert (answer.status_code, answer.json["code"]) == (422, "digest-mismatch")
    assert ask(client, address).status_code == 404


def test_an_id_that_is_taken_is_refused_before_a_byte_is_sent(service, photo):
    media_id = new_id()
    service.client(STRANGER).put(f"/api/v1/media/{media_id}", data=photo())
    pairs = f"client_id {b64encode(str(media_id).encode()).decode()}"
    headers = {**VERSION, "Upload-Length": "100", "Upload-Metadata": pairs}
    answer = service.client(WORKER).open("POST", UPLOADS, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "media-conflict")


def test_an_upload_that_has_expired_is_gone(service, photo):
    client = service.client(WORKER)
    address = begin(client, 100)
    with clock.frozen(clock.now() + UPLOAD_LIFE + timedelta(seconds=1)):
        assert ask(client, address).status_code == 410


def test_options_tell_what_is_offered(service):
    answer = service.client(WORKER).open("OPTIONS", UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == "10000000"
    assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "expiration", "termination"}


def test_pieces_become_the_same_photo_as_a_whole_body(service, photo, gps):
    body, media_id = photo(gps=gps), new_id()
    client = service.client(WORKER)
    digest = sha256(body).hexdigest()
    address = begin(client, len(body), client_id=str(media_id), filetype="image/jpeg", sha256=digest)
    half = len(body) // 2
    first = send(client, address, 0, body[:half])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(half))
    assert "Upload-Expires" in first.headers
    assert row_of(service, media_id) is None
    last = send(client, address, half, body[half:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(body)))
    row = row_of(service, media_id)
    assert (row.sha256, row.size, row.exif_lat) == (sha256(body).digest(), len(body), pytest.approx(37.51))
    again = client.put(f"/api/v1/media/{media_id}", data=body)
    assert again.status_code == 200
    assert client.get(f"/api/v1/media/{media_id}?size=thumb").mimetype == "image/jpeg"


def test_a_lost_answer_is_made_up_for_by_asking(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    send(client, address, 0, body)
    answer = ask(client, address)
    assert answer.headers["Upload-Offset"] == answer.headers["Upload-Length"] == str(len(body))
    assert answer.headers["Cache-Control"] == "no-store"
    assert send(client, address, len(body), b"").status_code == 204


def test_bytes_before_a_cut_are_kept(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    send(client, address, 0, body[:700], announced=len(body))
    assert offset_of(client, address) == 700
    assert send(client, address, 700, body[700:]).status_code == 204


def test_an_upload_without_metadata_makes_a_photo_under_its_own_id(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    send(client, address, 0, body)
    assert client.get(f"/api/v1/media/{address.rpartition('/')[2]}").status_code == 200


def test_a_full_disk_lets_the_upload_go_on_later(service, photo, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    send(client, address, 0, body[:300])
    with monkeypatch.context() as patched:
        patched.setattr("gridops.media.files.os.fsync", full)
        assert send(client, address, 300, body[300:]).status_code == 507
    assert offset_of(client, address) == 300
    assert send(client, address, 300, body[300:]).status_code == 204


def test_an_upload_can_be_given_up(service):
    client = service.client(WORKER)
    address = begin(client, 100)
    send(client, address, 0, b"abc")
    assert client.open("DELETE", address, headers=VERSION).status_code == 204
    assert ask(client, address).status_code == 404


def test_a_gateway_that_knows_only_post_is_got_around(service, photo):
    body = photo()
    client = service.client(WORKER)
    address = begin(client, len(body))
    headers = {
        **VERSION,
        "X-HTTP-Method-Override": "PATCH",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    assert client.open("POST", address, data=body[:50], headers=headers).status_code == 204
    assert offset_of(client, address) == 50
    headers["X-HTTP-Method-Override"] = "DELETE"
    assert client.open("POST", address, headers=headers).status_code == 204
    assert ask(client, address).status_code == 404
    assert client.open("POST", address, headers=VERSION).status_code == 405
