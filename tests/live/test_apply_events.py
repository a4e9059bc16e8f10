"""The property that proves the stream: snapshot + events = fresh snapshot, for random histories and each reader."""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest

from gridops.incidents.rules import OPEN_STATES
from tests.reports import a_report, at
from tests.service import Service

READERS = (
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
    "auditor",
)
PLACES = (at(121.27, 37.50), at(121.265, 37.495), at(121.28, 37.49), at(121.10, 37.42), at(121.20, 37.45))
DESKS = ("dispatcher.fushan", "dispatcher.qingyang", "head.qingyang")
FIELD = ("handler.qingyang", "head.enforcement", "worker.qingyang")
BODIES: dict[str, dict[str, Any]] = {
    "file": {},
    "dispatch": {},
    "accept": {},
    "en_route": {},
    "arrive": {},
    "reject": {"reason": "重复"},
    "send_back": {"reason": "不在辖区"},
    "decline": {"reason": "忙"},
    "recall": {"reason": "换人"},
    "return": {"reason": "不归我管", "note": "现场照片"},
    "rework": {"reason": "没弄净"},
    "handle": {"kind": "clean", "note": "清了"},
    "verify": {"how": "photo", "result": "好"},
    "close": {"disposition": "办结"},
    "escalate": {"note": "超出本级"},
    "hand_down": {"basis": "履职清单第 1 项", "funding": "区级列支"},
    "correct": {"service_code": "C0103"},
}


def step(service: Service, rng: random.Random, cases: list[str]) -> None:
    """One random thing that somebody does."""
    if not cases or rng.random() < 0.3:
        who = rng.choice(["worker.qingyang", "worker2.qingyang", "worker.gaotuan", "dispatcher.qingyang"])
        code = rng.choice(["C0102", "C0102", "C0104", "C0401", "S01", "M01"])
        report = a_report(service_code=code, location=rng.choice(PLACES))
        if service.client(who).post("/api/v1/reports", json=report).status_code == 201:
            cases.append(report["client_id"])
        return
    who = rng.choice(DESKS + FIELD)
    client = service.client(who)
    answer = client.get(f"/api/v1/incidents/{rng.choice(cases)}")
    if answer.status_code != 200 or not answer.json["allowed_actions"]:
        return
    case = answer.json
    action = rng.choice(case["allowed_actions"])
    body = {"version": case["version"], **BODIES[action]}
    if action == "correct" and rng.random() < 0.5:
        body = {"version": case["version"], "location": rng.choice(PLACES)}
    done = client.post(f"/api/v1/incidents/{case['id']}/actions/{action}", json=body)
    assert done.status_code in {200, 409, 403, 422}, done.json


class Reader:
    """A client as the contract describes it."""

    def __init__(self, service: Service, username: str) -> None:
        self.client = service.client(username)
        snapshot = self.fresh()
        self.cursor = snapshot["cursor"]
        self.incidents = {i["id"]: i for i in snapshot["incidents"]}
        self.units = {u["id"]: u for u in snapshot["units"]}

    def fresh(self) -> dict[str, Any]:
        answer = self.client.get("/api/v1/snapshot")
        assert answer.status_code == 200
        return dict(answer.json)

    def follow(self) -> None:
        while True:
            answer = self.client.get(f"/api/v1/events?after={self.cursor}").json
            for event in answer["events"]:
                self.apply(event)
            if answer["cursor"] == self.cursor:
                return
            self.cursor = answer["cursor"]

    def apply(self, event: dict[str, Any]) -> None:
        if event["entity"] == "unit":
            unit = event["data"]["unit"]
            self.units[unit["id"]] = unit
        elif event["action"] == "entity.left":
            self.incidents.pop(event["entity_id"], None)
        elif event["entity"] == "incident":
            brief = event["data"]["incident"]
            known = self.incidents.get(brief["id"])
            if known is not None and known["version"] > brief["version"]:
                return
            if brief["state"] in OPEN_STATES:
                self.incidents[brief["id"]] = brief
            else:
                self.incidents.pop(brief["id"], None)


@pytest.mark.parametrize("seed", range(6))
def test_snapshot_and_events_are_the_fresh_snapshot(service: Service, seed: int) -> None:
    rng = random.Random(seed)
    cases: list[str] = []
    for _ in range(12):
        step(service, rng, cases)
    service.number()
    readers = {name: Reader(service, name) for name in READERS}
    for n in range(45):
        step(service, rng, cases)
        if n % 9 == 0:
            service.number()
            for name in rng.sample(READERS, 3):
                readers[name].follow()
    service.number()
    for name, reader in readers.items():
        reader.follow()
        fresh = reader.fresh()
        assert reader.incidents == {i["id"]: i for i in fresh["incidents"]}, name
        assert reader.units == {u["id"]: u for u in fresh["units"]}, name
    assert any(readers[name].incidents for name in READERS)
    assert uuid.UUID(cases[0])
