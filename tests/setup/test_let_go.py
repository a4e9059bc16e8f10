"""What has outlived its term goes, kind by kind; a dry run lets nothing go, and what is held stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from gridops import clock
from gridops.worker.retaining import Retained, retain
from tests.incidents.test_hold_cases import hold
from tests.service import Service
from tests.setup.test_back_up import gridops

DESK, CALLER = "dispatcher.qingyang", {"name": "王小明", "phone": "13800138000"}
YEARS = timedelta(days=4 * 365)


def a_closed_case(service: Service) -> dict[str, Any]:
    case = service.report(DESK, origin="phone", on_behalf_of=CALLER)
    return service.act(DESK, case, "reject", reason="不属于受理范围")


def persons(service: Service) -> list[str | None]:
    asked = (
        "SELECT person_name FROM gridops.incident_private p JOIN gridops.incident i ON i.id = p.incident_id"
    )
    with service.database.transaction("gridops_system") as session:
        return list(session.scalars(text(f"{asked} ORDER BY i.reported_at")))


def by_kind(done: list[Retained]) -> dict[str, int]:
    return {one.kind: one.gone.rows for one in done if one.gone.rows}


def applied(service: Service) -> list[dict[str, Any]]:
    with service.database.transaction("gridops_system") as session:
        found = session.scalars(
            text("SELECT data FROM gridops.log_entry WHERE action = 'retention.applied' ORDER BY id")
        )
        return list(found)


def test_the_persons_of_closed_cases_go_after_their_term_but_not_those_that_are_held(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, held = a_closed_case(service), a_closed_case(service)
    service.report(DESK, origin="phone", on_behalf_of=CALLER)
    assert hold(service, held["case_number"]).status_code == 201
    folder = service.settings.media_dir
    assert by_kind(retain(service.database, folder)) == {}
    later = clock.now() + YEARS
    monkeypatch.setattr(clock, "now", lambda: later)
    listed = next(
        one
        for one in retain(service.database, folder, is_trial=True)
        if one.kind == "persons_of_closed_cases"
    )
    assert ([case.case_number for case in listed.gone.cases], listed.gone.held) == ([free["case_number"]], 1)
    assert persons(service) == ["王小明"] * 3
    assert applied(service) == []
    assert by_kind(retain(service.database, folder))["persons_of_closed_cases"] == 1
    assert persons(service) == [None, "王小明", "王小明"]
    told = [one for one in applied(service) if one["kind"] == "persons_of_closed_cases"]
    assert told == [
        {"kind": "persons_of_closed_cases", "days": 1096, "rows": 1, "held": 1, "cases": [free["id"]]}
    ]
    assert "persons_of_closed_cases" not in by_kind(retain(service.database, folder))


def test_a_hold_ends_with_its_last_day(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_closed_case(service)
    until = (clock.now() + YEARS).date()
    assert hold(service, case["case_number"], until=until.isoformat()).status_code == 201
    began = clock.now()
    for passed, left in ((YEARS, ["王小明"]), (YEARS + timedelta(days=2), [None])):
        at = began + passed
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        retain(service.database, service.settings.media_dir)
        assert persons(service) == left


def test_devices_positions_and_quarantine_go_after_theirs(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = service.client("worker.qingyang")
    client.post("/api/v1/reports", data=b"{1", content_type="application/json")
    unit = service.client("handler.qingyang").actor["units"][0]
    with service.database.transaction("gridops_system") as session:
        session.execute(
            text(
                "INSERT INTO gridops.unit_position (unit_id, account_id, lon, lat, at)"
                " SELECT :unit, id, 121.27, 37.5, :at FROM gridops.account LIMIT 1"
            ),
            {"unit": unit, "at": clock.now()},
        )
        session.execute(text("DELETE FROM gridops.access_token"))
    began = clock.now()
    for days, kinds in ((1, set()), (3, {"positions"}), (181, {"quarantine"}), (401, {"devices"})):
        at = began + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert set(by_kind(retain(service.database, service.settings.media_dir))) == kinds


def test_terms_are_told_changed_and_refused_in_words(service: Service) -> None:
    url, media = service.settings.database_url, service.settings.media_dir
    refused = gridops(url, media, "retention", "--set", "gossip=3")
    assert (refused.returncode, "gossip is none of" in refused.stderr) == (1, True)
    assert gridops(url, media, "retention", "--set", "quarantine=0").returncode == 1
    told = gridops(url, media, "retention", "--set", "quarantine=90")
    assert (told.returncode, told.stderr) == (0, "")
    assert "quarantine                 90 days" in told.stdout
    listed = gridops(url, media, "retention", "--dry-run")
    assert "quarantine                 90 days: 0 would go" in listed.stdout, listed.stderr
