"""A disk that fills: photos are refused while there is still room for reports, and are taken again when there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridops.db.ids import new_id
from gridops.media import room
from tests.service import Service

TUS = {"Tus-Resumable": "1.0.0"}


def test_photos_are_refused_before_reports_are(
    service: Service, photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, body = service.client("worker.qingyang"), photo()
    begun = client.post("/api/v1/uploads", headers=TUS | {"Upload-Length": str(len(body))})
    assert begun.status_code == 201
    left = room.PHOTOS_LEAVE * service.settings.disk_reserve_mb * 1_000_000
    monkeypatch.setattr(room, "free_bytes", lambda _folder: left)
    whole = client.put(f"/api/v1/media/{new_id()}", data=body)
    another = client.post("/api/v1/uploads", headers=TUS | {"Upload-Length": "1"})
    piece = TUS | {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    further = client.patch(begun.headers["Location"], data=body, headers=piece)
    for refused in (whole, another, further):
        assert (refused.status_code, refused.json["code"]) == (507, "storage-full")
    assert service.report("worker.qingyang")["state"] == "reported"
    monkeypatch.setattr(room, "free_bytes", lambda _folder: left + len(body))
    assert client.put(f"/api/v1/media/{new_id()}", data=body).status_code == 201
    assert client.patch(begun.headers["Location"], data=body, headers=piece).status_code == 204


def test_the_room_of_a_folder_that_is_not_there_yet_is_its_disks(tmp_path: Path) -> None:
    assert room.free_bytes(tmp_path / "not" / "there") > 0
