"""Text and persons of restricted cases: searched for in every answer that each member of the cast can get."""

from __future__ import annotations

import hashlib
import logging
import uuid
from io import BytesIO

import pytest
from PIL import Image

from tests.reports import a_report
from tests.service import Service

API = "/api/v1"
LIST = f"{API}/incidents"
SECRET, PHONE, NAME = "绝密文字甲乙丙", "13912345678", "欧阳某某"
CAST = (
    "worker.qingyang",
    "worker2.qingyang",
    "worker.gaotuan",
    "head.qingyang",
    "dispatcher.qingyang",
    "dispatcher.gaotuan",
    "dispatcher.fushan",
    "handler.qingyang",
    "head.enforcement",
    "supervisor.qingyang",
    "supervisor.gaotuan",
    "supervisor.fushan",
    "approver.qingyang",
    "auditor",
    "admin",
)
IN_CHAIN = {
    "head.qingyang",
    "dispatcher.qingyang",
    "dispatcher.fushan",
    "handler.qingyang",
    "head.enforcement",
}


def restricted_code(service: Service) -> str:
    """A matter whose cases are restricted."""
    matters = service.client("dispatcher.qingyang").get(f"{API}/matters").json["items"]
    return str(next(m["service_code"] for m in matters if m["restricted"]))


def a_photo() -> bytes:
    """A small photo."""
    out = BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG")
    return out.getvalue()


def a_secret_case(service: Service) -> dict:
    """A restricted case full of secrets, walked through the loop; every free text of every move holds one."""
    photo = a_photo()
    media = {
        "client_id": str(uuid.uuid4()),
        "sha256": hashlib.sha256(photo).hexdigest(),
        "content_type": "image/jpeg",
        "size": len(photo),
        "stage": "before",
    }
    desk, unit = "dispatcher.qingyang", service.client("handler.qingyang").actor["units"][0]
    case = service.report(
        desk,
        service_code=restricted_code(service),
        description=SECRET,
        address=SECRET,
        fields={"who": SECRET},
        origin="phone",
        on_behalf_of={"name": NAME, "phone": PHONE},
        media=[media],
    )
    sent = service.client(desk).put(
        f"{API}/media/{media['client_id']}", data=photo, content_type="image/jpeg"
    )
    assert sent.status_code == 201
    case = service.act(desk, case, "file", note=SECRET)
    case = service.act(desk, case, "dispatch", note=SECRET, unit_ids=[unit])
    case = service.act("handler.qingyang", case, "accept", note=SECRET)
    case = service.act("handler.qingyang", case, "handle", kind="other", note=SECRET)
    case = service.act(desk, case, "rework", reason=SECRET)
    case = service.act("handler.qingyang", case, "handle", kind="other", note=SECRET)
    case = service.act(desk, case, "verify", how="phone", result=SECRET, note=SECRET)
    return service.act(desk, case, "close", disposition=SECRET, note=SECRET)


def answers_about(service: Service, username: str, case: dict) -> dict[str, bytes]:
    """Whatever a member of the cast can get that might speak of the case."""
    client, path = service.client(username), f"{LIST}/{case['id']}"
    similar = f"lon=121.27&lat=37.5&coord_sys=cgcs2000&service_code={case['service_code']}"
    asked = {
        "area": (client.actor["areas"] or ["370611001"])[0],
        "from": "2026-01-01",
        "to": "2100-01-01",
        "include": ["counts", "indicators", "incidents", "heat"],
        "group_by": ["service_code", "unit"],
    }
    paths = [path, f"{path}/timeline", f"{path}/clock", LIST, f"{LIST}?q={SECRET}", f"{LIST}?q={PHONE}"]
    paths += [f"{LIST}?format=csv", f"{LIST}?format=geojson", f"{LIST}/similar?{similar}", f"{API}/snapshot"]
    paths += [f"{API}/events?after=0", f"{API}/units", "/tiles/incidents/13/6855/3171.mvt"]
    found = {p: client.get(p).data for p in paths}
    found["area query"] = client.post(f"{API}/area-queries", json=asked).data
    found["refused move"] = client.post(f"{path}/actions/accept", json={"version": 1}).data
    found["same id"] = client.post(f"{API}/reports", json=a_report(client_id=case["id"])).data
    return found


def test_nobody_outside_the_chain_reads_a_restricted_case(service: Service) -> None:
    case = a_secret_case(service)
    service.number()
    for username in CAST:
        answers = answers_about(service, username, case)
        told = {
            where
            for where, body in answers.items()
            if any(word.encode() in body for word in (SECRET, PHONE, NAME))
        }
        if username in IN_CHAIN:
            assert {f"{LIST}/{case['id']}", f"{LIST}/{case['id']}/timeline"} <= told, username
            # What leaves the house, and what many look at, has no restricted text even for the chain.
            told -= {f"{LIST}/{case['id']}", f"{LIST}/{case['id']}/timeline", LIST, "area query"}
            told -= {f"{LIST}?q={SECRET}"}
        assert told == set(), username


def test_a_person_reported_for_is_masked_even_for_the_chain(service: Service) -> None:
    case = a_secret_case(service)
    body = service.client("dispatcher.qingyang").get(f"{LIST}/{case['id']}").data
    assert PHONE.encode() not in body
    assert NAME.encode() not in body
    assert b"139****78" in body


def test_a_restricted_photo_is_for_the_chain(service: Service) -> None:
    case = a_secret_case(service)
    photo = f"{API}/media/{case['media'][0]['client_id']}"
    for username in CAST:
        for size in ("thumb", "full"):
            answer = service.client(username).get(f"{photo}?size={size}")
            assert answer.status_code == (200 if username in IN_CHAIN else 404), (username, size)
    seen = service.client("dispatcher.qingyang").get(photo)
    tag = {"If-None-Match": seen.headers["ETag"]}
    assert service.client("supervisor.qingyang").get(photo, headers=tag).status_code == 404
    assert service.client("supervisor.qingyang").get(f"{LIST}/{case['id']}").json["media"] == []


def test_nobody_outside_the_chain_learns_the_id_of_a_restricted_photo(service: Service) -> None:
    case = a_secret_case(service)
    service.number()
    photo = case["media"][0]["client_id"]
    for username in CAST:
        answers = answers_about(service, username, case)
        told = {where for where, body in answers.items() if photo.encode() in body}
        if username not in IN_CHAIN:
            assert told == set(), username
        else:
            assert {f"{LIST}/{case['id']}", f"{LIST}/{case['id']}/timeline"} <= told, username
            # Screens with equal rights share a frame, in the chain or not.
            assert f"{API}/events?after=0" not in told, username


def test_declaring_anothers_photo_does_not_show_it(service: Service) -> None:
    case = a_secret_case(service)
    stolen = {
        **{k: case["media"][0][k] for k in ("client_id", "sha256", "content_type", "size")},
        "stage": "before",
    }
    service.report("worker2.qingyang", media=[stolen])
    answer = service.client("worker2.qingyang").get(f"{API}/media/{stolen['client_id']}")
    assert answer.status_code == 404


def test_a_reader_is_not_served_from_the_cache_of_another(service: Service) -> None:
    case = a_secret_case(service)
    for path in (f"{LIST}/{case['id']}", f"{API}/media/{case['media'][0]['client_id']}", LIST):
        answer = service.client("dispatcher.qingyang").get(path)
        assert {"Authorization", "Cookie"} <= set(answer.vary), path
        assert "private" in answer.headers["Cache-Control"]
    for path in (
        f"{LIST}/{case['id']}/timeline",
        f"{API}/devices",
        f"{API}/snapshot",
        f"{API}/sessions/current",
    ):
        answer = service.client("dispatcher.qingyang").get(path)
        assert answer.headers["Cache-Control"] == "no-store", path


def test_a_case_that_turns_out_to_be_restricted_hides_what_was_open(service: Service) -> None:
    desk, code = "dispatcher.qingyang", restricted_code(service)
    case = service.report("worker.qingyang", description=SECRET, address=SECRET, fields={"who": SECRET})
    case = service.act(desk, case, "file", note=SECRET)
    assert SECRET.encode() in service.client("supervisor.qingyang").get(LIST).data
    case = service.act(desk, case, "correct", service_code=code)
    service.number()
    for username in ("supervisor.qingyang", "auditor"):
        answers = answers_about(service, username, case)
        assert [where for where, body in answers.items() if SECRET.encode() in body] == [], username
    assert service.client(desk).get(f"{LIST}/{case['id']}").json["description"] == SECRET


def test_what_people_write_does_not_reach_the_servers_log(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("gridops").setLevel(logging.DEBUG)
    case = a_secret_case(service)
    client = service.client("dispatcher.qingyang")
    client.get(f"{LIST}?q={SECRET}")
    client.post(f"{API}/reports", json=a_report(description=SECRET, zzz=PHONE))
    client.post(
        f"{API}/reports", data=f'{{"description": "{SECRET}"'.encode(), content_type="application/json"
    )
    client.post(f"{API}/reports", json=a_report(client_id=case["id"], description=SECRET))
    service.anonymous().post(f"{API}/sessions", json={"username": NAME, "password": SECRET})
    # The database refuses a statement that carries what people wrote: the cause is logged, the text is not.
    with service.database.transaction() as session:
        session.connection().exec_driver_sql(
            "CREATE FUNCTION gridops.fail() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'something broke' USING ERRCODE = 'XX000'; END $$;"
            " CREATE TRIGGER fail BEFORE INSERT ON gridops.incident_note EXECUTE FUNCTION gridops.fail()"
        )
    other = service.report("dispatcher.qingyang")
    failed = client.post(f"{LIST}/{other['id']}/actions/file", json={"version": 1, "note": SECRET})
    assert (failed.status_code, failed.json["code"]) == (500, "internal")
    assert "something broke" in caplog.text
    assert [word for word in (SECRET, PHONE, NAME, client.token) if word in caplog.text] == []
