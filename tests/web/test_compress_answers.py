"""What goes out small, what is not sent again while it has not changed, and what is never compressed."""

from __future__ import annotations

import gzip

from gridops.demonstration.sign_ins import PASSWORD
from tests.service import Service


def test_files_are_sent_compressed_to_those_who_take_it(service: Service) -> None:
    client = service.anonymous()
    plain = client.get("/static/css/base.css")
    packed = client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_the_matters_go_out_small_and_once(service: Service) -> None:
    client = service.client("worker.qingyang")
    plain = client.get("/api/v1/matters")
    packed = client.get("/api/v1/matters", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert len(packed.get_data()) < len(plain.get_data()) / 4
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get("/api/v1/matters", headers=asked).status_code == 304


def test_a_list_of_cases_goes_out_small_and_is_not_sent_again(service: Service) -> None:
    worker = service.client("worker.qingyang")
    for _ in range(3):
        service.report("worker.qingyang")
    plain = worker.get("/api/v1/incidents?reporter=me")
    packed = worker.get("/api/v1/incidents?reporter=me", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert worker.get("/api/v1/incidents?reporter=me", headers=asked).status_code == 304
    service.report("worker.qingyang")
    assert worker.get("/api/v1/incidents?reporter=me", headers=asked).status_code == 200


def test_no_answer_that_holds_a_token_is_compressed(service: Service) -> None:
    sent = {"username": "worker.qingyang", "password": PASSWORD, "device_name": "x" * 60}
    for path, body in (("/api/v1/sessions", sent), ("/api/v1/live-tickets", {})):
        answer = service.client("worker.qingyang").post(path, json=body, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 201
        assert "Content-Encoding" not in answer.headers
