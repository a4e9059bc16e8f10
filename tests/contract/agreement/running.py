"""One run of schemathesis over the whole document as one account: what it sent, and every disagreement it found.

Nothing is known here of any endpoint; what a schema cannot say is read from the document itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.schemas import BaseSchema

from tests.contract.agreement.beyond import is_told
from tests.service import LiveService

#: One account of each role; the demonstration has nobody on duty and nobody who only approves otherwise.
CAST = (
    "worker.qingyang",
    "head.qingyang",
    "dispatcher.qingyang",
    "dispatcher.fushan",
    "handler.qingyang",
    "head.enforcement",
    "supervisor.qingyang",
    "approver.qingyang",
    "auditor",
    "admin",
)
#: Waiting is for clients that want it; the generator would wait 25 s each time.
NEVER_SENT = ("wait",)
SEED = 370611
REJECTED = ("400", "401", "403", "404", "405", "406", "409", "415", "422")


@schemathesis.serializer("application/offset+octet-stream")
def _as_bytes(_context: Any, value: Any) -> bytes:
    """A piece of an upload as it is sent."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")


@dataclass
class Found:
    """What a run came to: requests sent, statuses seen, disagreements by operation and kind with an example."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[tuple[str, ...], str] = field(default_factory=dict)

    def take(self, event: ScenarioFinished) -> None:
        """Count what a scenario sent, and keep what failed, one example of a kind for an operation."""
        recorder = event.recorder
        for interaction in recorder.interactions.values():
            self.sent += 1
            if interaction.response is not None:
                self.statuses[interaction.response.status_code] += 1
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.failure_info is None:
                    continue
                failure = check.failure_info.failure
                case = recorder.cases[case_id].value
                interaction = recorder.interactions.get(case_id)
                self.faults.setdefault(
                    (case.operation.label, failure.title, *_pointers(interaction)),
                    _told(event, failure, case, interaction),
                )


def _pointers(interaction: Any) -> list[str]:
    """Where a problem document finds fault: each place is a disagreement of its own."""
    with suppress(AttributeError, ValueError, KeyError, TypeError):
        return sorted(fault["pointer"] for fault in json.loads(interaction.response.content)["errors"])
    return []


def _told(event: ScenarioFinished, failure: Any, case: Any, interaction: Any) -> str:
    request = interaction.request if interaction else None
    response = interaction.response if interaction else None
    lines = [f"{case.operation.label}: {failure.title} ({event.phase.value})", str(failure.message)]
    if case.meta is not None:
        lines.append(str(getattr(case.meta.phase.data, "description", "")))
    if request is not None:
        lines.append(f"{request.method} {request.uri} {request.body!r}"[:600])
    if response is not None:
        lines.append(f"{response.status_code} {response.content[:400]!r}")
    return "\n    ".join(lines)


def _sign_in(schema: BaseSchema, service: LiveService, username: str) -> None:
    """Sign requests with an account's token, a new one after a generated request has signed it out."""

    @schema.auth(refresh_interval=None)
    class SignedIn:
        def get(self, _case: Any, _context: Any) -> str:
            return service.token(username)

        def set(self, case: Any, data: str, _context: Any) -> None:
            case.headers["Authorization"] = f"Bearer {data}"


def _config(max_examples: int, phases: tuple[str, ...]) -> SchemathesisConfig:
    known = ("examples", "coverage", "fuzzing", "stateful")
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "generation": {
                "max-examples": max_examples,
                "no-shrink": True,
                "deterministic": True,
                "database": "none",
            },
            "continue-on-failure": True,
            "checks": {
                # Another version of the upload protocol, an old cursor: refused as well as by 422.
                "negative_data_rejection": {
                    "expected-statuses": [*REJECTED, "410", "412", "413", "414", "431"]
                },
                "missing_required_header": {"expected-statuses": [*REJECTED, "412"]},
            },
            "phases": {name: {"enabled": name in phases} for name in known},
        }
    )


@contextmanager
def _hooks(schema: BaseSchema, service: LiveService, username: str) -> Iterator[None]:
    @schema.hook
    def map_query(_context: Any, query: Any) -> Any:
        return {k: v for k, v in query.items() if k not in NEVER_SENT} if query else query

    @schema.hook
    def filter_failure(_context: Any, failure: Any, case: Any, response: Any) -> bool:
        return not is_told(failure, case, response, schema.raw_schema)

    @schema.hook
    def after_call(_context: Any, case: Any, response: Any) -> None:
        if response.status_code == 401:
            service.let_in(username)

    try:
        yield
    finally:
        schema.hooks.unregister_all()


def run(
    service: LiveService, username: str, *, max_examples: int, phases: tuple[str, ...], only: str = ""
) -> Found:
    """Send what schemathesis makes of the document, as `username`; `only` is a part of the paths to look at."""
    schema = schemathesis.openapi.from_url(
        f"{service.url}/api/v1/openapi.json", config=_config(max_examples, phases)
    )
    if only:
        schema = schema.include(path_regex=only)
    service.let_in(username)
    _sign_in(schema, service, username)
    found = Found()
    with _hooks(schema, service, username):
        for event in from_schema(schema).execute():
            if isinstance(event, ScenarioFinished):
                found.take(event)
            elif isinstance(event, NonFatalError):
                found.faults[(event.label, "error")] = f"{event.label}: {event.info.format()}"
    return found
