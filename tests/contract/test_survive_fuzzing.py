"""Generated input, valid and not, for every endpoint of the generated document: never a 500, never another form."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import BaseSchema

from tests.contract.endpoints import ENDPOINTS
from tests.service import Service

load_all_checks()


@schemathesis.serializer("application/offset+octet-stream")
def _as_bytes(_context: Any, value: Any) -> bytes:
    """A piece of an upload as it is sent."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


CONFORMS = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    ]
)
EXAMPLES = 8
#: Nothing can be wrong with what is not there.
WITHOUT_INPUT = ("/healthz", "/readyz", "/metrics")
#: Waiting is for clients that want it; the generator would wait 25 s each time.
NEVER_SENT = ("wait",)

# Far outside China the inverse of a datum's shift runs away with a warning of numpy's; nothing is moved there.
pytestmark = pytest.mark.filterwarnings("default::RuntimeWarning")


@pytest.fixture(scope="module")
def document(standing: Service) -> BaseSchema:
    """The generated document, read from the running app."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", standing.app)


@pytest.fixture(scope="module")
def known_ids(standing: Service) -> dict[str, Any]:
    """Path parameters that lead somewhere, so that more than 404 is seen."""
    case = standing.report("worker.qingyang")
    return {"incident_id": case["id"], "code": "370611001", "which": "current", "z": 13, "x": 6855, "y": 3171}


def operations() -> list[Any]:
    """Each endpoint with valid input and with wrong input, where it takes any."""
    return [
        pytest.param(method, path, mode, id=f"{method}-{path}-{mode.value}")
        for method, path in ENDPOINTS
        for mode in GenerationMode
        if mode == GenerationMode.POSITIVE or path not in WITHOUT_INPUT
    ]


@pytest.mark.parametrize(("method", "path", "mode"), operations())
def test_nothing_generated_is_answered_by_a_500(
    standing: Service,
    document: BaseSchema,
    known_ids: dict[str, Any],
    method: str,
    path: str,
    mode: GenerationMode,
) -> None:
    operation = next(
        op
        for op in (found.ok() for found in document.get_all_operations())
        if (op.method, _unnamed(op.path)) == (method, path)
    )
    client = standing.client("dispatcher.qingyang")
    seen: list[int] = []
    # Without a worker nobody numbers the log, and a service that waits for it is not ready.
    standing.number()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        for name in NEVER_SENT:
            (case.query or {}).pop(name, None)
        for name in case.path_parameters or {}:
            case.path_parameters[name] = known_ids.get(name, case.path_parameters[name])
        answer = case.call(headers={"Authorization": f"Bearer {client.token}"})
        case.validate_response(answer, checks=CONFORMS)
        seen.append(answer.status_code)
        if answer.status_code >= 400 and method != "head":
            assert answer.headers["content-type"] == ["application/problem+json"]

    run()
    assert seen


def _unnamed(path: str) -> str:
    return "/".join(
        "{}" + part.partition("}")[2] if part.startswith("{") else part for part in path.split("/")
    )
