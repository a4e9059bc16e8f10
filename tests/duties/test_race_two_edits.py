"""Two edits of one row at the same instant: one counts, the other is told that it is stale. Nobody is turned away."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from gridops.db.session import Session
from gridops.duties.matters import editing as matter_editing
from gridops.duties.origins import editing as origin_editing
from gridops.duties.origins.rules import OriginPolicy
from gridops.duties.powers import editing as power_editing
from gridops.duties.powers.models import Power
from gridops.duties.responsibilities import editing as responsibility_editing
from gridops.duties.responsibilities.models import Responsibility
from gridops.duties.routing import editing as routing_editing
from tests.contract.problems import is_problem
from tests.duties.versions import ADMIN, a_version, today
from tests.service import Service

_WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def two_at_once(
    service: Service, edit: Callable[[Session], Any], path: str, body: dict[str, Any]
) -> TestResponse:
    """Send `body` while the transaction of `edit` is open; the answer, once that one has counted."""
    with ThreadPoolExecutor(1) as other, service.database.transaction("gridops_system") as session:
        edit(session)
        answer = other.submit(lambda: service.client("admin").post(f"{ADMIN}/{path}", json=body))
        for _ in range(500):
            if session.scalar(_WAITING):
                break
            assert not answer.done(), answer.result(60).data
            time.sleep(0.02)
        session.commit()
        return answer.result(timeout=60)


def newest(session: Session, model: Any) -> Any:
    """A row of a register that holds with no end."""
    return session.scalars(select(model).where(model.valid_to.is_(None)).order_by(model.id).limit(1)).one()


@pytest.mark.parametrize(
    ("path", "model", "editing", "verb"),
    [
        ("powers", Power, power_editing, "end_power"),
        ("responsibilities", Responsibility, responsibility_editing, "end_responsibility"),
    ],
)
def test_two_ends_of_one_row_are_one_end(
    service: Service, path: str, model: Any, editing: Any, verb: str
) -> None:
    with service.database.transaction() as session:
        row_id = newest(session, model).id
    first, second = today(service, 5), today(service, 3)

    def edit(session: Session) -> None:
        getattr(editing, verb)(session, None, editing.REGISTER.get(session, row_id), valid_to=first)

    answer = two_at_once(service, edit, f"{path}/{row_id}/end", {"valid_to": second.isoformat()})
    assert is_problem(answer, 409, "stale-version")
    with service.database.transaction() as session:
        assert session.get_one(model, row_id).valid_to == first
    again = service.client("admin").post(
        f"{ADMIN}/{path}/{row_id}/end", json={"valid_to": second.isoformat()}
    )
    assert again.status_code == 200


def test_two_versions_of_one_matter_are_one_version(service: Service) -> None:
    def edit(session: Session) -> None:
        matter = matter_editing.get_matter(session, "C0102")
        (row, *_) = matter_editing.STANDARDS.rows(session, matter_id=matter.id)
        content = matter_editing.content_of(row)
        matter_editing.add_version(session, None, matter, content=content, valid_from=today(service, 2))

    answer = two_at_once(service, edit, "matters/C0102/versions", a_version(today(service, 2)))
    assert is_problem(answer, 409, "stale-version")
    shown = service.client("admin").get(f"{ADMIN}/matters/C0102").json["versions"]
    assert [one["version"] for one in shown] == [2, 1]


def test_two_versions_of_a_policy_and_two_ends_of_a_rule_are_one(service: Service) -> None:
    day = today(service, 2)

    def add_policy(session: Session) -> None:
        origin_editing.add_policy_version(session, None, "agency", OriginPolicy(), (day, None))

    answer = two_at_once(
        service, add_policy, "routing/origins/agency/versions", {"valid_from": day.isoformat()}
    )
    assert is_problem(answer, 409, "stale-version")

    def end_rule(session: Session) -> None:
        routing_editing.end_rule(session, None, "lead-agency", ends=day)

    answer = two_at_once(service, end_rule, "routing/rules/lead-agency/end", {"valid_to": day.isoformat()})
    assert is_problem(answer, 409, "stale-version")


def test_edits_of_two_rows_both_count(service: Service) -> None:
    with service.database.transaction() as session:
        ids = session.scalars(
            select(Power.id).where(Power.valid_to.is_(None)).order_by(Power.id).limit(2)
        ).all()
    day = today(service, 5)

    def edit(session: Session) -> None:
        power_editing.end_power(session, None, power_editing.get_power(session, ids[0]), valid_to=day)

    answer = two_at_once(service, edit, f"powers/{ids[1]}/end", {"valid_to": day.isoformat()})
    assert answer.status_code == 200
