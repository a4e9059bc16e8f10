"""Who answers a hand-down in a township's name, and who takes part in one from a case that is only reported."""

from __future__ import annotations

from tests.contract.problems import is_problem, pointers
from tests.dispatch.test_hand_down import BASED, DESK, OTHER, TOWN, at_district, hand_downs, item_of, move
from tests.duties.routing import save_rule
from tests.service import Service

GAOTUAN_PLACE = {"source": "manual", "lon": 121.08446, "lat": 37.41777, "coord_sys": "cgcs2000"}


def test_the_district_does_not_answer_in_the_towns_name(service: Service) -> None:
    case = service.act(DESK, at_district(service, "E11"), "hand_down", **BASED)
    assert service.client(DESK).get(f"/api/v1/incidents/{case['id']}/hand-downs").json["citable"] == []
    item = item_of(service, "E11", "taken_back")
    assert is_problem(move(service, DESK, case, "escalate", responsibility_id=item["id"]), 403)
    assert hand_downs(service, DESK)["counts"] == {"based": 1}
    # Passing it up for a reason of its own is no answer, and stays open to it.
    assert service.act(DESK, case, "escalate", note="另行处理")["level"] == "district"


def test_what_is_sent_back_goes_to_the_district_and_to_no_level_between(service: Service) -> None:
    case = service.act(DESK, at_district(service, "E11"), "hand_down", level="grid", **BASED)
    item = item_of(service, "E11", "taken_back")
    answer = move(service, TOWN, case, "escalate", responsibility_id=item["id"], level="village")
    assert (answer.status_code, pointers(answer)) == (422, {"/level"})
    assert service.act(TOWN, case, "escalate", responsibility_id=item["id"])["level"] == "district"


def test_a_case_corrected_into_another_town_is_not_declined_by_a_town_that_was_not_asked(
    service: Service,
) -> None:
    case = service.act(DESK, at_district(service, "E11"), "hand_down", **BASED)
    assert service.client(TOWN).get(f"/api/v1/incidents/{case['id']}/hand-downs").json["citable"]
    case = service.act(DESK, case, "correct", location=GAOTUAN_PLACE)
    told = service.client(OTHER).get(f"/api/v1/incidents/{case['id']}/hand-downs").json
    assert told["citable"] == []
    item = item_of(service, "E11", "taken_back")
    answer = move(service, OTHER, case, "escalate", responsibility_id=item["id"])
    assert (answer.status_code, pointers(answer)) == (422, {"/responsibility_id"})
    assert hand_downs(service, DESK)["counts"] == {"based": 1}
    assert service.act(OTHER, case, "escalate", note="不在本镇街职责内")["level"] == "district"


def test_whoever_may_not_file_does_not_file_by_passing_up_or_down(service: Service) -> None:
    save_rule(service, accepts=["grid_head"], to_level="village")
    case = service.report("worker.qingyang")
    assert not {"file", "dispatch", "escalate", "hand_down"} & set(
        service.client(TOWN).get(f"/api/v1/incidents/{case['id']}").json["allowed_actions"]
    )
    assert is_problem(move(service, TOWN, case, "escalate", level="district", note="上报"), 403)
    assert is_problem(move(service, TOWN, case, "hand_down", level="grid"), 403)
