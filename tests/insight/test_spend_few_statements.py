"""How many statements a question about an area takes: few, whatever it asks."""

from __future__ import annotations

from typing import Any

import pytest
from scattering import EVERYTHING, scatter

from tests.service import Service
from tests.statements import statements_of

SHAPE = {"type": "Polygon", "coordinates": [[[121.1, 37.3], [121.4, 37.3], [121.3, 37.6], [121.1, 37.3]]]}
#: Signing in and scope are among them; a change of role goes in the trip of the statement after it.
ASKED: dict[str, tuple[dict[str, Any], int]] = {
    "a total": ({"area": "370611001"}, 6),
    "by state": ({"area": "370611001", "group_by": ["state"]}, 6),
    "by village and class": ({"area": "370611001", "group_by": ["village", "service_group"]}, 7),
    "by matter and unit": ({"area": "370611001", "group_by": ["service_code", "unit"]}, 8),
    "in a polygon": ({"polygon": SHAPE, "group_by": ["state"]}, 5),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_question_takes_few_statements(service: Service, name: str) -> None:
    body, most = ASKED[name]
    supervisor = service.client("supervisor.fushan")
    scatter(service, 200)
    with statements_of(service) as said:
        answer = supervisor.post("/api/v1/area-queries", json={**EVERYTHING, **body})
    assert answer.status_code == 200, answer.data
    assert len(said) <= most, "\n".join(said)
