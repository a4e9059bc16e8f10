"""The OpenAPI 3.1 document, generated from the endpoints' own models so that it cannot disagree with them."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from gridops import __version__
from gridops.http.endpoint import Description, HeaderField, described
from gridops.http.telling import PROBLEM, body_schema, paths_told, query_schema, refusal
from gridops.http.wire import REFUSES

_REF = "#/components/schemas/{model}"

_PATH_TYPES = {
    "uuid": {"type": "string", "format": "uuid"},
    "int": {"type": "integer", "minimum": 0},
}


def document(app: Any) -> dict[str, Any]:
    """The whole document of `app`."""
    endpoints = described(app)
    models = _models(endpoints)
    mapping, definitions = models_json_schema(models, ref_template=_REF) if models else ({}, {})
    names = paths_told([rule for rule, _, _ in endpoints])
    paths: dict[str, Any] = {}
    for rule, method, about in endpoints:
        path, parameters = names[rule]
        operation = _operation(rule, method, about, mapping)
        operation["parameters"] = [_path_parameter(*one) for one in parameters] + operation["parameters"]
        paths.setdefault(path, {})[method.lower()] = operation
    schemas = dict(definitions.get("$defs", {}))
    for ref in {mapping[(model, mode)]["$ref"] for model, mode in models if mode == "validation"}:
        body_schema(schemas, ref)
    schemas["Problem"] = PROBLEM
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gridops",
            "version": __version__,
            "description": (
                "Times: RFC 3339. Errors: RFC 9457. A query parameter without a value counts as absent. What a schema"
                " cannot say and is refused with 422 `invalid` stands at its place as `x-refuses`."
            ),
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "gridops_session",
                    "description": "`__Host-gridops_session` where the public origin is https.",
                },
            },
        },
        "security": [{"bearer": []}, {"cookie": []}],
    }


def _models(endpoints: list[tuple[str, str, Description]]) -> list[Any]:
    found: dict[tuple[type[BaseModel], str], None] = {}
    for _, _, about in endpoints:
        if about.body:
            found[(about.body, "validation")] = None
        for model in about.answers.values():
            if model is not None:
                found[(model, "serialization")] = None
    return list(found)


def _path_parameter(kind: str, name: str) -> dict[str, Any]:
    schema = _PATH_TYPES.get(kind, {"type": "string", "minLength": 1})
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _operation(rule: str, method: str, about: Description, mapping: dict[Any, Any]) -> dict[str, Any]:
    name = re.sub(r"\W+", "_", rule.removeprefix("/api/v1/")).strip("_")
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()}_{name}",
        "summary": about.summary,
        "description": _who_may(about),
        "parameters": [_header_parameter(one) for one in _headers_read(about)],
        "responses": _refusals(about),
    }
    refused = dict(about.refuses_at)
    if about.query:
        asked = query_schema(about.query.model_json_schema(ref_template=_REF))
        operation["parameters"] += _query_parameters(asked)
        refused |= {"": asked[REFUSES]} if REFUSES in asked else {}
    for status, model in sorted((about.answers or {200: None}).items()):
        schema = mapping[(model, "serialization")] if model is not None else None
        headers = about.says.get(status, ())
        if about.prefer and status == 200:
            headers = (*headers, HeaderField("Preference-Applied", _said(about.prefer)))
        operation["responses"][str(status)] = _answer(
            schema, also=about.also if status == 200 else (), headers=headers
        )
    if about.body:
        schema = mapping[(about.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    elif about.raw:
        binary = {"schema": {"type": "string", "format": "binary"}}
        # A body that is missing is an empty one, which each endpoint judges as it does any other.
        operation["requestBody"] = {"required": False, "content": {about.raw: binary}}
    if about.public:
        operation["security"] = []
    if refused:
        operation[REFUSES] = refused
    return operation


def _said(example: str) -> dict[str, Any]:
    return {"type": "string", "examples": [example]}


def _who_may(about: Description) -> str:
    """Who may call, and what the place or the case decides besides."""
    callers = "Anybody" if about.public else str(about.roles).capitalize()
    return f"{callers}. {about.asks}".rstrip(" .") + "."


def _refusals(about: Description) -> dict[str, Any]:
    """Every refusal by status: what the wrapper refuses, and what the endpoint says it refuses besides."""
    codes: dict[int, tuple[str, ...]] = {}
    if not about.public:
        codes[401] = ("not-authenticated", "token-expired")
        codes[403] = ("out-of-scope", "origin-mismatch")
    if about.body or about.raw:
        codes[413] = ("too-large",)
        codes[415] = ("unsupported-media",)
    if about.query:
        codes[414] = ("address-too-long",)
    if about.body or about.query or about.refuses_at:
        codes[422] = ("invalid",)
    for status, more in about.refuses.items():
        codes[status] = tuple(dict.fromkeys((*codes.get(status, ()), *more)))
    told = {str(status): refusal(*codes[status]) for status in sorted(codes)}
    return {"default": refusal()} | told


def _answer(schema: Any, *, also: tuple[str, ...], headers: tuple[HeaderField, ...]) -> dict[str, Any]:
    kinds: dict[str, Any] = {"application/json": {"schema": schema}} if schema is not None else {}
    kinds |= {other: {} for other in also}
    told: dict[str, Any] = {"description": "As asked"}
    if kinds:
        told["content"] = kinds
    if headers:
        told["headers"] = {one.name: {"required": one.required, "schema": one.schema} for one in headers}
    return told


def _headers_read(about: Description) -> tuple[HeaderField, ...]:
    return (*about.headers, HeaderField("Prefer", _said(about.prefer))) if about.prefer else about.headers


def _header_parameter(header: HeaderField) -> dict[str, Any]:
    return {"name": header.name, "in": "header", "required": header.required, "schema": header.schema}


def _query_parameters(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = set(schema.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": about}
        for name, about in schema.get("properties", {}).items()
    ]
