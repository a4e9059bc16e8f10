"""Orders, penalties, permits and removals: only by a power that is valid at that moment for that matter and place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from gridops import clock
from gridops.db.session import Session
from gridops.duties.powers.finding import find_power
from gridops.people.models import Unit
from gridops.people.queries import find_unit
from tests.duties.powers import ADMIN, GAOTUAN, MENLOU, QINGYANG, a_power, handle, sent_case
from tests.duties.versions import today
from tests.service import Service

#: The demonstration's day on which 门楼 becomes a street, in Beijing's time.
LAST_MINUTE = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
OFFICERS = [{"name": "甲", "certificate": "Y001"}, {"name": "乙", "certificate": "Y002"}]


@pytest.mark.parametrize(
    ("kind", "service_code"),
    [
        ("order", "C0203"), ("penalise", "C0203"), ("permit", "C0203"), ("remove", "C0101"),
        ("seize", "C0501"), ("clear", "C0203"),
    ],
)  # fmt: skip
def test_a_grid_worker_holds_no_power_and_is_told_who_does(
    service: Service, kind: str, service_code: str
) -> None:
    worker = service.client("worker.qingyang")
    case = service.report("worker.qingyang", service_code=service_code)
    case = service.act("dispatcher.qingyang", case, "dispatch", unit_ids=[worker.actor["units"][0]])
    case = service.act("worker.qingyang", case, "accept")
    answer = worker.post(
        f"/api/v1/incidents/{case['id']}/actions/handle",
        json={"version": case["version"], "kind": kind, "note": "已办"},
    )
    assert (answer.status_code, answer.json["code"], answer.json["act"]) == (409, "no-power", kind)
    assert "清洋街道综合行政执法中队" in answer.json["detail"]
    assert answer.json["holders"][0]["name"] == "综合行政执法"
    assert "清洋街道综合行政执法中队" in answer.json["holders"][0]["units"]
    again = worker.get(f"/api/v1/incidents/{case['id']}").json
    assert (again["state"], again["version"]) == ("handling", case["version"])


def test_a_squad_has_no_power_over_a_case_that_turns_out_to_lie_in_another_town(service: Service) -> None:
    case = sent_case(service, service_code="C0102", area=QINGYANG)
    there = {"source": "manual", "lon": 121.08446, "lat": 37.41777, "coord_sys": "cgcs2000"}
    case = service.act("dispatcher.fushan", case, "correct", location=there)
    assert case["grid"]["code"].startswith(GAOTUAN)
    answer = handle(service, case, "penalise", officers=OFFICERS)
    assert (answer.status_code, answer.json["code"]) == (409, "no-power")
    assert not [name for name in answer.json["holders"][0]["units"] if name.startswith("清洋街道")]
    assert handle(service, case, "clean").status_code == 200


@pytest.mark.parametrize(("area", "is_here"), [(QINGYANG, True), (GAOTUAN, False)])
def test_a_squad_of_several_towns_has_its_power_in_those_alone(
    session: Session, area: str, is_here: bool
) -> None:
    squad = session.scalars(select(Unit).where(Unit.name == "城区执法片区机动中队")).one()
    found = find_power(
        session,
        unit_id=squad.id,
        service_code="C0102",
        group_code="C01",
        area_code=area,
        on=date(2026, 12, 1),
    )
    assert bool(found) == is_here


@pytest.mark.parametrize("kind", ["persuade", "clean", "repair", "mediate"])
def test_what_needs_no_power_is_done_by_whoever_was_sent(service: Service, kind: str) -> None:
    case = sent_case(service, service_code="C0502", area=MENLOU)
    done = handle(service, case, kind)
    assert (done.status_code, done.json["dispatches"][0]["handled_kind"]) == (200, kind)
    assert done.json["dispatches"][0]["power"] is None


def test_where_nobody_has_it_the_refusal_says_so(service: Service) -> None:
    case = sent_case(service, service_code="C0502", area=MENLOU)
    answer = handle(service, case, "penalise")
    assert (answer.status_code, answer.json["holders"]) == (409, [])
    assert "没有单位" in answer.json["detail"]


def test_the_power_used_stays_with_the_case_and_its_history_without_names(service: Service) -> None:
    case = sent_case(service, service_code="C0102", area=QINGYANG)
    done = handle(service, case, "penalise", officers=OFFICERS).json
    assert done["routing"]["basis"] == "statutory"
    assert done["routing"]["power"]["item_code"] == "PZ-02"
    assert done["dispatches"][0]["officers"] == OFFICERS
    entry = (
        service.client("dispatcher.qingyang")
        .get(f"/api/v1/incidents/{case['id']}/timeline")
        .json["items"][-1]
    )
    assert entry["data"]["power"] == {
        "id": done["routing"]["power"]["id"],
        "item_code": "PZ-02",
        "act": "penalise",
        "basis": "statutory",
    }
    assert entry["data"]["officers"] == 2
    with service.database.transaction("gridops_system") as session:
        logged = session.scalars(text("SELECT data::text FROM gridops.log_entry")).all()
    assert not [line for line in logged if "Y001" in line or "甲" in line]


@pytest.mark.parametrize(
    "officers", [OFFICERS[:1], [OFFICERS[0], OFFICERS[0]], [{"name": "甲"}, OFFICERS[1]]]
)
def test_one_officer_alone_or_one_without_a_certificate_is_refused(service: Service, officers: list) -> None:
    case = sent_case(service, service_code="C0102", area=QINGYANG)
    answer = handle(service, case, "penalise", officers=officers)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["pointer"].startswith("/officers")


@pytest.mark.parametrize(
    ("agency", "area", "act", "basis"),
    [
        ("housing", GAOTUAN, "order", None),  # the town's own office: the statute is the bureau's
        ("housing", "370611", "order", "statutory"),
        ("enforcement", GAOTUAN, "penalise", "delegated"),  # through the squad that the town commands
        ("enforcement", QINGYANG, "order", None),
        ("village", GAOTUAN, "order", None),
    ],
)
def test_a_bureaus_statute_is_not_the_towns_office_of_the_same_name(
    session: Session, agency: str, area: str, act: str, basis: str | None
) -> None:
    unit = (
        find_unit(session, agency, area) or session.scalars(select(Unit).where(Unit.kind == agency)).first()
    )
    assert unit is not None
    found = find_power(
        session,
        unit_id=unit.id,
        service_code="C0303",
        group_code="C03",
        area_code=QINGYANG if area == QINGYANG else GAOTUAN,
        on=date(2026, 12, 1),
        act=act,
    )
    assert (found.basis if found else None) == basis


def test_what_was_delegated_to_the_town_ends_on_the_day_it_becomes_a_street(service: Service) -> None:
    with clock.frozen(LAST_MINUTE) as stopped:
        before, after = (sent_case(service, service_code="C0303", area=MENLOU) for _ in range(2))
        done = handle(service, before, "penalise")
        assert done.status_code == 200, done.json
        assert done.json["routing"]["basis"] == "delegated"
        assert done.json["routing"]["power"]["in_name_of"] == "门楼街道办事处"
        stopped.advance(timedelta(minutes=1))
        refused = handle(service, after, "penalise")
        assert (refused.status_code, refused.json["code"]) == (409, "no-power")
        assert "住房和城乡建设" in refused.json["detail"]
        # The same act in a neighbouring town goes on.
        other = sent_case(service, service_code="C0303", area=GAOTUAN)
        assert handle(service, other, "penalise").status_code == 200


def test_the_day_of_the_act_counts_not_the_day_it_is_sent(service: Service) -> None:
    with clock.frozen(LAST_MINUTE) as stopped:
        case = sent_case(service, service_code="C0303", area=MENLOU)
        stopped.advance(timedelta(minutes=30))
        late = handle(service, case, "penalise", occurred_at=stopped.at.isoformat())
        assert late.status_code == 409
        said = handle(service, case, "penalise", occurred_at=LAST_MINUTE.isoformat())
        assert said.status_code == 200


def test_a_power_that_is_ended_today_is_gone_today(service: Service) -> None:
    case = sent_case(service, service_code="C0110", area=GAOTUAN)
    body = a_power(today(service, -5), agency_code="enforcement")
    made = service.client("admin").post(ADMIN, json=body).json["items"][0]
    ended = service.client("admin").post(
        f"{ADMIN}/{made['id']}/end", json={"valid_to": today(service).isoformat()}
    )
    assert ended.status_code == 200
    answer = handle(service, case, "order")
    assert (answer.status_code, answer.json["code"]) == (409, "no-power")
    service.client("admin").post(ADMIN, json=body | {"item_code": "T-02", "act": "order"})
    assert handle(service, case, "order").status_code == 200
