"""What a schema cannot say: refusals that an operation's own document names, by code, or at a place by `x-refuses`.

A generated request that is valid by its schema may be refused by these alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

from gridops.http.wire import REFUSES


def is_told(failure: Any, case: Any, response: Any, document: dict[str, Any]) -> bool:
    """Whether a refusal of valid input is one that the document tells; headers beyond those named are no input."""
    if isinstance(failure, AcceptedNegativeData):
        return _has_only_more_headers(case)
    if not isinstance(failure, RejectedPositiveData):
        return False
    operation = document["paths"][case.operation.path][case.operation.method.lower()]
    if response.request.method == "HEAD":
        return str(response.status_code) in operation["responses"]
    code = response.json().get("code")
    if code != "invalid":
        return code in _codes(operation, response.status_code)
    pointers = [fault["pointer"] for fault in response.json()["errors"]]
    # A fault without a place is one of the whole.
    return all(_is_refused_at(document, operation, pointer) for pointer in pointers or [""])


def _has_only_more_headers(case: Any) -> bool:
    # HTTP has every recipient pass over the headers that it does not know.
    said = getattr(case.meta, "phase", None)
    data = getattr(said, "data", None)
    location = str(getattr(data, "parameter_location", "")).lower()
    return "header" in location and "unexpected properties" in str(getattr(data, "description", "")).lower()


def _codes(operation: dict[str, Any], status: int) -> list[str]:
    told = operation["responses"].get(str(status), {}).get("content", {}).get("application/problem+json")
    return told["schema"]["allOf"][1]["properties"]["code"]["enum"] if told else []


def _is_refused_at(document: dict[str, Any], operation: dict[str, Any], pointer: str) -> bool:
    """Whether the place of a fault, or one that holds it, says that more is refused; the whole body only for itself."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    queries = {one["name"]: one["schema"] for one in operation["parameters"] if one["in"] == "query"}
    here = list(_flat(document, body)) if body else []
    if REFUSES in operation and "" in operation[REFUSES] and "requestBody" in operation and not body:
        # A file that is not JSON has places of its own.
        return True
    if any(pointer == at or (at and pointer.startswith(f"{at}/")) for at in operation.get(REFUSES, ())):
        return True
    if not parts:
        return any(REFUSES in one for one in here)
    if not body:
        here = [{"properties": queries}]
    for part in parts:
        here = [form for one in here for inner in _inside(one, part) for form in _flat(document, inner)]
        if any(REFUSES in one for one in here):
            return True
    return False


def _flat(document: dict[str, Any], schema: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(schema, dict):
        return
    yield schema
    if "$ref" in schema:
        yield from _flat(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    for key in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(key, ()):
            yield from _flat(document, one)


def _inside(schema: dict[str, Any], part: str) -> Iterator[Any]:
    if part in schema.get("properties", {}):
        yield schema["properties"][part]
    elif "additionalProperties" in schema:
        yield schema["additionalProperties"]
    if part.isdigit() and "items" in schema:
        yield schema["items"]
