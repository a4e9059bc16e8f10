"""A declared photo belongs to who declared it: attacks on another's, and content that is not what was declared."""

from base64 import b64encode
from hashlib import sha256

import pytest

from gridops.db.ids import new_id
from gridops.media import files
from gridops.media.queries import find_media

WORKER, ATTACKER = "worker.qingyang", "worker2.qingyang"


def declared(media_id, body, stage="before"):
    return {
        "client_id": str(media_id),
        "sha256": sha256(body).hexdigest(),
        "content_type": "image/jpeg",
        "size": len(body),
        "stage": stage,
    }


def put(service, username, media_id, body):
    return service.client(username).put(f"/api/v1/media/{media_id}", data=body)


def begin(service, username, media_id, body):
    said = {"client_id": str(media_id), "sha256": sha256(body).hexdigest()}
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(body)),
        "Upload-Metadata": ", ".join(f"{k} {b64encode(v.encode()).decode()}" for k, v in said.items()),
    }
    return service.client(username).post("/api/v1/uploads", headers=headers)


def append(service, username, address, body):
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    return service.client(username).patch(address, data=body, headers=headers)


def code_of(response):
    return response.status_code, response.json["code"]


def photos_of(service, case, username="dispatcher.qingyang"):
    case = service.client(username).get(f"/api/v1/incidents/{case['id']}").json
    return {m["client_id"]: m["arrived"] for m in case["media"]}


def set_aside(service):
    folder = service.settings.media_dir / files.ASIDE
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def pending(service, photo):
    """A case of the worker's with a photo that is still under way: (case, the photo's id, its bytes)."""
    media_id, body = new_id(), photo(size=(400, 300))
    return service.report(WORKER, media=[declared(media_id, body)]), media_id, body


@pytest.mark.parametrize("username", [ATTACKER, "dispatcher.qingyang", "supervisor.qingyang", "admin"])
def test_anothers_pending_photo_cannot_be_sent(service, photo, pending, username):
    case, media_id, body = pending
    for sent in (photo("PNG"), body):
        assert code_of(put(service, username, media_id, sent)) == (404, "not-found")
        assert code_of(begin(service, username, media_id, sent)) == (404, "not-found")
    assert photos_of(service, case) == {str(media_id): False}
    assert put(service, WORKER, media_id, body).status_code == 201
    assert photos_of(service, case) == {str(media_id): True}
    assert set_aside(service) == []


def test_an_upload_begun_before_the_photo_was_declared_ends_in_a_refusal(service, photo):
    media_id, body, other = new_id(), photo(), photo("PNG")
    address = begin(service, ATTACKER, media_id, other).headers["Location"]
    case = service.report(WORKER, media=[declared(media_id, body)])
    assert code_of(append(service, ATTACKER, address, other)) == (404, "not-found")
    assert put(service, WORKER, media_id, body).status_code == 201
    assert photos_of(service, case) == {str(media_id): True}


def test_what_somebody_sent_under_the_id_beforehand_neither_counts_nor_keeps_the_owner_out(service, photo):
    media_id, body, other = new_id(), photo(), photo("PNG")
    assert put(service, ATTACKER, media_id, other).status_code == 201
    case = service.report(WORKER, media=[declared(media_id, body)])
    assert [m["arrived"] for m in case["media"]] == [False]
    assert photos_of(service, case) == {str(media_id): False}
    assert put(service, WORKER, media_id, body).status_code == 201
    assert photos_of(service, case) == {str(media_id): True}
    shown = service.client("dispatcher.qingyang").get(f"/api/v1/media/{media_id}")
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert [name[:36] for name in set_aside(service)] == [str(media_id)]
    assert code_of(service.client(ATTACKER).put(f"/api/v1/media/{media_id}", data=other)) == (
        404,
        "not-found",
    )


def test_content_that_was_not_declared_is_refused_and_set_aside(service, photo, pending):
    case, media_id, body = pending
    other = photo("PNG")
    for _ in range(2):
        assert code_of(put(service, WORKER, media_id, other)) == (422, "digest-mismatch")
    assert code_of(begin(service, WORKER, media_id, other)) == (422, "digest-mismatch")
    assert photos_of(service, case) == {str(media_id): False}
    (name,) = set_aside(service)
    assert name == f"{media_id}-{service.client(WORKER).actor['id']}-{sha256(other).hexdigest()[:16]}"
    assert (service.settings.media_dir / files.ASIDE / name).read_bytes() == other
    for username in (WORKER, "dispatcher.qingyang"):
        assert code_of(service.client(username).get(f"/api/v1/media/{media_id}")) == (404, "not-found")
    assert put(service, WORKER, media_id, body).status_code == 201


def test_content_that_was_not_declared_does_not_come_in_by_pieces(service, photo, pending):
    case, media_id, _ = pending
    other = photo("PNG")
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(other)),
               "Upload-Metadata": f"client_id {b64encode(str(media_id).encode()).decode()}"}  # fmt: skip
    address = service.client(WORKER).post("/api/v1/uploads", headers=headers).headers["Location"]
    assert code_of(append(service, WORKER, address, other)) == (422, "digest-mismatch")
    assert photos_of(service, case) == {str(media_id): False}
    assert len(set_aside(service)) == 1


def test_what_arrived_before_its_report_with_other_content_is_not_shown_as_arrived(service, photo):
    media_id, body, other = new_id(), photo(), photo("PNG")
    put(service, WORKER, media_id, other)
    case = service.report(WORKER, media=[declared(media_id, body)])
    assert photos_of(service, case) == {str(media_id): False}
    assert code_of(service.client("dispatcher.qingyang").get(f"/api/v1/media/{media_id}")) == (
        404,
        "not-found",
    )
    assert put(service, WORKER, media_id, body).status_code == 201
    assert photos_of(service, case) == {str(media_id): True}


def test_a_photo_declared_with_a_move_belongs_to_who_made_the_move(service, photo):
    media_id, body = new_id(), photo()
    case = service.report("dispatcher.qingyang")
    unit = service.client("handler.qingyang").actor["units"][0]
    case = service.act("dispatcher.qingyang", case, "file")
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[unit])
    case = service.act("handler.qingyang", case, "accept")
    sent = [declared(media_id, body, "after")]
    case = service.act("handler.qingyang", case, "handle", kind="other", note="好了", media=sent)
    assert code_of(put(service, "dispatcher.qingyang", media_id, photo("PNG"))) == (404, "not-found")
    assert code_of(put(service, "handler.qingyang", media_id, photo("PNG"))) == (422, "digest-mismatch")
    assert put(service, "handler.qingyang", media_id, body).status_code == 201
    assert photos_of(service, case) == {str(media_id): True}


def test_declaring_anothers_photo_takes_it_from_nobody_and_never_shows_it_as_arrived(service, pending):
    case, media_id, body = pending
    stolen = service.report(ATTACKER, media=[declared(media_id, body)])
    assert put(service, WORKER, media_id, body).status_code == 201
    assert photos_of(service, case) == {str(media_id): True}
    assert photos_of(service, stolen) == {str(media_id): False}
    listed = service.client("dispatcher.qingyang").get("/api/v1/incidents").json["items"]
    arrived = {c["id"]: [m["arrived"] for m in c["media"]] for c in listed}
    assert (arrived[case["id"]], arrived[stolen["id"]]) == ([True], [False])


def test_who_sends_what_he_did_not_declare_does_not_fill_the_disk(service, photo, pending, monkeypatch):
    _, media_id, _ = pending
    first = photo("PNG", size=(640, 480))
    monkeypatch.setattr(files, "ASIDE_LIMIT_BYTES", len(first))
    assert code_of(put(service, WORKER, media_id, first)) == (422, "digest-mismatch")
    assert code_of(put(service, WORKER, media_id, photo("PNG", size=(32, 24)))) == (422, "digest-mismatch")
    assert len(set_aside(service)) == 1
    with service.database.transaction() as session:
        assert find_media(session, media_id) is None
