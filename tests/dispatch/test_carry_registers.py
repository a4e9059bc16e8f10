"""Powers, list items, rules, precedents, hours and classes follow their areas; where one was split, they ask."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from gridops.dispatch.boundaries import rescoping
from gridops.duties.area_questions.models import AreaQuestion
from gridops.duties.precedents.models import Precedent
from gridops.duties.precedents.recording import Decided, record_precedent
from gridops.duties.responsibilities.editing import REGISTER as RESPONSIBILITIES
from gridops.territory.models import BoundarySet
from tests.dispatch.new_boundaries import DAY, Plan, carry_out, entries, on_the_day
from tests.duties.powers import a_power
from tests.duties.routing import a_rule
from tests.duties.test_keep_responsibilities import a_burden, an_item
from tests.duties.versions import today
from tests.service import Service

ADMIN = "/api/v1/admin"
QUESTIONS = f"{ADMIN}/area-questions"
LATER = date(2027, 3, 1)
MATTER = "C0110"


def post(service: Service, path: str, **body: Any) -> dict[str, Any]:
    answer = service.client("admin").post(path, json=body)
    assert answer.status_code in {200, 201}, answer.data
    return dict(answer.json)


def read(service: Service, path: str) -> dict[str, Any]:
    return dict(service.client("admin").get(f"{ADMIN}/{path}").json)


def give_power(service: Service, area: str, **over: Any) -> dict[str, Any]:
    """The market supervision's power in an area alone."""
    agency = {"holder": "agency", "agency_code": "market", "area_code": area, **over}
    return post(service, f"{ADMIN}/powers", **a_power(today(service), **agency))


def list_item(service: Service, area: str) -> None:
    """An item of the list for an area; the list's own people name townships, and none changes in this set."""
    said = an_item(today(service), area_code=area)
    with service.database.transaction() as session:
        starts = date.fromisoformat(said.pop("valid_from"))
        RESPONSIBILITIES.dated.add(session, said, (starts, None))


def powers(service: Service) -> list[tuple[str, str, str | None]]:
    """(area, from, to) of the rows of item T-01, the oldest first."""
    rows = read(service, "powers/T-01")["items"]
    return sorted((row["area_code"], row["valid_from"], row["valid_to"]) for row in rows)


def held(service: Service, area: str) -> list[str]:
    """The items by which somebody may act in the matter in an area today."""
    asked = f"/api/v1/powers?area={area}&service_code={MATTER}"
    answer = service.client("dispatcher.fushan").get(asked)
    assert answer.status_code == 200, answer.data
    return [item["item_code"] for item in answer.json["items"]]


def questions(service: Service) -> list[dict[str, Any]]:
    return list(read(service, "area-questions")["items"])


def answer(service: Service, question: dict[str, Any], **body: Any) -> Any:
    return service.client("admin").post(f"{QUESTIONS}/{question['id']}", json=body)


def registers(service: Service) -> list[Any]:
    """All that following writes."""
    with service.database.transaction() as session:
        return [
            session.execute(text(f"SELECT * FROM gridops.{table} ORDER BY id")).all()
            for table in (
                "power",
                "responsibility",
                "routing_rule",
                "precedent",
                "working_hours",
                "area_class",
                "refused_burden",
                "area_question",
            )
        ] + [session.scalar(text("SELECT count(*) FROM gridops.log_entry"))]


def test_only_an_administrator_reads_and_answers_questions(service: Service) -> None:
    for name in ("dispatcher.fushan", "supervisor.fushan"):
        client = service.client(name)
        assert client.get(QUESTIONS).status_code == 403
        assert client.post(f"{QUESTIONS}/{uuid.uuid4()}", json={"ends": True}).status_code == 403
    assert service.client("admin").get(QUESTIONS).json["items"] == []
    assert service.client("admin").post(f"{QUESTIONS}/{uuid.uuid4()}", json={"ends": True}).status_code == 404


def test_what_names_a_recoded_grid_holds_under_its_new_code_without_being_entered_again(
    service: Service, plan: Plan
) -> None:
    starts = today(service).isoformat()
    give_power(service, plan.leaving_grid)
    post(
        service, f"{ADMIN}/routing/rules", **a_rule(service, area_code=plan.leaving_grid, service_code=MATTER)
    )
    post(
        service,
        f"{ADMIN}/area-classes",
        area_code=plan.leaving_grid,
        class_name="核心",
        percent=50,
        valid_from=starts,
    )
    assert held(service, plan.leaving_grid) == ["T-01"]
    carry_out(service)
    with on_the_day(120):
        assert held(service, plan.joined) == ["T-01"]
        assert powers(service) == [(plan.leaving_grid, starts, str(DAY)), (plan.joined, str(DAY), None)]
        asked = {"service_code": MATTER, "area_code": plan.joined}
        proposed = post(service, f"{ADMIN}/routing/preview", **asked)
        assert "rubbish-qingyang@2" in str(proposed)
        asked_at = {"start": "2027-01-18T08:00:00+08:00", "limit": "4小时", "area_code": plan.joined}
        assert post(service, f"{ADMIN}/clock", **asked_at)["area_class"] == "核心"
        assert questions(service) == []
    (told,) = (e for e in entries(service, "power.changed") if "followed" in e.data)
    assert (told.actor_id, told.data["followed"]) == (None, [plan.leaving_grid, plan.joined])
    assert told.data["changed"] == ["area_code"]
    for action in ("routing.changed", "calendar.changed"):
        assert [e.data["followed"] for e in entries(service, action) if "followed" in e.data] == [
            [plan.leaving_grid, plan.joined]
        ]


def test_a_row_that_is_only_coming_is_recoded_where_it_stands(service: Service, plan: Plan) -> None:
    item = give_power(service, plan.leaving_grid)
    body = a_power(LATER, holder="agency", agency_code="market", area_code=plan.leaving_grid, note="新文件")
    post(service, f"{ADMIN}/powers/{item['items'][0]['id']}/versions", **body)
    carry_out(service)
    with on_the_day(120):
        assert powers(service) == [
            (plan.leaving_grid, str(today(service, -1)), str(DAY)),
            (plan.joined, str(DAY), str(LATER)),
            (plan.joined, str(LATER), None),
        ]
        # What is coming can be taken back still, and the row of today holds on by that.
        coming = read(service, "powers/T-01")["items"][0]
        assert service.client("admin").delete(f"{ADMIN}/powers/{coming['id']}").status_code == 200
        assert powers(service)[1:] == [(plan.joined, str(DAY), None)]


def test_carried_out_once_more_nothing_changes(service: Service, plan: Plan) -> None:
    give_power(service, plan.leaving_grid)
    give_power(service, plan.grid)
    list_item(service, plan.leaving)
    carry_out(service)
    before = registers(service)
    assert len(before[-2]) == 1
    with service.database.transaction() as session:
        session.execute(text("UPDATE gridops.boundary_change SET phase = 'registers', finished_at = NULL"))
    with on_the_day(100), service.database.transaction("gridops_system") as session:
        found = session.scalars(select(BoundarySet).where(BoundarySet.name == "next")).one()
        rescoping.carry_out(session, found)
    assert registers(service) == before


def test_what_a_merged_village_had_holds_where_it_joined_and_the_same_is_one(
    service: Service, plan: Plan
) -> None:
    give_power(service, plan.leaving)
    for area in (plan.leaving, plan.staying):
        list_item(service, area)
    with service.database.transaction() as session:
        unit = session.scalar(
            text("SELECT id FROM gridops.unit WHERE area_code = :code AND is_active"), {"code": plan.leaving}
        )
        kept = session.scalar(
            text("SELECT id FROM gridops.unit WHERE area_code = :code AND is_active"), {"code": plan.staying}
        )
        what = {"service_code": MATTER, "level": "village", "reason": "两次退回", "case_number": "A-1"}
        record_precedent(
            session, None, Decided(area_code=plan.leaving, unit_id=unit, incident_id=uuid.uuid4(), **what)
        )
    post(service, "/api/v1/refused-burdens", **a_burden(today(service), area_code=plan.leaving))
    carry_out(service)
    with on_the_day(120):
        assert held(service, plan.joined) == ["T-01"]
        items = read(service, "responsibilities/T-01")["items"]
        assert {(row["area_code"], row["valid_to"]) for row in items} == {
            (plan.leaving, str(DAY)),
            (plan.staying, None),
        }
        assert questions(service) == []
        burdens = service.client("admin").get(f"/api/v1/refused-burdens?area={plan.staying}").json["items"]
        assert [row["area_code"] for row in burdens] == [plan.staying]
    with service.database.transaction() as session:
        precedent = session.scalars(select(Precedent)).one()
    assert (precedent.area_code, precedent.unit_id) == (plan.staying, kept)
    assert [e.data["followed"] for e in entries(service, "burden.moved")] == [[plan.leaving, plan.staying]]


def test_where_the_village_that_is_joined_says_something_else_a_person_is_asked(
    service: Service, plan: Plan
) -> None:
    for area, reference in ((plan.leaving, "甲文件"), (plan.staying, "乙文件")):
        give_power(service, area, reference=reference)
    carry_out(service)
    with on_the_day(120):
        (asked,) = questions(service)
        assert (asked["reason"], asked["area"]["code"], asked["title"]) == (
            "taken",
            plan.leaving,
            "T-01 测试事项",
        )
        assert [one["code"] for one in asked["heirs"]] == [plan.staying]
        refused = answer(service, asked, heirs=[plan.staying])
        assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/valid_from")
        assert answer(service, asked, ends=True).json["items"] == []
        assert [row[0] for row in powers(service) if row[2] is None] == [plan.staying]


def test_a_split_grid_asks_and_in_each_area_that_is_chosen_the_row_holds(
    service: Service, plan: Plan
) -> None:
    give_power(service, plan.grid)
    post(service, f"{ADMIN}/routing/rules", **a_rule(service, area_code=plan.grid, service_code=MATTER))
    carry_out(service)
    with on_the_day(120):
        assert held(service, plan.larger) == []
        power, rule = questions(service)
        assert (power["kind"], rule["kind"]) == ("power", "routing_rule")
        assert [one["code"] for one in power["heirs"]] == [plan.larger, plan.smaller]
        assert [row["area_question"] for row in read(service, "powers/T-01")["items"]] == [power["id"]]
        shown = next(one for one in read(service, "routing")["rules"] if one["code"] == "rubbish-qingyang")
        assert shown["versions"][0]["area_question"] == rule["id"]
        elsewhere = answer(service, power, heirs=[plan.staying])
        assert (elsewhere.status_code, elsewhere.json["errors"][0]["pointer"]) == (422, "/heirs")
        for one in (power, rule):
            assert answer(service, one, heirs=[plan.larger, plan.smaller]).status_code == 200
        assert questions(service) == []
        assert answer(service, power, ends=True).status_code == 409
        for area, code in ((plan.larger, "rubbish-qingyang@2"), (plan.smaller, plan.smaller)):
            assert held(service, area) == ["T-01"]
            asked = {"service_code": MATTER, "area_code": area}
            assert code in str(post(service, f"{ADMIN}/routing/preview", **asked))
        assert [row["area_question"] for row in read(service, "powers/T-01")["items"]] == [None] * 3
    told = entries(service, "area_question.answered")
    assert {e.data["register"] for e in told} == {"power", "routing_rule"}
    assert all(e.actor_id is not None for e in told)


def test_a_split_grids_row_holds_in_one_part_alone_where_one_is_chosen(service: Service, plan: Plan) -> None:
    give_power(service, plan.grid)
    carry_out(service)
    with on_the_day(120):
        (asked,) = questions(service)
        assert answer(service, asked, heirs=[plan.smaller]).status_code == 200
        assert (held(service, plan.smaller), held(service, plan.larger)) == (["T-01"], [])


@pytest.mark.parametrize("body", [{}, {"heirs": []}, {"heirs": ["370611001"], "ends": True}])
def test_an_answer_names_areas_or_says_that_it_ends(
    service: Service, plan: Plan, body: dict[str, Any]
) -> None:
    give_power(service, plan.grid)
    carry_out(service)
    with on_the_day(120):
        (asked,) = questions(service)
        assert answer(service, asked, **body).status_code == 422
        with service.database.transaction() as session:
            assert session.scalars(select(AreaQuestion.answered_at)).one() is None
